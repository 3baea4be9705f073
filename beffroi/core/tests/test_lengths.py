from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from beffroi.core.lengths import about, length


@pytest.mark.parametrize(
    ("minutes", "said"), [(0.9, "0 min"), (35, "35 min"), (120, "2 h"), (130, "2 h 10 min")]
)
def test_a_length_is_told_in_hours_and_whole_minutes(minutes: float, said: str) -> None:
    with translation.override("fr"):
        written = length(timedelta(minutes=minutes))
    assert " " not in written, "a length is never broken over two lines"
    assert written.replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "5 min"),
        (3, "5 min"),
        (12, "10 min"),
        (13, "15 min"),
        (57, "55 min"),
        (58, "1 h"),
        (63, "1 h"),
        (67, "1 h"),
        (68, "1 h 15 min"),
        (130, "2 h 15 min"),
    ],
)
def test_an_estimate_is_told_without_false_minutes(minutes: int, said: str) -> None:
    with translation.override("fr"):
        written = about(timedelta(minutes=minutes))
    assert written.replace("\u00a0", " ") == said
