"""What reviews praise and complain of, month by month. Pure.

A row says of each aspect what its text says: “+”, “=” or “-”, as `language.sources` has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from beffroi.language.sources import ASPECTS
from beffroi.reviews.figures import FEW, month_of

_PRAISE, _NEITHER, _COMPLAINT = "+", "=", "-"
_SAID = frozenset({_PRAISE, _NEITHER, _COMPLAINT})


@dataclass(frozen=True, slots=True)
class Said:
    """What one review says of which aspects, and when."""

    written_at: datetime
    aspects: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AspectMonth:
    """How many reviews of one month speak of an aspect: `n` counts neither side too."""

    first: date
    praise: int
    complaints: int
    n: int


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect over the months."""

    key: str
    months: tuple[AspectMonth, ...]

    @property
    def praise(self) -> int:
        """How many reviews praise it."""
        return sum(month.praise for month in self.months)

    @property
    def complaints(self) -> int:
        """How many reviews complain of it."""
        return sum(month.complaints for month in self.months)

    @property
    def n(self) -> int:
        """How many reviews speak of it."""
        return sum(month.n for month in self.months)

    @property
    def is_few(self) -> bool:
        """Whether so few speak of it that nothing follows."""
        return self.n < FEW


def by_month(rows: Iterable[Said], *, months: Sequence[date], zone: ZoneInfo) -> tuple[Aspect, ...]:
    """Return every aspect that somebody speaks of, those most spoken of first.

    An aspect or a sign that is not known counts as not said; so does what lies outside `months`.
    """
    counts: dict[str, dict[date, dict[str, int]]] = {key: {} for key in ASPECTS}
    wanted = frozenset(months)
    for row in rows:
        first = month_of(row.written_at, zone=zone)
        if first in wanted:
            _count(counts, row.aspects, first)
    found = (
        Aspect(key, tuple(_month(first, of_month.get(first, {})) for first in months))
        for key, of_month in counts.items()
    )
    said = (aspect for aspect in found if aspect.n)
    return tuple(sorted(said, key=lambda aspect: (-aspect.n, ASPECTS.index(aspect.key))))


def _count(
    counts: dict[str, dict[date, dict[str, int]]], aspects: Mapping[str, str], first: date
) -> None:
    for key, sign in aspects.items():
        if key in counts and sign in _SAID:
            signs = counts[key].setdefault(first, dict.fromkeys(_SAID, 0))
            signs[sign] += 1


def _month(first: date, signs: Mapping[str, int]) -> AspectMonth:
    return AspectMonth(
        first=first,
        praise=signs.get(_PRAISE, 0),
        complaints=signs.get(_COMPLAINT, 0),
        n=sum(signs.values()),
    )
