from __future__ import annotations

import re
from datetime import date, timedelta

from django.urls import reverse

from beffroi.insight.aims import keeping
from beffroi.insight.aims.keeping import Focus
from beffroi.insight.results.tests.test_pages import text
from beffroi.sales import spending
from beffroi.sales.rules import CostKind
from beffroi.sales.spending import Purpose
from beffroi.strategy.actions import GoalWish
from beffroi.strategy.rules import Aim, Days, Measure
from tests.browsing import Browse
from tests.clock import FrozenClock
from tests.world import World

FIGURES = re.compile(r"\b\d\d?/\d\d?/\d{4}\b")


def test_costs_and_hours_have_their_days_in_words(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    begins = date(2026, 11, 1)
    for last in (begins, date(2026, 11, 30)):
        spending.note_cost(
            world.atelier,
            kind=CostKind.TOOLS,
            cents=100,
            days=(begins, last),
            note="",
            purpose=Purpose(),
            actor=world.claire,
            now=clock(),
        )
    spending.note_time(
        world.atelier,
        day=date(2026, 11, 3),
        minutes=5,
        note="",
        purpose=Purpose(),
        actor=world.claire,
        now=clock(),
    )
    page = text(browse(world.claire).get(reverse("costs")))
    assert "From 1 to 30 November 2026" in page
    assert '"meta">1 November 2026<' in page
    assert "3 November 2026" in page
    assert not FIGURES.search(page)


def test_goals_that_ended_have_their_days_in_words(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    today = clock().date()
    wish = GoalWish(Aim.SALES, Measure.POSTS, 8, Days(today, today + timedelta(days=9)))
    goal = keeping.make(world.atelier, wish, Focus(), actor=world.claire, now=clock())
    keeping.end(goal, actor=world.claire, now=clock())
    page = text(browse(world.claire).get(reverse("goals")))
    assert "From 14 to 23 September 2026" in page
    assert not FIGURES.search(page)
