"""A figure of a channel on one day, before it is kept. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from beffroi.insight.rules import Counted


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a channel on one day."""

    day: date
    counted: Counted
    value: int
    is_estimated: bool = False
