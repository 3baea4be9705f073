"""By how much one group of posts lies above another, without trusting any one post. Pure.

What posts bring is skewed: most bring little, one brings much, and a mean follows that one. So the
groups are compared by ranks: the shift is the median of all differences between a post of the one
and a post of the other (J. L. Hodges and E. L. Lehmann 1963, doi.org/10.1214/aoms/1177704172), and
its interval are two of those differences, counted from both ends as the test of H. B. Mann and
D. R. Whitney 1947 (doi.org/10.1214/aoms/1177730491) allows. It supposes no form of distribution.
Where values are alike, the interval is only wider than needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import comb, floor, sqrt
from statistics import NormalDist

import numpy as np

from beffroi.metrics.ranges import Interval

#: Up to so many posts in the smaller group chances are counted, not taken from a curve.
_EXACT_UP_TO = 10


def shift(ours: Sequence[float], others: Sequence[float], *, chance: float) -> Interval | None:
    """Return where the shift of one group above another lies, wrong in `chance` of all cases.

    None where so few posts could tell nothing at that chance.
    """
    few, many = sorted((len(ours), len(others)))
    from_end = differences_left_out(few, many, chance=chance) if few else 0
    if not from_end:
        return None
    gaps = np.sort(np.subtract.outer(np.asarray(ours), np.asarray(others)), axis=None)
    return Interval(float(gaps[from_end - 1]), float(gaps[-from_end]))


@lru_cache(maxsize=4096)
def differences_left_out(few: int, many: int, *, chance: float) -> int:
    """Return which difference from each end bounds the interval, from 1; 0: none is far enough.

    Beyond ten posts by a normal curve, whose tails are the heavier ones: it errs on the wide side.
    """
    if few <= _EXACT_UP_TO:
        return _counted(few, many, comb(few + many, few) * chance / 2)
    spread = sqrt(few * many * (few + many + 1) / 12)
    return max(0, floor(few * many / 2 + NormalDist().inv_cdf(chance / 2) * spread))


def _counted(few: int, many: int, allowed: float) -> int:
    """Return in how many of the lowest sums of ranks no more than `allowed` orders of posts end."""
    met = 0
    for rank, orders in enumerate(_orders(few, many)):
        met += orders
        if met > allowed:
            return rank
    return few * many // 2


@lru_cache(maxsize=1024)
def _orders(few: int, many: int) -> list[int]:
    """Return how many orders of two groups have each sum, as a Gaussian binomial coefficient."""
    found = [1] + [0] * (few * many // 2)
    for step in range(1, few + 1):
        for place in range(len(found) - 1, many + step - 1, -1):
            found[place] -= found[place - many - step]
        for place in range(step, len(found)):
            found[place] += found[place - step]
    return found
