"""Wall times in a zone, and the instants that they are. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from zoneinfo import ZoneInfo


class Clock(Enum):
    """How a typed wall time relates to the zone's clock changes."""

    PLAIN = "plain"
    SKIPPED = "skipped"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Moment:
    """A typed wall time in a zone. `at` is the instant chosen, aware UTC.

    SKIPPED: the clocks jump over it; `at` is an hour later on the wall, the same span after the
    last existing minute. TWICE: the clocks show it twice; `at` is the first, `later` the second.
    """

    at: datetime
    kind: Clock
    later: datetime | None = None


def moment(wall: datetime, zone: ZoneInfo, *, second: bool = False) -> Moment:
    """Place the naive wall time `wall` in `zone`. `second` takes the second of two."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    other = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first == other:
        return Moment(first, Clock.PLAIN)
    if first > other:  # fold 0 counts from before the jump: the later instant
        return Moment(first, Clock.SKIPPED)
    return Moment(other if second else first, Clock.TWICE, later=other)


def wall_of(at: datetime, zone: ZoneInfo) -> tuple[datetime, bool]:
    """Return what the clocks in `zone` show at `at`, and whether they show it a second time."""
    local = at.astimezone(zone)
    is_second = local.fold == 1 and moment(local.replace(tzinfo=None), zone).kind is Clock.TWICE
    return local.replace(tzinfo=None, fold=0), is_second
