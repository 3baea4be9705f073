"""What counts of visits amount to: by day or month, by device, by country. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from beffroi.links.rules import Visitor

#: Day, who came, visits, and how many people that were on the day.
Counted = tuple[date, str, int, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """Visits by people, robots and previews; `people` holds for one day, and never adds up.

    Whoever comes on two days is one person on each: nothing is kept that would tell.
    """

    visits: int = 0
    people: int = 0
    robots: int = 0
    previews: int = 0

    @property
    def again(self) -> int:
        """Visits of a day that were no first ones, or of people who cannot be told apart."""
        return self.visits - self.people

    @property
    def is_empty(self) -> bool:
        """Whether nobody came at all."""
        return not (self.visits or self.robots or self.previews)


@dataclass(frozen=True, slots=True)
class Share:
    """What one device or country has of the visits; `percent` is rounded."""

    key: str
    visits: int
    percent: int


def by_day(rows: Iterable[Counted], days: Sequence[date]) -> list[Tally]:
    """Return a tally for each of the days; what is not counted there is nought."""
    found = dict.fromkeys(days, Tally())
    for day, visitor, visits, people in rows:
        if day in found:
            found[day] = _with(found[day], visitor, visits, people)
    return [found[day] for day in days]


def by_month(rows: Iterable[Counted], days: Sequence[date]) -> dict[date, Tally]:
    """Return a tally for each month of the days, by its first day; people are left at nought."""
    found = dict.fromkeys((day.replace(day=1) for day in days), Tally())
    for day, visitor, visits, _people in rows:
        first = day.replace(day=1)
        if first in found:
            found[first] = _with(found[first], visitor, visits, 0)
    return found


def together(tallies: Iterable[Tally]) -> Tally:
    """Add visits up; people are left at nought, since those of two days may be the same."""
    all_of_them = list(tallies)
    return Tally(
        visits=sum(one.visits for one in all_of_them),
        robots=sum(one.robots for one in all_of_them),
        previews=sum(one.previews for one in all_of_them),
    )


def shares(visits: Mapping[str, int], *, most: int) -> list[Share]:
    """Return the `most` largest parts, the largest first; what is unknown ("") comes last."""
    total = sum(visits.values())
    known = Counter({key: count for key, count in visits.items() if key and count})
    ordered = sorted(known.items(), key=lambda one: (-one[1], one[0]))[:most]
    if unknown := visits.get("", 0):
        ordered.append(("", unknown))
    return [Share(key, count, round(100 * count / total)) for key, count in ordered]


def _with(tally: Tally, visitor: str, visits: int, people: int) -> Tally:
    if visitor == Visitor.PERSON:
        return replace(tally, visits=tally.visits + visits, people=tally.people + people)
    if visitor == Visitor.PREVIEW:
        return replace(tally, previews=tally.previews + visits)
    return replace(tally, robots=tally.robots + visits)
