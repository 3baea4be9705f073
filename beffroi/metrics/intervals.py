"""How far chance may have moved a figure: 95 cases of 100, closed formulas, no drawing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from beffroi.metrics.ranges import Interval

#: Of a normal distribution, for 95 of 100.
Z = 1.959964
#: Of Student's distribution, for 95 of 100, by degrees of freedom from 1 to 30 (any table).
_T = (
    *(12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281),
    *(2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860),
    *(2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423),
)


def wilson(part: int, whole: int, *, z: float = Z) -> Interval | None:
    """Return the interval of a share, from 0 to 1; None where there is nothing to share.

    `z` is how sure: 1.96 standard deviations for 95 cases of 100.

    E. B. Wilson 1927, doi.org/10.1080/01621459.1927.10502953: never outside of 0 and 1, and not
    empty where nobody or everybody is counted.
    """
    if whole <= 0:
        return None
    share, square = part / whole, z * z
    middle = share + square / (2 * whole)
    reach = z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    scale = 1 + square / whole
    return Interval(
        min(share, max(0.0, (middle - reach) / scale)),
        max(share, min(1.0, (middle + reach) / scale)),
    )


def balance(plus: int, minus: int, whole: int) -> Interval | None:
    """Return the interval of (plus − minus) ÷ whole, from -1 to 1; None of nothing.

    Of two shares of the same answers, as those of NPS and of a balance of tones. With two answers
    more, one on each side, so that few are never sure: A. Agresti and Y. Min 2005,
    doi.org/10.1002/sim.1781. The plain formula, which is usually told of NPS, is too narrow for few
    answers, and has no width at all where everybody says the same.
    """
    if whole <= 0:
        return None
    number = whole + 2
    mean = (plus - minus) / number
    spread = (plus + minus + 1) / number - mean * mean
    reach = Z * sqrt(spread / number)
    return Interval(mean - reach, mean + reach).within(-1, 1)


def difference(part: int, whole: int, *, part_before: int, whole_before: int) -> Interval | None:
    """Return the interval of a share less an earlier one, from -1 to 1; None where one is unknown.

    Of two shares of different people or times: R. G. Newcombe 1998, method 10,
    doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.
    """
    now, before = wilson(part, whole), wilson(part_before, whole_before)
    if now is None or before is None:
        return None
    share, share_before = part / whole, part_before / whole_before
    gap = share - share_before
    down = sqrt((share - now.low) ** 2 + (before.high - share_before) ** 2)
    up = sqrt((now.high - share) ** 2 + (share_before - before.low) ** 2)
    return Interval(gap - down, gap + up).within(-1, 1)


def mean(values: Sequence[float]) -> Interval | None:
    """Return the interval of a mean by Student's distribution; None of fewer than two values."""
    count = len(values)
    if count < 2:
        return None
    middle = sum(values) / count
    return _student(middle, sum((value - middle) ** 2 for value in values), count)


def mean_of_sums(total: int, squares: int, count: int) -> Interval | None:
    """Return the interval of a mean of whole notes: of their sum, and that of their squares."""
    if count < 2:
        return None
    return _student(total / count, (squares * count - total * total) / count, count)


def _student(middle: float, squares: float, count: int) -> Interval:
    reach = student(count - 1) * sqrt(squares / (count - 1) / count)
    return Interval(middle - reach, middle + reach)


def pooled_rate(pairs: Sequence[tuple[int, int]]) -> Interval | None:
    """Return the interval of Σnumerator ÷ Σdenominator over posts; None of fewer than two.

    Posts are what varies, not the people who saw them: an interval of shares (`wilson`) over all
    who were reached would be far too narrow, since those of one post act alike. The spread is that
    of a ratio estimator: W. G. Cochran, Sampling Techniques, 1977, equation 6.10.
    """
    count, whole = len(pairs), sum(denominator for _numerator, denominator in pairs)
    if count < 2 or whole <= 0:
        return None
    rate = sum(numerator for numerator, _denominator in pairs) / whole
    rests = sum((numerator - rate * denominator) ** 2 for numerator, denominator in pairs)
    reach = student(count - 1) * sqrt(rests * count / (count - 1)) / whole
    return Interval(max(0.0, rate - reach), rate + reach)


def student(freedom: int) -> float:
    """Return so many standard errors hold 95 cases of 100, by degrees of freedom from 1 on.

    Beyond the table by the expansion of Cornish and Fisher, right to four digits.
    """
    if freedom <= len(_T):
        return _T[freedom - 1]
    first = (Z**3 + Z) / (4 * freedom)
    second = (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * freedom**2)
    return Z + first + second
