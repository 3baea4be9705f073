from __future__ import annotations

import pytest

from beffroi.networks import shapes


@pytest.mark.parametrize(
    ("told", "whole", "count"),
    [
        (0, 0, 0),
        (2**31 - 1, 2**31 - 1, 2**31 - 1),
        (2**31, 2**31, None),
        (2**63, None, None),
        (10**30, None, None),
        (-1, None, None),
        (True, None, None),
        ("12", None, None),
    ],
)
def test_a_number_that_no_column_holds_is_none(
    told: int | str, whole: int | None, count: int | None
) -> None:
    """Servers of strangers say how many follow them."""
    data: shapes.Record = {"told": told}
    assert (shapes.whole(data, "told"), shapes.count(data, "told")) == (whole, count)
