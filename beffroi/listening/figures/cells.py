"""Messages counted by what they have in common: what all figures over time are made of. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

#: How a message counts in a chart, from the ground up; `unkept` were counted and not kept.
SERIES = ("positive", "neutral", "negative", "unsure", "undefined", "unkept")
TONES = frozenset({"positive", "neutral", "negative"})
#: What is usual is a mean of whole days: of fewer it would be chance.
_USUAL_FROM = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """How many messages of one day have the same labels of `language`, on the same network."""

    day: date
    tone: str
    intent: str
    network: str
    is_unsure: bool
    count: int

    @property
    def series(self) -> str:
        """How they count: by tone, or apart where the tone is unsure or unknown."""
        if self.is_unsure:
            return "unsure"
        return self.tone if self.tone in TONES else "undefined"


@dataclass(frozen=True, slots=True)
class AspectCell:
    """How many messages of one day say the same of the same aspects, by `language.sources`."""

    day: date
    aspects: Mapping[str, str]
    count: int


@dataclass(frozen=True, slots=True)
class Day:
    """The messages of one day by series, in the order of `SERIES`."""

    day: date
    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(count for _series, count in self.parts)


@dataclass(frozen=True, slots=True)
class Volume:
    """Days in a row; `usual` is how many messages one has as a rule, None where that is unknown."""

    days: tuple[Day, ...]
    usual: float | None

    @property
    def total(self) -> int:
        """All messages of all days."""
        return sum(day.total for day in self.days)

    @property
    def unkept(self) -> int:
        """Those that were counted and not kept."""
        return sum(dict(day.parts)["unkept"] for day in self.days)


@dataclass(frozen=True, slots=True)
class Trend:
    """How many messages of each period in a row have one label."""

    key: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class AspectTrend:
    """How many messages of each period in a row praise an aspect, and blame it."""

    key: str
    praise: tuple[int, ...]
    blame: tuple[int, ...]

    @property
    def total(self) -> int:
        """All that praise or blame."""
        return sum(self.praise) + sum(self.blame)


def volume(
    cells: Iterable[Cell],
    *,
    days: Sequence[date],
    shown: int,
    since: date | None = None,
    unkept: Mapping[date, int] | None = None,
) -> Volume:
    """Return the last `shown` of `days`, and what is usual: the mean of those before the last.

    `since` is the day on which listening began: it was not whole, and those before it say nothing.
    """
    found: dict[date, Counter[str]] = {day: Counter() for day in days}
    for cell in cells:
        if cell.day in found:
            found[cell.day][cell.series] += cell.count
    for day, missed in (unkept or {}).items():
        if day in found:
            found[day]["unkept"] += missed
    told = [Day(day, tuple((name, found[day][name]) for name in SERIES)) for day in days]
    whole = [one.total for one in told[:-1] if since is None or one.day > since]
    usual = sum(whole) / len(whole) if len(whole) >= _USUAL_FROM else None
    return Volume(tuple(told[-shown:]), usual)


def trends(
    cells: Iterable[Cell],
    *,
    periods: Sequence[Sequence[date]],
    label: Callable[[Cell], str],
) -> tuple[Trend, ...]:
    """Count a label over periods, the most frequent first; messages without it are left out."""
    places = {day: place for place, period in enumerate(periods) for day in period}
    found: dict[str, list[int]] = {}
    for cell in cells:
        key, place = label(cell), places.get(cell.day)
        if key and place is not None:
            found.setdefault(key, [0] * len(periods))[place] += cell.count
    told = [Trend(key, tuple(counts)) for key, counts in found.items()]
    return tuple(sorted(told, key=lambda one: (-one.total, one.key)))


def aspect_trends(
    cells: Iterable[AspectCell], *, periods: Sequence[Sequence[date]]
) -> tuple[AspectTrend, ...]:
    """Count what is praised and blamed over periods, what is most spoken of first."""
    places = {day: place for place, period in enumerate(periods) for day in period}
    found: dict[tuple[str, str], list[int]] = {}
    for cell in cells:
        place = places.get(cell.day)
        for key, sign in cell.aspects.items() if place is not None else ():
            if sign in {"+", "-"} and place is not None:
                found.setdefault((key, sign), [0] * len(periods))[place] += cell.count
    none = [0] * len(periods)
    told = [
        AspectTrend(key, tuple(found.get((key, "+"), none)), tuple(found.get((key, "-"), none)))
        for key in {key for key, _sign in found}
    ]
    return tuple(sorted(told, key=lambda one: (-one.total, one.key)))
