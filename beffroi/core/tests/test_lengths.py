from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from beffroi.core.lengths import length


@pytest.mark.parametrize(
    ("minutes", "said"), [(0.9, "0 min"), (35, "35 min"), (120, "2 h"), (130, "2 h 10 min")]
)
def test_a_length_is_told_in_hours_and_whole_minutes(minutes: float, said: str) -> None:
    with translation.override("fr"):
        written = length(timedelta(minutes=minutes))
    assert " " not in written, "a length is never broken over two lines"
    assert written.replace("\u00a0", " ") == said
