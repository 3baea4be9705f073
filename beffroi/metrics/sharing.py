"""Whole cents, or whole percents, cut in parts that sum to what was there. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import floor

from beffroi.metrics.figures import LessThanNothing, Number, whole

_UNIT = 100


class NothingToShareBy(ValueError):
    """An amount is to be shared by weights that are all 0, or by none; not fit for the user."""


class RefundTooLarge(ValueError):
    """More would be given back than was paid."""


def split(amount: int, weights: Sequence[Number]) -> list[int]:
    """Cut a whole amount by weights: exact parts rounded down, then the largest remainders up.

    The parts sum to `amount` and stand in the order of the weights; of equal remainders the first
    comes first. Less than nothing is cut as its opposite is. Nothing is cut into nothings, whatever
    the weights. Raises NothingToShareBy and LessThanNothing. This is the method of largest
    remainders, by which seats are given to parties (Hamilton 1792).
    """
    total = sum(weights)
    if any(weight < 0 for weight in weights):
        raise LessThanNothing(str(weights))
    if not total:
        if amount:
            raise NothingToShareBy(str(amount))
        return [0] * len(weights)
    exact = [Fraction(weight) * abs(amount) / total for weight in weights]
    parts = [floor(part) for part in exact]
    rests = sorted((floor(part) - part, place) for place, part in enumerate(exact))
    for _rest, place in rests[: abs(amount) - sum(parts)]:
        parts[place] += 1
    return parts if amount >= 0 else [-part for part in parts]


def split_refund(
    refund: int, *, paid: int, refunded_before: int, weights: Sequence[Number]
) -> list[int]:
    """Cut what is given back of an amount that was split by the same weights; parts are below 0.

    `refund` and `refunded_before` are given as positive amounts. What is left of each part is then
    what a split of the rest gives: once all is refunded, in however many steps, each part is 0,
    which splits of each refund by itself would miss by a cent. Raises RefundTooLarge.
    """
    left = paid - refunded_before
    if refund < 0 or refunded_before < 0:
        raise LessThanNothing(str(refund))
    if refund > left:
        raise RefundTooLarge(str(refund))
    before, after = split(left, weights), split(left - refund, weights)
    return [rest - part for part, rest in zip(before, after, strict=True)]


def whole_units(parts: Sequence[int], *, total: int | None = None) -> list[int]:
    """Round cents to whole units that add up, still in cents: « 588 + 322 + 186 = 1,096 ».

    Their sum is `total`, or what all parts sum to, rounded; what each leaves over is cut off, then
    the largest rests go up. A part of nothing stays nothing, and losses are rounded as gains are.
    """
    units = whole(Fraction(sum(parts) if total is None else total, _UNIT))
    kept = [part // _UNIT for part in parts]
    missing = units - sum(kept)
    ranked = sorted(
        (place for place, part in enumerate(parts) if part),
        key=lambda place: (-(parts[place] % _UNIT), place),
    )
    # Less than none is missing where losses and gains were rounded away from 0 on both sides.
    for place in ranked[:missing] if missing > 0 else ranked[len(ranked) + missing :]:
        kept[place] += 1 if missing > 0 else -1
    return [one * _UNIT for one in kept]


def running_units(parts: Sequence[int]) -> list[int]:
    """Round cents to whole units by their running sum: each sum so far is the one rounded alone."""
    ends = [whole(Fraction(end, _UNIT)) * _UNIT for end in accumulate(parts)]
    return [end - before for before, end in pairwise([0, *ends])]


def table_units(rows: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """Round a table of cents to whole units, still in cents, so that all of it adds up.

    What columns sum to is rounded as `running_units` does, and each column is cut to its own sum;
    what a row sums to is what its rounded cells sum to. Empty where there is no row.
    """
    columns = list(zip(*rows, strict=True))
    sums = running_units([sum(column) for column in columns])
    kept = [whole_units(column, total=one) for column, one in zip(columns, sums, strict=True)]
    return list(zip(*kept, strict=True))


def whole_percents(counts: Sequence[int]) -> list[int]:
    """Return whole percents that sum to 100, in the order of the counts; of nothing, each is 0."""
    return split(100, counts) if any(counts) else [0] * len(counts)
