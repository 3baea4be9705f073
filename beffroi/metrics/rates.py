"""Sums, rates of sums, medians and tenths: how counts of posts and messages become figures. Pure.

A rate of several posts is pooled, Σnumerator ÷ Σdenominator: a mean of their rates would let a
post that ten people saw weigh as much as one that ten thousand saw. Times have medians.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from beffroi.metrics import intervals
from beffroi.metrics.figures import Figure, LessThanNothing, Number, Provenance, percent
from beffroi.metrics.metric import Base, Unit
from beffroi.metrics.ranges import Interval
from beffroi.metrics.registry import metric


class MixedBases(ValueError):
    """Rates of unlike denominators would be pooled or compared; not fit for the user."""


class NotAdditive(ValueError):
    """Values would be added up that count the same people twice; not fit for the user."""


class NotAPart(ValueError):
    """More would be counted than there is to count; not fit for the user."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one post, day or channel counts; None where its network does not tell.

    `base` says what the denominator is: parts of another one than their metric are refused.
    """

    numerator: int | None
    denominator: int | None
    base: Base

    def __post_init__(self) -> None:
        if (self.numerator or 0) < 0 or (self.denominator or 0) < 0:
            raise LessThanNothing(str(self))


@dataclass(frozen=True, slots=True)
class Delays:
    """How long people waited, and those who still do: their delay is unknown, and not short."""

    median: Figure
    ninth: Figure
    waiting: int
    longest_wait: Number | None


def pooled(key: str, parts: Iterable[Part], *, provenance: Provenance) -> Figure:
    """Return Σnumerator ÷ Σdenominator over parts, with an interval over the parts.

    Parts of which one count is unknown are left out whole. Raises MixedBases where a part has
    another denominator than the metric.
    """
    every = list(parts)
    _check_bases(key, every)
    known = [
        (part.numerator, part.denominator)
        for part in every
        if part.numerator is not None and part.denominator is not None
    ]
    numerator = sum(part for part, _of in known) if known else None
    denominator = sum(of for _part, of in known) if known else None
    interval = intervals.pooled_rate(known)
    return Figure(
        key,
        percent(numerator, denominator),
        len(known),
        provenance,
        numerator=numerator,
        denominator=denominator,
        interval=interval.times(100) if interval else None,
        left_out=len(every) - len(known),
    )


def share(
    key: str, part: int | None, of: int | None, *, provenance: Provenance, left_out: int = 0
) -> Figure:
    """Return how many of `of` are `part`, in percent, with Wilson's interval; n is `of`.

    For shares of messages, answers or mentions, where each counts for itself. Raises NotAPart.
    """
    if part is not None and of is not None and not 0 <= part <= of:
        raise NotAPart(f"{key}: {part} of {of}")
    interval: Interval | None = None
    if part is not None and of is not None:
        interval = intervals.wilson(part, of)
    return Figure(
        key,
        percent(part, of),
        of or 0,
        provenance,
        numerator=part,
        denominator=of,
        interval=interval.times(100) if interval else None,
        left_out=left_out,
    )


def total(key: str, values: Iterable[int | None], *, provenance: Provenance) -> Figure:
    """Return the sum of what is known; None where nothing is.

    Raises NotAdditive for a metric that counts people: nobody's sum of reaches is a reach.
    """
    if not metric(key).is_additive:
        raise NotAdditive(key)
    every = list(values)
    known = [value for value in every if value is not None]
    value = Fraction(sum(known)) if known else None
    return Figure(
        key, value, len(known), provenance, numerator=value, left_out=len(every) - len(known)
    )


def single(key: str, value: Number | None, *, provenance: Provenance) -> Figure:
    """Return a count as it was told, of one post or channel: the only way to show a reach."""
    exact = None if value is None else Fraction(value)
    return Figure(key, exact, int(exact is not None), provenance, numerator=exact)


def delays(
    waited: Sequence[Number],
    *,
    still_waiting: Sequence[Number] = (),
    provenance: Provenance,
    keys: tuple[str, str] = ("frt_med", "frt_p90"),
) -> Delays:
    """Return the median and the ninth tenth of delays in minutes, and who still waits.

    Those who wait have no delay yet: they are told beside, not counted as if it were over.
    """
    if any(value < 0 for value in (*waited, *still_waiting)):
        raise LessThanNothing("a delay")
    middle, ninth = (
        Figure(key, found, len(waited), provenance, left_out=len(still_waiting))
        for key, found in zip(keys, (median(waited), tenth(waited, 9)), strict=True)
    )
    return Delays(middle, ninth, len(still_waiting), max(still_waiting, default=None))


def middle_delay(key: str, waited: Sequence[Number], *, provenance: Provenance) -> Figure:
    """Return the median of delays in minutes that have no ninth tenth beside, as resolutions."""
    return Figure(key, median(waited), len(waited), provenance)


def median(values: Iterable[Number]) -> Fraction | None:
    """Return the value in the middle, or the mean of the two there; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    half = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[half])
    return (Fraction(ordered[half - 1]) + ordered[half]) / 2


def tenth(values: Iterable[Number], place: int) -> Fraction | None:
    """Return the smallest value that `place` tenths of all do not exceed; None of nothing.

    By the nearest rank: a delay that somebody did wait, as the reviews have it too.
    """
    ordered = sorted(values)
    return Fraction(ordered[ceil(len(ordered) * place / 10) - 1]) if ordered else None


def change(now: Figure, before: Figure) -> Fraction | None:
    """Return how much more there is than before: points for rates, percents for all else.

    None where one is unknown, or where there was nothing or less. Raises MixedBases.
    """
    if now.metric != before.metric:
        raise MixedBases(f"{now.metric} and {before.metric}")
    if now.value is None or before.value is None:
        return None
    gap = now.value - before.value
    if now.meaning.unit in {Unit.PERCENT, Unit.POINTS}:
        return gap
    return percent(gap, before.value) if before.value > 0 else None


def _check_bases(key: str, parts: Sequence[Part]) -> None:
    wanted = metric(key).base
    for part in parts:
        if part.base is not wanted:
            raise MixedBases(f"{key} is of {wanted}, not of {part.base}")
