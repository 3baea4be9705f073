"""What was read of a part, in words: what never was is told apart from what is unknown."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.utils import translation

from beffroi.coaching import showing
from beffroi.strategy.barometer.parts import Dimension, Part


@pytest.mark.parametrize(
    ("won", "days", "expected"),
    [
        (Fraction(0), None, "Days since a drill: never."),
        (None, None, ""),
        (Fraction(10), 3, "Days since a drill: 3."),
    ],
)
def test_what_never_was_is_no_dash(won: Fraction | None, days: int | None, expected: str) -> None:
    part = Part("drill", won, 10, (("days", days),))
    with translation.override("en"):
        assert showing.read_of(Dimension.REPUTATION, part) == expected
