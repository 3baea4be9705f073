"""One value of a metric, with all that a screen must say beside it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from beffroi.metrics.metric import Metric
from beffroi.metrics.ranges import Interval, Range
from beffroi.metrics.registry import metric

Number = Fraction | int


class Source(Enum):
    """Where a value comes from."""

    MEASURED = "measured"  # by Beffroi, or told by a network's interface
    IMPORTED = "imported"  # from a file
    DECLARED = "declared"  # by a person
    ESTIMATED = "estimated"  # by a network that says so, or from declared numbers


class NaiveInstant(ValueError):
    """An instant has no time zone; not fit for the user."""


class LessThanNothing(ValueError):
    """A count is below 0; not fit for the user."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where counts come from, and when they were read."""

    source: Source
    as_of: datetime

    def __post_init__(self) -> None:
        if self.as_of.tzinfo is None:
            raise NaiveInstant(str(self.as_of))


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of a metric, exact; None where it is unknown, which is never 0.

    `n` is of how many observations, `left_out` how many more could not be counted since their
    network does not tell. `interval` is what chance leaves open. Where sales have several proofs,
    `value` is what is certain, and `proven` goes from there to all that is claimed. Raises
    UnknownMetric and LessThanNothing.
    """

    metric: str
    value: Fraction | None
    n: int
    provenance: Provenance
    numerator: Number | None = None
    denominator: Number | None = None
    interval: Interval | None = None
    proven: Range | None = None
    left_out: int = 0

    def __post_init__(self) -> None:
        metric(self.metric)
        if self.n < 0 or self.left_out < 0:
            raise LessThanNothing(self.metric)

    @property
    def meaning(self) -> Metric:
        """What the value means."""
        return metric(self.metric)

    @property
    def source(self) -> Source:
        """Where it comes from."""
        return self.provenance.source

    @property
    def as_of(self) -> datetime:
        """When it was read."""
        return self.provenance.as_of

    @property
    def is_known(self) -> bool:
        """Whether there is a value at all; without, a screen shows a dash."""
        return self.value is not None

    @property
    def is_few(self) -> bool:
        """Whether the value rests on too few observations to be sure."""
        return self.is_known and self.n < self.meaning.sure_from

    def rounded(self, places: int = 0) -> Decimal | None:
        """Return the value with so many decimals, halves away from 0; None where unknown."""
        return None if self.value is None else rounded(self.value, places=places)


def rounded(value: Number, *, places: int = 0) -> Decimal:
    """Return an exact number with so many decimals; halves go away from 0, on both sides."""
    # Built from its writing: `scaleb` would cut numbers of more than 28 digits.
    return Decimal(f"{whole(Fraction(value) * 10**places)}E-{places}")


def whole(value: Number) -> int:
    """Return the nearest whole number; halves go away from 0, so that refunds mirror sales."""
    return divided(*Fraction(value).as_integer_ratio())


def divided(numerator: int, denominator: int) -> int:
    """Return the whole number nearest to a quotient, as `whole`; the denominator is above 0."""
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size


def ratio(numerator: Number | None, denominator: Number | None) -> Fraction | None:
    """Return a fraction; None where a part is unknown, or the denominator is 0."""
    if numerator is None or not denominator:
        return None
    return Fraction(numerator) / denominator


def percent(part: Number | None, of: Number | None) -> Fraction | None:
    """Return a fraction times 100; None as `ratio`."""
    found = ratio(part, of)
    return None if found is None else found * 100
