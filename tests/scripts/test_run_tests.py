from __future__ import annotations

import pytest

from scripts.run_tests import verdict


@pytest.mark.parametrize(
    ("codes", "expected"),
    [([0, 0], 0), ([1, 0], 1), ([0, 2], 2), ([0, 5], 0), ([1, 5], 1), ([5, 5], 5)],
)
def test_a_part_without_tests_of_one_database_fails_only_without_any(
    codes: list[int], expected: int
) -> None:
    assert verdict(codes) == expected
