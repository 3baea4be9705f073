"""In what tone something is spoken of, and how sure that is. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from beffroi.listening.figures.cells import Cell
from beffroi.metrics import intervals
from beffroi.metrics.ranges import Interval

#: A balance of fewer messages says nothing.
BALANCE_FROM = 30
#: Fewer messages lean nowhere.
LEANING_FROM = 10


class Leaning(Enum):
    """What most messages are, as far as their number tells."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    MIXED = "mixed"
    FEW = "few"


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
        """Between which balances, from -100 to 100, the true one is; None where there is none."""
        if self.balance is None:
            return None
        found = intervals.balance(self.positive, self.negative, self.known)
        return found and found.times(100)

    @property
    def negative_share(self) -> Interval | None:
        """Where the share of negative messages is; None without any message."""
        return intervals.wilson(self.negative, self.known)

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
            found = intervals.wilson(part, said)
            if found and found.low > 1 / 2:
                return leaning
        return Leaning.MIXED


def tone_of(cells: Iterable[Cell]) -> Tone:
    """Count messages by tone; what is to be checked counts apart, whatever tone it seems."""
    found = {"positive": 0, "neutral": 0, "negative": 0, "unsure": 0, "undefined": 0}
    for cell in cells:
        found[cell.series] += cell.count
    return Tone(**found)
