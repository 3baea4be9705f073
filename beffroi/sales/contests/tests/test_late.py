from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from beffroi.sales.contests import clearing, entering, holding
from beffroi.sales.contests.problems import CannotGoOn, Problem
from beffroi.sales.contests.rules import Typed
from beffroi.sales.contests.tests.conftest import again
from beffroi.sales.contests.tests.test_pages import (  # noqa: F401 (fixtures)
    Browse,
    browse,
    page,
    sent,
    text,
    today,
)
from beffroi.sales.models import Contest, ContestEntry, Offer
from tests.clock import FrozenClock
from tests.world import World

NAMES = ("Trop Tard", "Bien Tard")


@pytest.fixture
def late(world: World, contest: Contest, clock: FrozenClock) -> Contest:
    """One who takes part, and two who came after the end."""
    for typed, at in (([Typed("Zoé")], clock()), ([*map(Typed, NAMES)], contest.ends_at)):
        assert at is not None
        entering.add(contest, typed, entered_at=at, actor=world.claire, now=clock())
    return contest


def names() -> set[str]:
    return set(ContestEntry.objects.exclude(name="").values_list("name", flat=True))


def test_rules_that_nobody_could_read_before_the_end_are_not_published(
    world: World, written: Contest, clock: FrozenClock
) -> None:
    clock.advance(days=7)
    with pytest.raises(CannotGoOn) as refused:
        holding.publish(written, actor=world.claire, now=clock())
    assert refused.value.problem is Problem.OVER
    assert not again(written).is_public


def test_rules_that_were_published_in_time_may_be_mended_after_the_end(
    world: World, contest: Contest, clock: FrozenClock
) -> None:
    clock.advance(days=7)
    holding.say_clause(contest, "who", words="Tous.", actor=world.claire, now=clock())
    assert holding.publish(contest, actor=world.claire, now=clock()).number == 2


def test_the_page_of_a_contest_says_that_its_end_is_past(
    world: World,
    browse: Browse,  # noqa: F811
    offer: Offer,
    today: date,  # noqa: F811
) -> None:
    browser = browse(world.claire)
    browser.post(page("contest_rules", offer), sent(today))
    shown = text(browser.get(page("contest", offer)))
    assert "its end is past" in shown
    assert "Publish the rules" not in shown
    refused = text(browser.post(page("contest_publish", offer), follow=True))
    assert "Change its dates first." in refused
    later = (today + timedelta(days=3)).isoformat()
    browser.post(page("contest_rules", offer), sent(today, end_day=later, draw_day=later))
    assert "Publish the rules" in text(browser.get(page("contest", offer)))


def test_all_who_came_too_late_are_erased_at_once(
    world: World, late: Contest, clock: FrozenClock
) -> None:
    assert clearing.late_count(late) == 2
    assert clearing.erase_late(late, actor=world.claire, now=clock()) == 2
    assert names() == {"Zoé"}
    assert clearing.late_count(late) == 0
    assert clearing.erase_late(late, actor=world.claire, now=clock()) == 0
    entering.judge_again(late)
    assert late.entries.filter(left_out="").count() == 1


def test_whoever_manages_erases_those_who_came_too_late_from_the_list(
    world: World,
    browse: Browse,  # noqa: F811
    late: Contest,
) -> None:
    here, away = (
        reverse(name, args=[late.offer_id]) for name in ("contest_entries", "contest_entries_late")
    )
    browser = browse(world.claire)
    assert "2 people came too late" in text(browser.get(here))
    answer = text(browser.post(away, follow=True))
    assert "who the 2 people were that came too late is known no more" in answer
    assert names() == {"Zoé"}
    assert away not in text(browser.get(here))


def test_an_editor_erases_nobody(
    world: World,
    browse: Browse,  # noqa: F811
    late: Contest,
) -> None:
    away = reverse("contest_entries_late", args=[late.offer_id])
    browser = browse(world.karim)
    assert browser.post(away).status_code == 403
    assert away not in text(browser.get(reverse("contest_entries", args=[late.offer_id])))
    assert {*NAMES} < names()
