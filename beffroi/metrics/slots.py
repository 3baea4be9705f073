"""On which days and at what time posts seem to do better, and which one to try. Pure.

A small company has too few posts for hours: seven days have five parts each. Nothing here
promises anything; a slot is proposed to be tried, one a week.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from itertools import product
from zoneinfo import ZoneInfo

from beffroi.metrics.figures import NaiveInstant
from beffroi.metrics.groups import Observed, Ranking, Score, rank

_DAYS = range(1, 8)


class Part(IntEnum):
    """A part of a day, by the hour at which it begins."""

    MORNING = 6
    NOON = 11
    AFTERNOON = 14
    EVENING = 18
    NIGHT = 22


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A part of a day of the week, 1 for Monday as in ISO 8601; a night lasts until six."""

    weekday: int
    part: Part


#: All of them, in the order of a week.
SLOTS = tuple(Slot(weekday, part) for weekday, part in product(_DAYS, Part))


@dataclass(frozen=True, slots=True)
class Published:
    """A post: when it went out, and any number that is larger where it went better."""

    at: datetime
    value: float


def slot_of(at: datetime, *, zone: ZoneInfo) -> Slot:
    """Return the slot of an instant by the local clock; small hours belong to the night before."""
    if at.tzinfo is None:
        raise NaiveInstant(str(at))
    local = at.astimezone(zone)
    if local.hour < Part.MORNING:
        return Slot((local.date() - timedelta(days=1)).isoweekday(), Part.NIGHT)
    return Slot(local.isoweekday(), max(part for part in Part if part <= local.hour))


def rank_slots(
    posts: Iterable[Published], *, zone: ZoneInfo, usual: Mapping[Slot, float] | None = None
) -> Ranking[Slot]:
    """Rank all slots by what our own posts reached, drawn towards what is `usual` there.

    `usual` comes from the network or the trade, in the unit of the values. Posts of one network
    only: values of two are not alike.
    """
    observed = (Observed(slot_of(post.at, zone=zone), post.value) for post in posts)
    return rank(observed, usual=usual, keys=SLOTS)


def slot_to_try(ranking: Ranking[Slot], *, week: date) -> Slot | None:
    """Return the one slot to try in the ISO week of a day, the same all week long.

    It is one of those with the fewest posts that could still turn out to be better than the best
    one known; never that one, nor a night. None where there is not enough to tell, or nothing
    that could be better.
    """
    best = ranking.best
    if best is None:
        return None
    hopeful = [one for one in ranking.scores if one is not best and _could_beat(one, best)]
    fewest = min((one.n for one in hopeful), default=0)
    least_known = sorted(one.key for one in hopeful if one.n == fewest)
    if not least_known:
        return None
    monday = week - timedelta(days=week.weekday())
    # Weeks in a row differ by one, also over the end of a year: each slot has its turn.
    return least_known[monday.toordinal() // 7 % len(least_known)]


def _could_beat(one: Score[Slot], best: Score[Slot]) -> bool:
    if one.key.part is Part.NIGHT or one.interval is None:
        return False
    return one.interval.high > best.score
