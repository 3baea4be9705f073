"""What every page needs around its content: navigation, person, language, theme, clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from beffroi.core.clock import utc_now
from beffroi.core.mailing import mail_is_set
from beffroi.web import rooms as registry
from beffroi.web.addresses import optional_url
from beffroi.web.preferences import theme_of
from beffroi.web.rooms import Pulse, RoomLink
from beffroi.workspaces.access import current_role, current_workspace
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Permission, may

#: Times on pages outside any workspace.
DEFAULT_ZONE = "Europe/Paris"


#: On a request: what its view has counted already.
_COUNTS = "room_counts"


@dataclass
class Shell:
    """The frame of a page. Each part is read only if the template shows it."""

    request: HttpRequest
    now: datetime
    #: What stands twice on the page, drawn once: see the tag `once`.
    drawn: dict[str, SafeString] = field(default_factory=dict)
    languages: list[tuple[str, str]] = field(default_factory=lambda: list(settings.LANGUAGES))

    @property
    def workspace(self) -> Workspace | None:
        """The workspace of this page, if any."""
        return current_workspace(self.request)

    @property
    def demo_url(self) -> str | None:
        """The door of the demo, which exists in the demo only."""
        return optional_url("demo")

    @property
    def is_demo(self) -> bool:
        """Whether what this page shows is made up."""
        workspace = self.workspace
        return self.demo_url is not None or (workspace is not None and workspace.is_demo)

    @property
    def prints_mail(self) -> bool:
        """Whether mails go to the terminal: no mail server is set."""
        return not mail_is_set()

    @cached_property
    def rooms(self) -> list[RoomLink]:
        """The rooms that exist and that this person may enter."""
        return self._links(registry.ROOMS)

    @cached_property
    def places(self) -> list[RoomLink]:
        """What lies below the rooms: channels, settings."""
        return self._links(registry.PLACES)

    @property
    def room_pages(self) -> list[registry.PageLink]:
        """The pages of the room of this page, where it has several."""
        return registry.page_links(role=current_role(self.request), path=self.request.path)

    @property
    def tabs(self) -> list[RoomLink]:
        """The rooms that a phone shows at the foot of each page: as many as are read there."""
        return [link for link in self.rooms if link.key in registry.TABS]

    @property
    def beyond_tabs(self) -> list[RoomLink]:
        """The rooms and places that a phone shows behind "More"."""
        return [link for link in (*self.rooms, *self.places) if link.key not in registry.TABS]

    @cached_property
    def pulse(self) -> Pulse | None:
        """The health line of the channels, for those who may see them."""
        role = current_role(self.request)
        if self.workspace is None or role is None or not may(role, Permission.SEE_CHANNELS):
            return None
        return registry.pulse(workspace=self.workspace, now=self.now)

    @property
    def others(self) -> list[Workspace]:
        """The other workspaces of this person, the last one first, then a few by name."""
        return list(getattr(self.request, "other_workspaces", ()))

    @property
    def account_url(self) -> str | None:
        """Where a person looks after their account."""
        return optional_url("account")

    @property
    def logout_url(self) -> str | None:
        """Where signing out is posted."""
        return optional_url("account_logout")

    @property
    def signup_url(self) -> str | None:
        """Where an account is made."""
        return optional_url("account_signup")

    @property
    def channels_url(self) -> str | None:
        """The channels, for those who may connect one."""
        role = current_role(self.request)
        may_connect = role is not None and may(role, Permission.MANAGE_CHANNELS)
        return optional_url("channels") if may_connect else None

    @property
    def workspaces_url(self) -> str | None:
        """The page of all workspaces of this person."""
        return optional_url("workspaces")

    @property
    def switch_url(self) -> str | None:
        """Where entering another workspace is posted, as `workspace`."""
        return optional_url("workspace_enter")

    def _links(self, known: tuple[registry.Room, ...]) -> list[RoomLink]:
        return registry.links(
            known,
            role=current_role(self.request),
            path=self.request.path,
            counts=self._counts,
        )

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        role = current_role(self.request)
        if self.workspace is None or role is None:
            return {}
        if hasattr(self.request, _COUNTS):
            return getattr(self.request, _COUNTS)  # type: ignore[no-any-return]
        return registry.counts(
            workspace=self.workspace, role=role, now=self.now, user_id=self.request.user.pk or 0
        )


def keep_counts(request: HttpRequest, by_room: Mapping[str, int]) -> None:
    """Let the navigation of this page say what its view has counted: nobody counts it twice."""
    setattr(request, _COUNTS, by_room)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates `shell`, `now`, `zone`, `theme` and `LANGUAGE_CODE`."""
    now = utc_now()
    workspace = current_workspace(request)
    return {
        "shell": Shell(request, now),
        "now": now,
        "zone": workspace.zone if workspace else ZoneInfo(DEFAULT_ZONE),
        "theme": theme_of(request),
        "LANGUAGE_CODE": get_language(),
    }
