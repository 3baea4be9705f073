"""What a score is made of: parts with points, and the numbers that each was read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

Value = int | bool | str | None


class Dimension(IntEnum):
    """The ten sides of a company's maturity, in their order."""

    STRATEGY = 1
    PRESENCE = 2
    ACTIVITY = 3
    MEANS = 4
    LISTENING = 5
    ANSWERS = 6
    REPUTATION = 7
    MEASURING = 8
    WATCHING = 9
    LOYALTY = 10


@dataclass(frozen=True, slots=True)
class Part:
    """Some points of a dimension: how many were won, of how many. None won: it is unknown."""

    key: str
    won: Fraction | None
    of: int
    #: What it was read from, by name.
    inputs: tuple[tuple[str, Value], ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether it counts."""
        return self.won is not None

    @property
    def missing(self) -> Fraction:
        """The points that can still be won; none of what is unknown."""
        return Fraction(0) if self.won is None else self.of - self.won


def half_up(value: Fraction) -> int:
    """Return the nearest whole number; a half goes up."""
    return int((value + Fraction(1, 2)) // 1)


def yes(key: str, held: bool | None, *, of: int, **inputs: Value) -> Part:
    """All points where it holds, none where it does not."""
    won = None if held is None else Fraction(of if held else 0)
    return Part(key, won, of, tuple(inputs.items()))


def share(key: str, number: int | None, out_of: int | None, *, of: int, **inputs: Value) -> Part:
    """Points as `number` is to `out_of`, all at most. Unknown where `out_of` is zero."""
    is_known = number is not None and out_of is not None and out_of > 0
    won = None
    if is_known:
        assert number is not None and out_of is not None  # noqa: S101, PT018 - said just above
        won = of * max(Fraction(0), min(Fraction(1), Fraction(number, out_of)))
    return Part(key, won, of, tuple(inputs.items()))


def score(parts: Sequence[Part]) -> Fraction | None:
    """Return 0 to 100 over the parts that are known; None where none is.

    What is unknown is left out of both sums: it never lowers a score, nor raises one.
    """
    known = [part for part in parts if part.won is not None]
    whole = sum(part.of for part in known)
    if not whole:
        return None
    return 100 * sum((part.won for part in known if part.won is not None), Fraction(0)) / whole


def known_points(parts: Sequence[Part]) -> int:
    """Return how many of the points of a dimension are known, of 100."""
    return sum(part.of for part in parts if part.is_known)
