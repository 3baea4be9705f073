"""How a state is kept, and read again as it was."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from beffroi.strategy.barometer.parts import Dimension, Part
from beffroi.strategy.barometer.rules import Known, Score


def as_json(scores: Sequence[Score]) -> list[dict[str, Any]]:
    """Return scores as a row keeps them; fractions stay exact."""
    return [
        {
            "dimension": int(one.dimension),
            "exact": None if one.exact is None else str(one.exact),
            "known": one.known.value,
            "parts": [_part(part) for part in one.parts],
        }
        for one in scores
    ]


def from_json(kept: Sequence[dict[str, Any]]) -> tuple[Score, ...]:
    """Return the scores that a row keeps."""
    return tuple(
        Score(
            Dimension(one["dimension"]),
            None if one["exact"] is None else Fraction(one["exact"]),
            Known(one["known"]),
            tuple(_read(part) for part in one["parts"]),
        )
        for one in kept
    )


def _part(part: Part) -> dict[str, Any]:
    return {
        "key": part.key,
        "won": None if part.won is None else str(part.won),
        "of": part.of,
        "inputs": [list(one) for one in part.inputs],
    }


def _read(kept: dict[str, Any]) -> Part:
    won = None if kept["won"] is None else Fraction(kept["won"])
    return Part(
        kept["key"], won, kept["of"], tuple((name, value) for name, value in kept["inputs"])
    )
