"""Between what and what a figure lies: by proof (`Range`), or by chance (`Interval`). Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction


class Backwards(ValueError):
    """A range would end before it begins; not fit for the user."""


@dataclass(frozen=True, slots=True)
class Range:
    """From what is certain to all that anybody claims, exact; nothing here is due to chance."""

    low: Fraction | int
    high: Fraction | int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise Backwards(f"{self.low} to {self.high}")

    def map(self, change: Callable[[Fraction | int], Fraction | int]) -> Range:
        """Return the range of what a function that never falls makes of each end."""
        return Range(change(self.low), change(self.high))


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which values the true one lies, in 95 cases of 100, in the unit of its figure."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise Backwards(f"{self.low} to {self.high}")

    def times(self, factor: float) -> Interval:
        """Return it in another unit: shares from 0 to 1 times 100 are percents."""
        return Interval(self.low * factor, self.high * factor)

    def within(self, low: float, high: float) -> Interval:
        """Return it cut to what is possible at all."""
        return Interval(min(max(self.low, low), high), max(min(self.high, high), low))
