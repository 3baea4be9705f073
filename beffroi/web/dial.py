"""The ring of minutes: fifteen strokes around a circle, drawn by the server."""

from __future__ import annotations

import math
from dataclasses import dataclass

CENTRE = 60.0
RADIUS = 52.0
#: Share of each stroke's place that is drawn; the rest is the gap.
FILLED = 0.52
#: Strokes have round ends, so they start a little after the quarter.
LEAD = 0.24


@dataclass(frozen=True)
class Stroke:
    """One minute of the ring: its path, and `on` (done), `next` (planned) or nothing (free)."""

    path: str
    state: str


def strokes(*, done: int, planned: int, total: int = 15) -> list[Stroke]:
    """Return the strokes clockwise from the top; minutes beyond `total` are not drawn."""
    return [Stroke(_arc(index, total), _state(index, done, planned)) for index in range(total)]


def _state(index: int, done: int, planned: int) -> str:
    if index < done:
        return "on"
    return "next" if index < done + planned else ""


def _arc(index: int, total: int) -> str:
    start = _point((index + LEAD) / total)
    end = _point((index + LEAD + FILLED) / total)
    return f"M{start}A{RADIUS:g} {RADIUS:g} 0 0 1 {end}"


def _point(turn: float) -> str:
    angle = 2 * math.pi * turn
    return f"{CENTRE + RADIUS * math.sin(angle):.1f} {CENTRE - RADIUS * math.cos(angle):.1f}"
