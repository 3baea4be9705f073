"""The barometer: scores of ten dimensions, the level, its caps, and how sure it is. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction
from types import MappingProxyType

from beffroi.strategy.barometer import doing, earning, hearing
from beffroi.strategy.barometer.answers import NO_ANSWERS, Answers, declared
from beffroi.strategy.barometer.facts import Facts
from beffroi.strategy.barometer.parts import Dimension, Part, half_up, known_points, score
from beffroi.strategy.barometer.telling import Subject, is_told

#: Grows when a weight, a part or a threshold changes: states of two formulas are not compared. From
#: how much on a level is told is none of these: it moves no score, it only keeps some unsaid.
VERSION = 1

WEIGHTS: Mapping[Dimension, int] = MappingProxyType(
    {
        Dimension.STRATEGY: 12,
        Dimension.PRESENCE: 8,
        Dimension.ACTIVITY: 12,
        Dimension.MEANS: 10,
        Dimension.LISTENING: 10,
        Dimension.ANSWERS: 14,
        Dimension.REPUTATION: 10,
        Dimension.MEASURING: 12,
        Dimension.WATCHING: 5,
        Dimension.LOYALTY: 7,
    }
)
#: A dimension is measured once so many of its 100 points are known: less would call a guess a
#: measure. Ours.
MEASURED_FROM = 40


class Level(IntEnum):
    """The five floors."""

    ABSENT = 0
    PRESENT = 1
    ACTIVE = 2
    STEERED = 3
    INTEGRATED = 4


#: Where each level begins.
BEGINS: Mapping[Level, int] = MappingProxyType({level: 20 * level.value for level in Level})
#: Below so many whole points, as they are shown, a dimension keeps the whole down, however good
#: the rest is.
WEAK_BELOW = 20
CAPS: Mapping[Dimension, Level] = MappingProxyType(
    {
        Dimension.STRATEGY: Level.ACTIVE,
        Dimension.ACTIVITY: Level.PRESENT,
        Dimension.ANSWERS: Level.ACTIVE,
        Dimension.MEASURING: Level.ACTIVE,
    }
)


class Known(StrEnum):
    """How a score is known."""

    MEASURED = "measured"
    DECLARED = "declared"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Score:
    """One dimension: 0 to 100, None where unknown, with the parts that it was measured by.

    The parts stand there even where too few are known to count.
    """

    dimension: Dimension
    exact: Fraction | None
    known: Known
    parts: tuple[Part, ...]

    @property
    def weight(self) -> int:
        """Its share in the whole, of 100."""
        return WEIGHTS[self.dimension]

    @property
    def value(self) -> int | None:
        """The score in whole points."""
        return None if self.exact is None else half_up(self.exact)

    @property
    def level(self) -> Level | None:
        """The level of this dimension alone."""
        return None if self.value is None else level_of(self.value)


@dataclass(frozen=True, slots=True)
class Measured:
    """The whole: 0 to 100 over the dimensions that are known, None where too few are to tell."""

    scores: tuple[Score, ...]
    total: int | None
    level: Level | None
    #: Which weak dimensions keep the level below that of the total.
    capped_by: tuple[Dimension, ...]
    #: Of 100.
    confidence: int

    def of(self, dimension: Dimension) -> Score:
        """Return the score of a dimension."""
        return self.scores[dimension - 1]

    @property
    def points_to_next(self) -> int | None:
        """How many points the next level is away; None on the highest, and where unknown."""
        if self.total is None or level_of(self.total) is Level.INTEGRATED:
            return None
        return BEGINS[Level(level_of(self.total) + 1)] - self.total


def measure(facts: Facts, answers: Answers = NO_ANSWERS) -> Measured:
    """Return the state of a company. Raises ValueError for an answer that is no choice."""
    return whole([_score(dimension, facts, answers) for dimension in Dimension])


def whole(scores: Sequence[Score]) -> Measured:
    """Return the level of ten scores, in the order of the dimensions.

    The total is their mean by weight. What is unknown counts in neither sum. There is neither total
    nor level where too little is known to tell one.
    """
    known = [(one, one.exact) for one in scores if one.exact is not None]
    weight = sum(one.weight for one, _exact in known)
    exact = sum((one.weight * value for one, value in known), Fraction(0))
    sure = confidence(scores)
    total = half_up(exact / weight) if is_told(Subject.COMPANY, known=sure) else None
    caps = [one.dimension for one in scores if _is_weak(one)] if total is not None else []
    reached = None if total is None else level_of(total)
    level = None if reached is None else min([reached, *(CAPS[one] for one in caps)])
    binding = () if reached is None else tuple(one for one in caps if CAPS[one] < reached)
    return Measured(tuple(scores), total, level, binding, sure)


def level_of(points: int) -> Level:
    """Return the level of 0 to 100 points: five of twenty each, 100 in the last."""
    return Level(min(points // 20, Level.INTEGRATED))


def confidence(scores: Sequence[Score]) -> int:
    """Return of how much the state is sure, of 100: measured counts whole, declared for half."""
    measured = sum(one.weight for one in scores if one.known is Known.MEASURED)
    said = sum(one.weight for one in scores if one.known is Known.DECLARED)
    return half_up(Fraction(2 * measured + said, 2))


def parts_of(dimension: Dimension, facts: Facts) -> tuple[Part, ...]:
    """Return the parts of a dimension, those that are unknown too."""
    return {
        Dimension.STRATEGY: lambda: doing.strategy_parts(facts.strategy),
        Dimension.PRESENCE: lambda: doing.presence_parts(facts.presence),
        Dimension.ACTIVITY: lambda: doing.activity_parts(facts.activity),
        Dimension.MEANS: lambda: doing.means_parts(facts.means),
        Dimension.LISTENING: lambda: hearing.listening_parts(facts.listening),
        Dimension.ANSWERS: lambda: hearing.answer_parts(facts.answers),
        Dimension.REPUTATION: lambda: hearing.reputation_parts(facts.reputation),
        Dimension.MEASURING: lambda: earning.measure_parts(facts.measuring),
        Dimension.WATCHING: lambda: earning.watching_parts(facts.watching),
        Dimension.LOYALTY: lambda: earning.loyalty_parts(facts.loyalty),
    }[dimension]()


def _score(dimension: Dimension, facts: Facts, answers: Answers) -> Score:
    parts = parts_of(dimension, facts)
    if known_points(parts) >= MEASURED_FROM:
        return Score(dimension, score(parts), Known.MEASURED, parts)
    said = declared(answers, dimension)
    if said is not None:
        return Score(dimension, Fraction(said), Known.DECLARED, parts)
    return Score(dimension, None, Known.UNKNOWN, parts)


def _is_weak(one: Score) -> bool:
    return one.dimension in CAPS and one.value is not None and one.value < WEAK_BELOW
