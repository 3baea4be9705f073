from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.sales.orders.moments import Note, Order, of_wall, order_of, read_moment, read_utc
from beffroi.sales.orders.problems import Problem, Refused

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 28, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "utc", "note"),
    [
        ("2026-06-20T09:15:00Z", "2026-06-20T09:15", None),
        ("2026-06-20T09:15:00+02:00", "2026-06-20T07:15", None),
        ("2026-06-20 09:15:00 +0200", "2026-06-20T07:15", None),
        ("2026-06-20 09:15:00 UTC", "2026-06-20T09:15", None),
        ("2026-06-20T09:15:00.123456789Z", "2026-06-20T09:15:00.123456", None),
        ("2026-06-20 09:15:00", "2026-06-20T07:15", None),
        ("2026-01-20 09:15", "2026-01-20T08:15", None),
        ("2026-06-20", "2026-06-20T10:00", Note.DAY_ONLY),
        ("2026/06/20", "2026-06-20T10:00", Note.DAY_ONLY),
        ("25/06/2026 9h15", "2026-06-25T07:15", None),
        ("25/06/2026 à 09:15:30", "2026-06-25T07:15:30", None),
        ("06/25/2026 9:15 PM", "2026-06-25T19:15", None),
        ("06/25/2026 12:05 am", "2026-06-24T22:05", None),
        ("25.06.26, 09:15", "2026-06-25T07:15", None),
        ("04/04/2026", "2026-04-04T10:00", Note.DAY_ONLY),
        ("20 juin 2026 09:15", "2026-06-20T07:15", None),
        ("sam. 1er août 2026 à 9h00", "2026-08-01T07:00", None),
        ("June 20, 2026 9:15 am", "2026-06-20T07:15", None),
        ("20 Feb 2026", "2026-02-20T11:00", Note.DAY_ONLY),
        # clocks of Paris leap from 2 to 3 on 29 March, and show 2 to 3 twice on 25 October
        ("2026-03-29 02:30:00", "2026-03-29T01:30", Note.SKIPPED),
        ("2026-10-25T02:30:00", "2026-10-25T00:30", Note.REPEATED),
        ("2026-10-25T01:59:59", "2026-10-24T23:59:59", None),
        ("2026-10-25T03:00:00", "2026-10-25T02:00", None),
        ("2026-10-25T02:30:00+01:00", "2026-10-25T01:30", None),
    ],
)
def test_a_date_is_read_as_shops_write_it(text: str, utc: str, note: Note | None) -> None:
    found = read_moment(text, zone=PARIS, now=NOW)
    assert found.at == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert found.note is note


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem.NO_DATE),
        (" ", Problem.NO_DATE),
        ("hier", Problem.BAD_DATE),
        ("13:00", Problem.BAD_DATE),
        ("2026-02-30", Problem.BAD_DATE),
        ("32/01/2026", Problem.BAD_DATE),
        ("20/13/2026", Problem.BAD_DATE),
        ("20/06-2026", Problem.BAD_DATE),
        ("20/06/2026 13:05 pm", Problem.BAD_DATE),
        ("20/06/2026 25:00", Problem.BAD_DATE),
        ("0000-00-00 00:00:00", Problem.BAD_DATE),
        ("2026-12-31T23:59:60Z", Problem.BAD_DATE),
        ("292277026596-12-04", Problem.BAD_DATE),
        ("20 truc 2026", Problem.BAD_DATE),
        ("1" * 100_000, Problem.BAD_DATE),
        ("0001-01-01T00:00:00+14:00", Problem.BAD_DATE),
        ("9999-12-31T23:59:59+14:00", Problem.FUTURE),
        ("2026-11-30", Problem.FUTURE),
        ("1999-12-31T12:00:00Z", Problem.TOO_OLD),
        ("1970-01-01", Problem.TOO_OLD),
        ("03/04/2026", Problem.AMBIGUOUS_DATE),
        ("03/04/26 10:00", Problem.AMBIGUOUS_DATE),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(text: str, problem: Problem) -> None:
    with pytest.raises(Refused) as refused:
        read_moment(text, zone=PARIS, now=NOW)
    assert refused.value.problem is problem


def test_the_rest_of_a_table_decides_which_number_is_the_month() -> None:
    read = {
        order: read_moment("03/04/2026 12:00", zone=UTC, now=NOW, order=order).at for order in Order
    }
    assert (read[Order.DAY_FIRST].month, read[Order.DAY_FIRST].day) == (4, 3)
    assert (read[Order.MONTH_FIRST].month, read[Order.MONTH_FIRST].day) == (3, 4)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/04/2026", "25/06/2026"], Order.DAY_FIRST),
        (["03/04/2026", "06/25/2026 10:00"], Order.MONTH_FIRST),
        (["03/04/2026", "2026-06-25"], None),
        (["06/25/2026", "25/06/2026"], None),
        (["25/26/2026"], None),
        ([], None),
    ],
)
def test_one_date_proves_where_the_month_stands(texts: list[str], order: Order | None) -> None:
    assert order_of(texts) is order


def test_today_without_an_hour_is_not_in_the_future() -> None:
    morning = datetime(2026, 11, 28, 7, tzinfo=UTC)
    found = read_moment("2026-11-28", zone=PARIS, now=morning)
    assert found.at == datetime(2026, 11, 27, 23, tzinfo=UTC)


def test_a_clock_that_is_a_little_fast_is_forgiven() -> None:
    soon, late = NOW + timedelta(hours=23), NOW + timedelta(hours=25)
    assert read_utc(soon.isoformat(), now=NOW) == soon
    with pytest.raises(Refused):
        read_utc(late.isoformat(), now=NOW)


@given(st.text(max_size=80) | st.text(alphabet="0123456789/-: T+Zpmà", max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    try:
        found = read_moment(text, zone=PARIS, now=NOW)
    except Refused:
        return
    assert found.at.tzinfo is UTC
    assert found.at <= NOW + timedelta(days=1)


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2026, 11, 1)))  # noqa: DTZ001
def test_a_wall_clock_is_read_back_but_for_hours_that_never_were(wall: datetime) -> None:
    found = of_wall(wall, PARIS)
    is_same = found.at.astimezone(PARIS).replace(tzinfo=None, fold=0) == wall.replace(fold=0)
    assert is_same is (found.note is not Note.SKIPPED)
