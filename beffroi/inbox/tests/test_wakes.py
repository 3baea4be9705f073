from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.inbox.wakes import Wake, offered, when

PARIS = ZoneInfo("Europe/Paris")
MONTREAL = ZoneInfo("America/Montreal")


def at(text: str, zone: ZoneInfo = PARIS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "choice", "expected"),
    [
        ("2026-09-14T10:00", Wake.LATER, "2026-09-14T13:00"),
        ("2026-09-14T10:07:31", Wake.LATER, "2026-09-14T13:15"),
        ("2026-09-14T16:00", Wake.LATER, "2026-09-14T19:00"),
        ("2026-09-14T16:01", Wake.LATER, None),
        ("2026-09-14T23:30", Wake.LATER, None),
        ("2026-09-14T23:30", Wake.TOMORROW, "2026-09-15T09:00"),
        ("2026-09-14T00:10", Wake.TOMORROW, "2026-09-15T09:00"),
        ("2026-09-14T08:00", Wake.MONDAY, "2026-09-21T09:00"),  # a Monday: the next
        ("2026-09-20T23:59", Wake.MONDAY, "2026-09-21T09:00"),
        ("2026-12-31T12:00", Wake.TOMORROW, "2027-01-01T09:00"),
    ],
)
def test_each_choice_is_an_hour_on_the_wall(now: str, choice: Wake, expected: str | None) -> None:
    found = when(choice, now=at(now), zone=PARIS)
    assert found == (at(expected) if expected else None)


@pytest.mark.parametrize(
    ("now", "hours"),
    [("2026-03-28T09:00", 23), ("2026-10-24T09:00", 25), ("2026-06-01T09:00", 24)],
    ids=["the clocks go forward", "the clocks go back", "no change"],
)
def test_nine_stays_nine_when_the_clocks_change(now: str, hours: int) -> None:
    found = when(Wake.TOMORROW, now=at(now), zone=PARIS)
    assert found is not None
    assert found.astimezone(PARIS).hour == 9
    assert found - at(now).astimezone(UTC) == timedelta(hours=hours)


def test_later_counts_hours_as_they_pass() -> None:
    now = at("2026-10-25T01:30")
    found = when(Wake.LATER, now=now, zone=PARIS)
    assert found is not None
    assert found - now.astimezone(UTC) == timedelta(hours=3)
    assert found.astimezone(PARIS).isoformat() == "2026-10-25T03:30:00+01:00"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 9, 14), "2026-09-14T09:00"),
        (date(2026, 9, 13), None),
        (date(2027, 9, 15), "2027-09-15T09:00"),
        (date(2027, 9, 16), None),
        (date.max, None),
        (date.min, None),
        (None, None),
    ],
)
def test_a_day_is_one_to_come_within_a_year(day: date | None, expected: str | None) -> None:
    found = when(Wake.DAY, now=at("2026-09-14T08:00"), zone=PARIS, day=day)
    assert found == (at(expected) if expected else None)


def test_today_is_no_day_to_come_once_it_is_past_nine() -> None:
    assert when(Wake.DAY, now=at("2026-09-14T09:00"), zone=PARIS, day=date(2026, 9, 14)) is None


def test_the_zone_is_that_of_the_workspace() -> None:
    now = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)  # still the 14th in Montreal
    found = when(Wake.TOMORROW, now=now, zone=MONTREAL)
    assert found == at("2026-09-15T09:00", MONTREAL)


@given(st.integers(0, 500_000), st.sampled_from([PARIS, MONTREAL]))
def test_whatever_is_offered_is_to_come(quarters: int, zone: ZoneInfo) -> None:
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarters)
    for _choice, instant in offered(now, zone):
        assert instant > now
        assert instant.utcoffset() == timedelta(0)
