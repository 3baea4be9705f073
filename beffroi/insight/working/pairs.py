"""Two posts held against each other, day by day of their lives. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from beffroi.metrics.comparing import (
    Comparison,
    Leader,
    Look,
    Variant,
    compare,
    evidences,
    looks_between,
)

#: What decides: the promise of `metrics.comparing` holds from there on.
EVIDENCE_NEEDED = 20


@dataclass(frozen=True, slots=True)
class Life:
    """What a post gained by day: displays and interactions; a day without either gained none."""

    begins: date
    counted_until: date
    displays: Mapping[date, int]
    interactions: Mapping[date, int]

    @property
    def days(self) -> int:
        """How many of its days are counted."""
        return max(0, (self.counted_until - self.begins).days + 1)


@dataclass(frozen=True, slots=True)
class DayLook:
    """What came in since the look before, and the evidence after it; the first day is 1."""

    day: int
    look: Look
    evidence: float


@dataclass(frozen=True, slots=True)
class Told:
    """What two posts tell of each other so far."""

    found: Comparison
    looks: tuple[DayLook, ...]

    @property
    def is_decided(self) -> bool:
        """Whether one of them is better, once and for all."""
        return self.found.leader is not Leader.NONE


def hold(first: Life, second: Life) -> Told:
    """Compare two posts by each day that both of them lived, as if they had gone out together.

    A day on which a network counts more interactions than displays is looked at with the next one.
    """
    dated = [(day, look) for day, look in _looks(first, second) if _says_something(look)]
    every = [look for _day, look in dated]
    shown = tuple(
        DayLook(day, look, evidence)
        for (day, look), (evidence, _leader) in zip(dated, evidences(every), strict=True)
    )
    return Told(compare(every), shown)


def _looks(first: Life, second: Life) -> Iterator[tuple[int, Look]]:
    counts = [Look(*pair) for pair in zip(_growing(first), _growing(second), strict=False)]
    known = 0
    for day in range(1, len(counts) + 1):
        looks = list(looks_between(counts[:day]))
        if len(looks) > known:
            known = len(looks)
            yield day, looks[-1]


def _growing(life: Life) -> Sequence[Variant]:
    """Return how much a post has gained at the end of each of its days.

    Counts that no rate can be made of stand as the last that one could.
    """
    displays = interactions = 0
    found = [Variant(0, 0)]
    for number in range(life.days):
        day = life.begins + timedelta(days=number)
        displays += life.displays.get(day, 0)
        interactions += life.interactions.get(day, 0)
        is_rate = 0 <= interactions <= displays
        found.append(Variant(interactions, displays) if is_rate else found[-1])
    return found[1:]


def _says_something(look: Look) -> bool:
    return bool(look.first.trials or look.second.trials)
