"""When a Google quota begins anew, and what its refusals may look like."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from beffroi.networks.families.google_errors import Refusal, next_quota_day, read_refusal


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 26, 7, 59, tzinfo=UTC), datetime(2026, 11, 26, 8, 0, tzinfo=UTC)),
        (datetime(2026, 11, 26, 8, 0, tzinfo=UTC), datetime(2026, 11, 27, 8, 0, tzinfo=UTC)),
        (datetime(2026, 7, 14, 6, 59, tzinfo=UTC), datetime(2026, 7, 14, 7, 0, tzinfo=UTC)),
        (datetime(2026, 3, 8, 9, 0, tzinfo=UTC), datetime(2026, 3, 9, 7, 0, tzinfo=UTC)),
        (datetime(2026, 11, 1, 8, 0, tzinfo=UTC), datetime(2026, 11, 2, 8, 0, tzinfo=UTC)),
    ],
    ids=["winter", "exactly", "summer", "into summer", "into winter"],
)
def test_a_quota_begins_anew_at_midnight_in_california(now: datetime, expected: datetime) -> None:
    assert next_quota_day(now) == expected


@pytest.mark.parametrize("data", [None, [], "text", {}, {"error": None}, {"error": "text"}])
def test_what_is_no_error_of_google_s_is_none(data: Any) -> None:
    assert read_refusal(data) is None


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ({}, Refusal("", (), "")),
        ({"status": "a text with spaces"}, Refusal("", (), "")),
        ({"errors": [{"reason": "one"}, {"reason": "two"}]}, Refusal("", ("one", "two"), "")),
        (
            {
                "status": "RESOURCE_EXHAUSTED",
                "details": [{"reason": "R", "metadata": {"quota_limit_value": "0"}}],
                "errors": [{"reason": "old"}],
            },
            Refusal("RESOURCE_EXHAUSTED", ("R", "old"), "0"),
        ),
        (
            {"details": [{"reason": "R", "metadata": {"quota_limit_value": 0}}]},
            Refusal("", ("R",), "0"),
        ),
        ({"details": [{"links": []}, 3], "errors": "none"}, Refusal("", (), "")),
    ],
)
def test_a_refusal_is_read_as_far_as_it_makes_sense(error: Any, expected: Refusal) -> None:
    assert read_refusal({"error": error}) == expected
