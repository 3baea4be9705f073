from __future__ import annotations

import html
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.core.periods import Period
from beffroi.insight.results.periods import Beside, Fault, Step, fault_of, freely
from beffroi.insight.results.tests.bakery import FIRST, LAST, Bakery
from tests.browsing import Browse
from tests.world import World

TODAY = date(2026, 9, 14)


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


@pytest.fixture
def client(world: World, browse: Browse) -> Client:
    return browse(world.claire)


@pytest.mark.parametrize(
    ("first", "last", "beside", "fault"),
    [
        (date(2026, 9, 1), date(2026, 9, 1), Beside.BEFORE, None),
        (date(2026, 9, 2), date(2026, 9, 1), Beside.BEFORE, Fault.ENDS_FIRST),
        (date(2026, 9, 1), TODAY, Beside.BEFORE, None),
        (date(2026, 9, 1), TODAY + timedelta(days=1), Beside.BEFORE, Fault.TO_COME),
        (date.max, date.max, Beside.YEAR, Fault.TO_COME),
        (date.min, date.min, Beside.YEAR, Fault.TOO_EARLY),
        (date(2000, 1, 1), date(2000, 1, 2), Beside.BEFORE, None),
        (date(1999, 12, 31), date(2000, 1, 2), Beside.BEFORE, Fault.TOO_EARLY),
        (date(2023, 9, 15), TODAY, Beside.BEFORE, None),
        (date(2023, 9, 14), TODAY, Beside.BEFORE, Fault.TOO_LONG),
        (date(2024, 2, 29), date(2026, 9, 1), Beside.BEFORE, None),
        (date(2025, 9, 15), TODAY, Beside.YEAR, None),
        (date(2025, 9, 14), TODAY, Beside.YEAR, Fault.OVERLAPS),
    ],
)
def test_days_that_cannot_be_shown_have_a_reason(
    first: date, last: date, beside: Beside, fault: Fault | None
) -> None:
    assert fault_of(first, last, beside=beside, today=TODAY) is fault


@pytest.mark.parametrize("days", [1, 2, 31, 32, 75, 182, 183, 366, 1096])
@pytest.mark.parametrize(
    "first", [date(2000, 1, 1), date(2024, 2, 29), date(2026, 8, 31), date(2026, 9, 2)]
)
@pytest.mark.parametrize("beside", Beside)
def test_stretches_cover_the_chosen_days_and_nothing_else(
    first: date, days: int, beside: Beside
) -> None:
    period = Period(first, first + timedelta(days=days - 1))
    found = freely(period, beside=beside)
    assert [day for one in found.stretches for day in one.dates] == list(period.dates)
    assert len(found.stretches) <= 38


def test_what_stands_beside_is_as_long_or_the_same_days_of_the_year_before() -> None:
    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    assert freely(march, beside=Beside.BEFORE).before == Period(
        date(2026, 1, 29), date(2026, 2, 28)
    )
    assert freely(march, beside=Beside.YEAR).before == Period(date(2025, 3, 1), date(2025, 3, 31))


def test_a_leap_day_stands_beside_the_last_of_february() -> None:
    leap = Period(date(2024, 2, 29), date(2024, 2, 29))
    assert freely(leap, beside=Beside.YEAR).before == Period(date(2023, 2, 28), date(2023, 2, 28))


@pytest.mark.parametrize(
    ("days", "step"),
    [(31, Step.DAY), (32, Step.WEEK), (182, Step.WEEK), (183, Step.MONTH)],
)
def test_the_longer_a_period_the_longer_its_stretches(days: int, step: Step) -> None:
    period = Period(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=days - 1))
    assert freely(period, beside=Beside.BEFORE).step is step


def test_weeks_are_cut_where_the_period_ends() -> None:
    found = freely(Period(date(2026, 6, 3), date(2026, 7, 9)), beside=Beside.BEFORE)
    assert (found.stretches[0].days, found.stretches[-1].days) == (5, 4)
    assert found.is_cut
    assert not freely(Period(date(2026, 6, 1), date(2026, 7, 12)), beside=Beside.BEFORE).is_cut


def test_two_days_are_shown_beside_as_many_before(client: Client, bakery: Bakery) -> None:
    bakery.say("0.5")
    bakery.sell(FIRST, 20_000)
    asked = {"period": "free", "from": FIRST.isoformat(), "to": LAST.isoformat()}
    page = text(client.get(reverse("measure"), asked))
    assert "From 10 August to 13 September 2026, beside 6 July 2026 to 9 August 2026." in page
    assert "from=2026-08-10" in page


def test_the_downloads_are_of_the_same_days(client: Client, bakery: Bakery) -> None:
    bakery.say("0.5")
    bakery.sell(date(2026, 8, 3), 20_000)
    asked = {"period": "free", "from": "2026-08-01", "to": "2026-08-04", "table": "stretches"}
    table = b"".join(client.get(reverse("results_table"), asked))
    assert table.decode("utf-8-sig").count("\n") == 5  # the heads and four days


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-09-02", "2026-09-01", "The last day comes before the first one."),
        ("2026-09-02", "2026-09-30", "This day is still to come."),
        ("2026-02-30", "2026-03-30", "There is no day “2026-02-30”."),
        ("", "2026-03-30", "This field is required."),
        ("1990-01-01", "1990-03-30", "Choose a day from 1 January 2000 on."),
        ("2020-01-01", "2026-03-30", "These are more than 3 years."),
        ("2026-01-01\0", "x" * 500, "There is no day “xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx”."),
    ],
)
def test_bad_days_are_answered_in_a_sentence_and_stay_typed(
    client: Client, bakery: Bakery, first: str, last: str, said: str
) -> None:
    bakery.say("0.5")
    bakery.sell(FIRST, 20_000)
    asked = {"period": "free", "from": first, "to": last, "beside": "year"}
    response = client.get(reverse("measure"), asked)
    page = text(response)
    assert response.status_code == 422
    assert said in page
    assert "the usual five weeks are shown" in page
    assert '<option value="year" selected>' in page


def test_days_are_those_of_the_workspace(
    client: Client, bakery: Bakery, monkeypatch: pytest.MonkeyPatch
) -> None:
    bakery.say("0.5")
    at_night = TODAY - timedelta(days=1)
    monkeypatch.setattr(
        "beffroi.insight.results.views.utc_now",
        lambda: bakery.clock().replace(day=at_night.day, hour=22, minute=30),
    )
    asked = {"period": "free", "from": TODAY.isoformat(), "to": TODAY.isoformat()}
    assert client.get(reverse("measure"), asked).status_code == 200  # in Paris it is Monday
