from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from beffroi.company import actions
from beffroi.company.rules import Delay, Kind, Measure
from beffroi.insight.reports import writing
from beffroi.insight.reports.facts import Messages
from beffroi.insight.results.tests.bakery import Bakery
from beffroi.insight.results.tests.test_pages import text
from tests.browsing import Browse
from tests.world import World

SUNDAY, FRIDAY = date(2026, 9, 13), date(2026, 9, 11)
TOLD = "in opening hours: while you are closed nobody counts as waiting"


def test_a_median_of_nothing_says_that_closed_hours_do_not_count(
    world: World, browse: Browse, bakery: Bakery
) -> None:
    bakery.say()
    week = [((9 * 60, 18 * 60),)] * 5 + [(), ()]
    actions.say_hours(bakery.workspace, week=week, actor=world.claire, now=bakery.clock())
    bakery.answer(SUNDAY, 50)
    client = browse(world.claire)
    page = text(client.get(reverse("measure")))
    assert "0 min" in page
    assert TOLD in page
    by_clock = {Kind.OTHER: Delay(60, Measure.CLOCK)}
    actions.promise(bakery.workspace, delays=by_clock, actor=world.claire, now=bakery.clock())
    page = text(client.get(reverse("measure")))
    assert "50 min" in page
    assert TOLD not in page
    assert "median, by the clock; promised: 1 hour" in page


def test_a_median_of_some_time_says_no_more_than_that(
    world: World, browse: Browse, bakery: Bakery
) -> None:
    bakery.say()
    week = [((9 * 60, 18 * 60),)] * 5 + [(), ()]
    actions.say_hours(bakery.workspace, week=week, actor=world.claire, now=bakery.clock())
    bakery.answer(FRIDAY, 50)
    assert TOLD not in text(browse(world.claire).get(reverse("measure")))


@pytest.mark.parametrize(
    ("counts_opening_hours", "said"),
    [(True, "less than a minute of your opening hours"), (False, "less than a minute")],
)
def test_a_report_says_by_which_hours_nobody_waited(
    *, counts_opening_hours: bool, said: str
) -> None:
    told = Messages(4, 0, 0, 4, is_in_opening_hours=counts_opening_hours)
    with translation.override("en"):
        assert writing.delay(told) == said
