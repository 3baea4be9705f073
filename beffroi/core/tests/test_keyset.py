from __future__ import annotations

from datetime import UTC, datetime

import pytest

from beffroi.core.keyset import Cursor, parse_cursor


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "~",
        "x~1",
        "2026-09-14T08:00:00+00:00",
        "2026-09-14T08:00:00+00:00~",
        "2026-09-14T08:00:00+00:00~-1",
        f"2026-09-14T08:00:00+00:00~{2**63}",
        "0001-01-01T00:00:00+14:00~1",
        "9999-12-31T23:59:59-14:00~1",
        "2026-09-14T08:00:00+00:00~" + "9" * 5000,
        "2026-09-14T08:00:00~1",
        "\0~1",
    ],
)
def test_what_is_no_cursor_of_ours_is_none(typed: str) -> None:
    assert parse_cursor(typed) is None


def test_it_reads_what_it_wrote() -> None:
    cursor = Cursor(datetime(2026, 9, 14, 8, 0, 1, 234567, tzinfo=UTC), 42)
    assert parse_cursor(str(cursor)) == cursor
