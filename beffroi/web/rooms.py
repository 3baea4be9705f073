"""The rooms, who sees them, and the counts and the health line that others provide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beffroi.web.addresses import optional_url
from beffroi.web.rules import shown_count
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Permission, Role, may

Text = str | Promise


@dataclass(frozen=True)
class RoomPage:
    """One page of a room's own navigation, for those who may open it."""

    url_name: str
    label: Text
    permission: Permission


@dataclass(frozen=True)
class Room:
    """One entry of the navigation; `prefixes` are the addresses that lie in it."""

    key: str
    url_name: str
    label: Text
    icon: str
    prefixes: tuple[str, ...]
    permission: Permission | None = None
    #: What its own navigation shows; rooms of several apps need it said here.
    pages: tuple[RoomPage, ...] = ()

    def holds(self, path: str) -> bool:
        """Tell whether the page at `path` lies in this room."""
        if path == "/":
            return "/" in self.prefixes
        return any(start != "/" and path.startswith(start) for start in self.prefixes)


ROOMS = (
    Room("today", "today", pgettext_lazy("room", "Today"), "sun", ("/", "/deliveries/")),
    Room(
        "publish",
        "calendar",
        pgettext_lazy("room", "Publish"),
        "calendar-days",
        ("/calendar/", "/posts/"),
        Permission.SEE_POSTS,
    ),
    Room(
        "answer",
        "inbox",
        pgettext_lazy("room", "Answer"),
        "message-circle",
        ("/inbox/",),
        Permission.SEE_INBOX,
    ),
    Room(
        "reviews",
        "reviews",
        pgettext_lazy("room", "Reviews"),
        "star",
        ("/reviews/",),
        Permission.SEE_INBOX,
    ),
    Room(
        "listen",
        "listening",
        pgettext_lazy("room", "Listen"),
        "radar",
        ("/listening/",),
        Permission.SEE_INBOX,
    ),
    Room(
        "measure",
        "measure",
        pgettext_lazy("room", "Measure"),
        "chart-column",
        ("/measure/",),
        Permission.SEE_POSTS,
        pages=(
            RoomPage("measure", _("Results"), Permission.SEE_POSTS),
            RoomPage("goals", _("Goals"), Permission.SEE_POSTS),
            RoomPage("campaigns", _("Campaigns"), Permission.SEE_POSTS),
            RoomPage("what_works", _("What works"), Permission.SEE_POSTS),
            RoomPage("measured_team", _("Team"), Permission.SEE_INBOX),
            RoomPage("offers", _("Offers"), Permission.SEE_POSTS),
            RoomPage("conversions", _("Sales"), Permission.SEE_POSTS),
            RoomPage("costs", _("Costs"), Permission.SEE_POSTS),
            RoomPage("measured_links", _("Links"), Permission.SEE_POSTS),
            RoomPage("reports", _("Reports"), Permission.SEE_POSTS),
        ),
    ),
    Room(
        "steer",
        "strategy",
        pgettext_lazy("room", "Steer"),
        "compass",
        ("/steer/",),
        Permission.SEE_POSTS,
        pages=(
            RoomPage("strategy", _("Strategy"), Permission.SEE_POSTS),
            RoomPage("barometer", _("Barometer"), Permission.SEE_INBOX),
            RoomPage("means", pgettext_lazy("strategy", "Means"), Permission.SEE_POSTS),
            RoomPage("openings", _("Ready to open"), Permission.SEE_POSTS),
        ),
    ),
    Room(
        "learn",
        "learning",
        pgettext_lazy("room", "Learn"),
        "graduation-cap",
        ("/learning/",),
        Permission.SEE_POSTS,
    ),
)
PLACES = (
    Room(
        "channels",
        "channels",
        _("Channels"),
        "plug",
        ("/channels/", "/archives/"),
        Permission.SEE_CHANNELS,
    ),
    Room(
        "settings",
        "workspace_settings",
        _("Settings"),
        "settings",
        ("/workspace/",),
        Permission.MANAGE_PEOPLE,
    ),
)
#: What a phone has room for at the foot of each page, beside "More".
TABS = frozenset({"today", "publish", "answer", "measure"})


@dataclass(frozen=True)
class RoomLink:
    """A room as one person sees it from one page."""

    key: str
    url: str
    label: Text
    icon: str
    current: str
    count: int

    @property
    def shown_count(self) -> str:
        """The count as people read it."""
        return shown_count(self.count)


@dataclass(frozen=True)
class PageLink:
    """A page of a room as one person sees it from one page."""

    label: Text
    url: str
    is_current: bool


@dataclass(frozen=True)
class Pulse:
    """The health of the channels in one or two short sentences."""

    text: str
    tone: str = "ok"
    icon: str = "shield-check"

    @property
    def icon_class(self) -> str:
        """The class that colours the icon."""
        return f"t-{self.tone}"


class CountReader(Protocol):
    """Counts what waits in the rooms of a workspace for somebody with a role."""

    def __call__(
        self, *, workspace: Workspace, role: Role, now: datetime, user_id: int
    ) -> Mapping[str, int]:
        """Return a count by key of a room; zero, or none, shows nothing."""


class PulseReader(Protocol):
    """Reads the health of a workspace's channels."""

    def __call__(self, *, workspace: Workspace, now: datetime) -> Pulse | None:
        """Return the line to show, or None where there is nothing to say."""


_counts: list[CountReader] = []
_pulse: list[PulseReader] = []


def register_counts(reader: CountReader) -> None:
    """Let `reader` count what waits in each room. Called once, when the app is ready."""
    _counts[:] = [reader]


def register_pulse(reader: PulseReader) -> None:
    """Let `reader` write the health line. Called once, when the app is ready."""
    _pulse[:] = [reader]


def links(
    rooms: tuple[Room, ...],
    *,
    role: Role | None,
    path: str,
    counts: Mapping[str, int],
) -> list[RoomLink]:
    """Return the rooms that exist and that `role` may enter, in order."""
    shown = []
    for room in rooms:
        url = optional_url(room.url_name)
        if url is None or not _may_enter(room, role):
            continue
        current = ("page" if path == url else "true") if room.holds(path) else ""
        waiting = counts.get(room.key, 0)
        shown.append(RoomLink(room.key, url, room.label, room.icon, current, waiting))
    return shown


def page_links(*, role: Role | None, path: str) -> list[PageLink]:
    """Return the pages of the room that holds `path`; the current one also holds what lies below.

    None where the room has a single one that this person may open.
    """
    room = next((room for room in ROOMS if room.holds(path)), None)
    there = [
        (page.label, url)
        for page in (room.pages if room else ())
        if role is not None
        and may(role, page.permission)
        and (url := optional_url(page.url_name)) is not None
    ]
    holding = [url for _label, url in there if path.startswith(url)]
    current = max(holding, key=len, default="")
    shown = [PageLink(label, url, url == current) for label, url in there]
    return shown if len(shown) > 1 else []


def counts(*, workspace: Workspace, role: Role, now: datetime, user_id: int) -> Mapping[str, int]:
    """Return what waits in each room for somebody with `role`."""
    if not _counts:
        return {}
    return _counts[0](workspace=workspace, role=role, now=now, user_id=user_id)


def pulse(*, workspace: Workspace, now: datetime) -> Pulse | None:
    """Return the health line of the workspace's channels."""
    return _pulse[0](workspace=workspace, now=now) if _pulse else None


def _may_enter(room: Room, role: Role | None) -> bool:
    return room.permission is None or (role is not None and may(role, room.permission))
