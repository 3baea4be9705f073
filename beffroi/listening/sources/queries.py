"""What the page of sources reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from django.db.models import Count

from beffroi.channels.models import Channel
from beffroi.listening.models import Mention, Source, SourceDoor, Stream, Watch
from beffroi.listening.sources import pacing
from beffroi.listening.sources.offers import Reach
from beffroi.listening.streams import read_for
from beffroi.workspaces.models import Workspace

_STREAM_IS_LATE_AFTER = timedelta(minutes=5)


class Health(Enum):
    """How a source is, as people are told."""

    WELL = "well"
    SOON = "soon"  # not read yet
    IDLE = "idle"  # the workspace looks for nothing
    SPENT = "spent"
    SLOW = "slow"
    UNCONNECTED = "unconnected"  # its channel has no access any more
    OFF = "off"  # by a person
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Row:
    """A source on its page. `kept` counts the mentions that came from it."""

    source: Source
    health: Health
    kept: int
    calls: int
    calls_max: int
    #: Whether a hub tells of what is new at once.
    is_told: bool = False

    @property
    def every(self) -> timedelta:
        """How long a new message waits at most before it is heard, as things go."""
        return timedelta(seconds=self.source.every_seconds)


@dataclass(frozen=True, slots=True)
class Heard:
    """A network that is heard as it happens. `heard_until` is None while nobody listens.

    `needs_channel`: it is heard through one, and none is connected.
    """

    key: str
    name: str
    heard_until: datetime | None = None
    is_late: bool = False
    needs_channel: bool = False


def rows(workspace: Workspace, *, now: datetime) -> list[Row]:
    """Return the sources that nobody removed, by name."""
    listens = Watch.objects.listening().filter(workspace=workspace).exists()
    found = Source.objects.there().filter(workspace=workspace).select_related("channel", "door")
    sources = list(found.order_by("name", "pk"))
    kept = _kept(sources)
    return [_row(one, listens=listens, kept=kept.get(one.pk, 0), now=now) for one in sources]


def streams(workspace: Workspace, reach: Reach, *, now: datetime) -> list[Heard]:
    """Return the networks that are heard as it happens, and until when they were."""
    known = {one.network: one for one in read_for(workspace).order_by("-pk")}
    connected = set(Channel.objects.of(workspace).connected().values_list("network", flat=True))
    missing = reach.by_channel - connected
    return [
        Heard(key, name, needs_channel=True)
        if key in missing
        else _heard(key, name, known.get(key), now=now)
        for key, name in reach.streamed.items()
    ]


def _heard(key: str, name: str, row: Stream | None, *, now: datetime) -> Heard:
    if row is None or row.read_at is None:
        return Heard(key, name)
    is_late = now - row.read_at > _STREAM_IS_LATE_AFTER
    return Heard(key, name, row.told_at or row.read_at, is_late)


def _kept(sources: Sequence[Source]) -> dict[int, int]:
    there = Mention.objects.there().filter(source__in=[one.pk for one in sources])
    return dict(there.order_by().values_list("source").annotate(Count("pk")))


def _row(source: Source, *, listens: bool, kept: int, now: datetime) -> Row:
    own_max, _network_max = pacing.calls_a_day(source.network)
    is_today = source.calls_on == now.astimezone(UTC).date()
    return Row(
        source=source,
        health=_health(source, listens=listens),
        kept=kept,
        calls=source.calls if is_today else 0,
        calls_max=min(source.calls_max, own_max),
        is_told=_is_told(source, now=now),
    )


def _is_told(source: Source, *, now: datetime) -> bool:
    door: SourceDoor | None = getattr(source, "door", None)
    return door is not None and source.next_at is not None and door.is_telling(now)


def _health(source: Source, *, listens: bool) -> Health:
    if source.state == Source.State.OFF:
        is_by_person = source.reason == Source.Reason.PERSON
        return Health.OFF if is_by_person else Health.OVER
    if source.channel is not None and not source.channel.is_connected:
        return Health.UNCONNECTED
    if not listens:
        return Health.IDLE
    if source.reason == Source.Reason.BUDGET:
        return Health.SPENT
    usual = {Source.State.SLOW: Health.SLOW, Source.State.READING: Health.WELL}
    return usual.get(Source.State(source.state), Health.SOON)
