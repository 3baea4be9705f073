"""What screens read about deliveries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q

from beffroi.channels.advice import Advice
from beffroi.channels.models import Channel
from beffroi.channels.queries import Planned, Waiting, network_name
from beffroi.delivery.actions import open_pause
from beffroi.delivery.advice import Source, advise
from beffroi.delivery.content import Content, from_json
from beffroi.delivery.messages import explain, tell
from beffroi.delivery.models import Delivery, DeliveryFile, Pause
from beffroi.delivery.rules import NOT_LEFT, Status
from beffroi.delivery.sending import is_paused
from beffroi.workspaces.models import Workspace

_TITLE_LENGTH = 80
#: How many a lost channel names of what waits for it, and how many are read to find them.
_SOONEST, _HELD_MAX = 3, 60


SourceReader = Callable[[Delivery], Source | None]
_sources: list[SourceReader] = []


@dataclass(frozen=True, slots=True)
class LogLine:
    """One thing that happened; `opens_day` where a new day begins."""

    at: datetime
    sentence: str
    opens_day: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is known of one delivery, for whoever must judge it. `log` is oldest first."""

    delivery: Delivery
    content: Content
    network_name: str
    reason: str
    log: tuple[LogLine, ...]
    files: tuple[DeliveryFile, ...]
    source: Source | None
    advice: Advice | None
    #: The pause that keeps it here.
    pause: Pause | None = None

    @property
    def title(self) -> str:
        """The first words, by which people recognise it."""
        return title_of(self.content.text)

    @property
    def next_look_at(self) -> datetime | None:
        """When the network is searched next; None: nothing is being searched."""
        is_searched = self.delivery.state in {Status.UNKNOWN, Status.RECONCILING}
        return self.delivery.check_after if is_searched else None


def register_source(read: SourceReader) -> None:
    """Have `read` tell which page asked for a delivery; None: none that it knows of."""
    _sources.append(read)


def title_of(text: str) -> str:
    """Return the first line of `text`, by which people recognise it."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if len(first) <= _TITLE_LENGTH else f"{first[: _TITLE_LENGTH - 1].rstrip()}…"


def dossier(delivery: Delivery, *, zone: ZoneInfo) -> Dossier:
    """Return all that is known of `delivery`; days of the log are those of `zone`."""
    name = network_name(delivery.channel.network)
    content = from_json(delivery.content)
    pictures = delivery.files.select_related("file")
    source = next((found for read in _sources if (found := read(delivery))), None)
    return Dossier(
        delivery=delivery,
        content=content,
        network_name=name,
        reason=explain(delivery, name=name),
        log=tuple(_log(delivery, name=name, zone=zone)),
        files=() if content.link_card else tuple(pictures),  # the card's own is no picture of it
        source=source,
        advice=advise(delivery, name=name, source=source),
        pause=_pause_of(delivery),
    )


def current_pause(workspace: Workspace) -> Pause | None:
    """Return the open pause of a workspace, with who began it."""
    rows = Pause.objects.filter(workspace=workspace, ended_at=None)
    return rows.select_related("began_by").first()


def is_kept_back(prefix: str = "") -> ExpressionWrapper[Q]:
    """Tell, of rows that reach a post's delivery by `prefix`, whether a pause keeps it here."""
    pauses = Pause.objects.filter(workspace_id=OuterRef(f"{prefix}workspace_id"), ended_at=None)
    waits = Q(**{f"{prefix}status__in": sorted(state.value for state in NOT_LEFT)})
    is_free = Q(**{f"{prefix}let_through__isnull": False, f"{prefix}let_through__ended_at": None})
    return ExpressionWrapper(waits & Exists(pauses) & ~is_free, output_field=BooleanField())


def waiting_by_channel(workspace: Workspace) -> Mapping[int, Waiting]:
    """Return, by channel, what has yet to leave; titles only of what lacks a connection then."""
    rows = Delivery.objects.of(workspace).on_their_way().filter(follows=None)
    comes_after = Q(due_at__gte=F("channel__access_ends_at"))
    counts = rows.values("channel_id").order_by("channel_id")
    counts = counts.annotate(number=Count("id"), at_risk=Count("id", filter=comes_after))
    held = rows.filter(~Q(channel__status=Channel.Status.CONNECTED) | comes_after)
    soonest: defaultdict[int, list[Planned]] = defaultdict(list)
    for row in held.order_by("due_at", "id")[:_HELD_MAX]:
        if len(soonest[row.channel_id]) < _SOONEST:
            title = title_of(from_json(row.content).text)
            soonest[row.channel_id].append(Planned(row.due_at, title))
    return {
        row["channel_id"]: Waiting(
            row["number"], tuple(soonest[row["channel_id"]]), at_risk=row["at_risk"]
        )
        for row in counts
    }


def _pause_of(delivery: Delivery) -> Pause | None:
    waits = delivery.state in NOT_LEFT
    return open_pause(delivery.workspace_id) if waits and is_paused(delivery) else None


def _log(delivery: Delivery, *, name: str, zone: ZoneInfo) -> list[LogLine]:
    lines: list[LogLine] = []
    day = None
    for event in delivery.events.select_related("actor"):
        today = event.at.astimezone(zone).date()
        lines.append(LogLine(event.at, tell(event, name=name), opens_day=today != day))
        day = today
    return lines
