"""How surprising a number is: exact tails of counts. Pure.

Terms are added from the number outwards, towards the side where they shrink: nothing is taken from
one that is nearly one, so a tail of 1e-12 is as exact as one of a half, and large means cost the
square root of their size.
"""

from __future__ import annotations

import math
from collections.abc import Callable

#: From here on terms add nothing to a double.
_NOTHING = 1e-17
#: Nearer to its mean than that, a variance is that of a Poisson.
_POISSON_WITHIN = 1e-6

#: P(at least so many).
Tail = Callable[[int], float]


def poisson_tail(count: int, *, mean: float) -> float:
    """Return how likely `count` or more are, where `mean` are usual and each comes alone."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    first = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    if count > mean:
        return _added(first, count, lambda at: mean / (at + 1), step=1)
    below = first * count / mean
    return 1.0 - _added(below, count - 1, lambda at: at / mean, step=-1)


def negative_binomial_tail(count: int, *, mean: float, variance: float) -> float:
    """Return how likely `count` or more are, where they come in bursts of any size.

    A variance that is not above the mean is that of a Poisson.
    """
    if mean <= 0 or variance <= mean * (1 + _POISSON_WITHIN):
        return poisson_tail(count, mean=mean)
    if count <= 0:
        return 1.0
    size = mean * mean / (variance - mean)
    again = 1 - mean / variance
    first = math.exp(
        math.lgamma(count + size)
        - math.lgamma(size)
        - math.lgamma(count + 1)
        + size * math.log(mean / variance)
        + count * math.log(again)
    )
    if count > mean:
        return _added(first, count, lambda at: again * (size + at) / (at + 1), step=1)
    below = first * count / (again * (size + count - 1))
    return 1.0 - _added(below, count - 1, lambda at: at / (again * (size + at - 1)), step=-1)


def least_count(tail: Tail, *, chance: float) -> int:
    """Return the smallest number whose tail is below `chance`."""
    low, high = 0, 1
    while tail(high) >= chance:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if tail(middle) < chance:
            high = middle
        else:
            low = middle
    return high


def _added(first: float, at: int, ratio: Callable[[int], float], *, step: int) -> float:
    """Add up terms from `first`, that of `at`; each is the one before times `ratio`."""
    total = term = first
    while term > total * _NOTHING and (step > 0 or at > 0):
        term *= ratio(at)
        total += term
        at += step
    return min(total, 1.0)
