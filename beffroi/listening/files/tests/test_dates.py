from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.listening.files.dates import is_month_first, read_date

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-06-20T09:15:00Z", "2026-06-20T09:15"),
        ("2026-06-20T09:15:00+02:00", "2026-06-20T07:15"),
        ("2026-06-20 09:15", "2026-06-20T07:15"),
        ("2026-01-20 09:15", "2026-01-20T08:15"),
        ("2026-06-20", "2026-06-20T10:00"),
        ("20/06/2026 09:15", "2026-06-20T07:15"),
        ("20/06/2026 9h15", "2026-06-20T07:15"),
        ("20/06/2026 à 09:15:30", "2026-06-20T07:15:30"),
        ("20.06.26, 09:15", "2026-06-20T07:15"),
        ("20/06/2026", "2026-06-20T10:00"),
        ("20/06/2026 1:05 PM", "2026-06-20T11:05"),
        ("20/06/2026 12:05 am", "2026-06-19T22:05"),
        ("20 juin 2026 09:15", "2026-06-20T07:15"),
        ("sam. 1er août 2026 à 9h00", "2026-08-01T07:00"),
        ("20 juil. 2026", "2026-07-20T10:00"),
        ("20 février 2026 09:15", "2026-02-20T08:15"),
        ("20 February 2026 09:15", "2026-02-20T08:15"),
        ("20 May 2026", "2026-05-20T10:00"),
        ("Sat, 20 Jun 2026 09:15:00 +0200", "2026-06-20T07:15"),
        ("1781939700", "2026-06-20T07:15"),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, utc: str) -> None:
    expected = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert read_date(text, zone=PARIS, now=NOW) == expected


@pytest.mark.parametrize("text", ["2026-06-20", "20/06/2026", "20 juin 2026"])
def test_a_day_whose_noon_is_to_come_is_noted_at_its_beginning(text: str) -> None:
    morning = datetime(2026, 6, 20, 7, tzinfo=UTC)
    expected = datetime(2026, 6, 19, 22, tzinfo=UTC)
    assert read_date(text, zone=PARIS, now=morning) == expected


@pytest.mark.parametrize(
    "text", ["", "hier", "32/01/2026", "20/13/2026", "2027-01-01", "20/06/1889", "0000-00-00", "é"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text, zone=PARIS, now=NOW) is None


@given(st.text(max_size=100))
def test_no_text_breaks_it(text: str) -> None:
    found = read_date(text, zone=PARIS, now=NOW)
    assert found is None or found <= NOW


@pytest.mark.parametrize(
    ("dates", "is_first"),
    [
        (["03/04/2026", "06/25/2026"], True),
        (["03/04/2026", "25/06/2026"], False),
        (["03/04/2026"], False),
        (["06/25/2026", "25/06/2026"], False),
        ([], False),
    ],
)
def test_one_date_proves_which_number_is_the_month(dates: list[str], is_first: bool) -> None:
    assert is_month_first(dates) is is_first


def test_a_table_of_months_first_is_read_so() -> None:
    found = read_date("03/04/2026", zone=UTC, now=NOW, month_first=True)
    assert found is not None
    assert (found.month, found.day) == (3, 4)
