from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.core.jobs.rules import FIRST_DELAY, LONGEST_DELAY, retry_delay


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 5), (2, 10), (3, 20), (10, 2560), (11, 3600), (500, 3600)]
)
def test_the_wait_doubles_up_to_an_hour(failures: int, seconds: int) -> None:
    assert retry_delay(failures=failures, chance=1.0) == timedelta(seconds=seconds)


@given(failures=st.integers(1, 10_000), chance=st.floats(0, 1, exclude_max=True))
def test_chance_spreads_the_wait_over_its_upper_half(failures: int, chance: float) -> None:
    longest = retry_delay(failures=failures, chance=1.0)
    assert longest / 2 <= retry_delay(failures=failures, chance=chance) <= longest
    assert FIRST_DELAY <= longest <= LONGEST_DELAY
