from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from beffroi.morning import rules

PARIS = ZoneInfo("Europe/Paris")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
EVERY_DAY = range(1, 8)


def due(
    at: str, *, hour: time = time(8), days: Collection[int] = EVERY_DAY, since: str = ""
) -> date | None:
    """Return the day that is due at a time of Paris."""
    return rules.due_day(
        datetime.fromisoformat(at).replace(tzinfo=PARIS),
        at=time(8),
        days=days,
        since=datetime.fromisoformat(since).replace(tzinfo=PARIS) if since else LONG_AGO,
        zone=PARIS,
    )


@pytest.mark.parametrize(
    ("at", "is_due"),
    [
        ("2026-06-16T07:59:59", False),
        ("2026-06-16T08:00:00", True),
        ("2026-06-16T11:59:59", True),
        ("2026-06-16T12:00:00", False),  # the day is under way
    ],
)
def test_a_day_is_told_from_its_hour_on_and_not_too_late(at: str, is_due: bool) -> None:
    assert due(at) == (date(2026, 6, 16) if is_due else None)


def test_only_the_days_that_were_chosen_are_told() -> None:
    monday_to_friday = range(1, 6)
    assert due("2026-06-19T08:10", days=monday_to_friday) is not None
    assert due("2026-06-20T08:10", days=monday_to_friday) is None


def test_what_is_chosen_after_its_hour_holds_from_the_next_day_on() -> None:
    assert due("2026-06-16T09:00", since="2026-06-16T08:30") is None
    assert due("2026-06-17T08:00", since="2026-06-16T08:30") is not None


def test_the_hour_is_that_of_the_clocks_on_both_sides_of_their_change() -> None:
    assert rules.leaves_at(date(2026, 3, 28), time(8), zone=PARIS).hour == 7
    assert rules.leaves_at(date(2026, 3, 29), time(8), zone=PARIS).hour == 6
    skipped = rules.leaves_at(date(2026, 3, 29), time(2, 30), zone=PARIS)
    assert skipped == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
