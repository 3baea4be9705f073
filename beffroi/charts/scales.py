"""From numbers to places: scales that hold zero, with round lines. Unknown numbers take no part."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_ROUND = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high`, both known and zero between them or one of them; `ticks` are round."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def place(self, value: float, *, base: float, top: float) -> float:
        """Return where a number stands when `low` stands at `base` and `high` at `top`."""
        return base + (value - self.low) / (self.high - self.low) * (top - base)


def scale_of(values: Iterable[float | None], *, steps: int = 4, is_whole: bool = False) -> Scale:
    """Make a scale that holds all known numbers and zero, with at most `steps` steps.

    Without a number other than zero it goes from 0 to 1, with zero as its only line. `is_whole`:
    what is counted in whole things has no line between two of them. Numbers must be finite.
    """
    known = [float(value) for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    low, high = min(low, 0.0), max(high, 0.0)
    if not math.isfinite(high - low):
        raise ValueError("a scale holds finite numbers only")
    if high - low < 1e-9:
        return Scale(0.0, 1.0, (0.0,))
    return Scale(low, high, _ticks(low, high, steps=steps, is_whole=is_whole))


def _ticks(low: float, high: float, *, steps: int, is_whole: bool) -> tuple[float, ...]:
    rough = (high - low) / steps
    power = math.floor(math.log10(rough))
    if is_whole and rough < 1:
        rough, power = 1.0, 0
    factor = next(one for one in _ROUND if one * 10.0**power >= rough * (1 - 1e-9))
    first = math.ceil(_units(low, factor, power) - 1e-9)
    last = math.floor(_units(high, factor, power) + 1e-9)
    return tuple(_number(place * factor, power) for place in range(first, last + 1))


def _units(value: float, factor: int, power: int) -> float:
    return value / factor / 10.0**power


def _number(count: int, power: int) -> float:
    """Return count × 10^power, exact to the last digit that is written."""
    return float(count * 10**power) if power >= 0 else count / 10**-power
