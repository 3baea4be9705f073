"""In what tone something is spoken of, and how sure that is. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import sqrt

from beffroi.listening.figures.cells import Cell

#: A balance of fewer messages says nothing.
BALANCE_FROM = 30
#: Fewer messages lean nowhere.
LEANING_FROM = 10
#: Of a normal distribution, for 95 of 100.
_SURE = 1.959964


class Leaning(Enum):
    """What most messages are, as far as their number tells."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    MIXED = "mixed"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which shares, from 0 to 1, the true one is, in 95 cases of 100."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tone:
    """How many messages are in which tone; `unsure` are to be checked, `undefined` have none."""

    positive: int = 0
    neutral: int = 0
    negative: int = 0
    unsure: int = 0
    undefined: int = 0

    @property
    def known(self) -> int:
        """Those whose tone counts."""
        return self.positive + self.neutral + self.negative

    @property
    def total(self) -> int:
        """All of them."""
        return self.known + self.unsure + self.undefined

    @property
    def balance(self) -> int | None:
        """(P − N) / (P + N + U) × 100, from -100 to 100; None of fewer than `BALANCE_FROM`.

        Another formula goes by the name of net sentiment, P / (P + N): that one is not used here.
        """
        if self.known < BALANCE_FROM:
            return None
        return round(100 * (self.positive - self.negative) / self.known)

    @property
    def balance_range(self) -> Interval | None:
        """Between which balances, from -100 to 100, the true one is; None where there is none.

        In 95 cases of 100; of a difference of two shares of the same messages, with two messages
        more, so that few are never sure (Agresti and Min 2005, doi.org/10.1002/sim.1781).
        """
        if self.balance is None:
            return None
        number = self.known + 2
        mean = (self.positive - self.negative) / number
        spread = (self.positive + self.negative + 1) / number - mean * mean
        reach = _SURE * sqrt(spread / number)
        return Interval(max(-100.0, 100 * (mean - reach)), min(100.0, 100 * (mean + reach)))

    @property
    def negative_share(self) -> Interval | None:
        """Where the share of negative messages is; None without any message."""
        return wilson(self.negative, self.known)

    @property
    def leaning(self) -> Leaning:
        """What most are: more of one than of the other beyond chance, or too few to tell."""
        said = self.positive + self.negative
        if self.known < LEANING_FROM:
            return Leaning.FEW
        if 2 * said < self.known:
            return Leaning.NEUTRAL
        for part, leaning in (
            (self.negative, Leaning.NEGATIVE),
            (self.positive, Leaning.POSITIVE),
        ):
            found = wilson(part, said)
            if found and found.low > 1 / 2:
                return leaning
        return Leaning.MIXED


def wilson(part: int, whole: int, *, z: float = _SURE) -> Interval | None:
    """Return the interval of a share (Wilson 1927); None where there is nothing to share.

    `z` is how sure: 1.96 standard deviations for 95 cases of 100.
    """
    if whole == 0:
        return None
    share, square = part / whole, z * z
    middle = share + square / (2 * whole)
    reach = z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    scale = 1 + square / whole
    return Interval(max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale))


def tone_of(cells: Iterable[Cell]) -> Tone:
    """Count messages by tone; what is to be checked counts apart, whatever tone it seems."""
    found = {"positive": 0, "neutral": 0, "negative": 0, "unsure": 0, "undefined": 0}
    for cell in cells:
        found[cell.series] += cell.count
    return Tone(**found)
