"""A whole day within its quarter of an hour, and a Monday: minutes as the product tells them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from beffroi.core.clock import utc_now
from beffroi.routines.models import PutOff, Routine
from beffroi.routines.rules import Kind
from beffroi.web.rules import MINUTES_A_DAY
from beffroi.web.tests import morning
from tests.browser import daily
from tests.browser.browsing import leaving, signed_in, visit
from tests.browser.keyboard import Keyboard
from tests.world import World

OVER = "C’est fini pour aujourd’hui"
MINUTES = re.compile(r"(\d+)\s?min")
PEOPLE = ("Sandrine Lemoine", "Léa Bonnet", "Marc Tison", "Julien Renard")
ANSWER = "Merci, et à samedi."

Press = Callable[[Page, str], None]


def say(figure: str) -> None:
    """Tell a figure to whoever runs the journey with -s."""
    sys.stdout.write(f"{figure}\n")


def by_pointer(page: Page, wanted: str) -> None:
    with leaving(page):
        page.locator(wanted).first.click()


def by_keys(page: Page, wanted: str) -> None:
    Keyboard(page).press(wanted)


def a_days_cards(world: World) -> None:
    """Four people, a failed delivery, a post for a yes, and one thing that may wait."""
    now = utc_now()
    bluesky = morning.channel(world.atelier, now=now)
    for hours, person in enumerate(PEOPLE, start=1):
        due_at = now + timedelta(days=3)
        morning.conversation(bluesky, now=now, person=person, hours=9 - hours, due_at=due_at)
    morning.delivery(bluesky, now=now, status="failed", refused_field="media")
    morning.post(bluesky, author=world.karim, now=now)


def settle(page: Page, press: Press, *, settled: list[str]) -> int:
    """Do what the card in front asks for, and return the minutes that it tells."""
    card = page.locator("section[aria-labelledby=front] > *").first
    told = MINUTES.search(card.locator("header").inner_text())
    assert told is not None
    settled.append(page.locator("#front").inner_text())
    if page.locator("#id_text").count():
        page.locator("#id_text").fill(ANSWER)
        press(page, "main .btn--primary")
    elif page.locator("main form[action$='/acknowledgement/']").count():
        press(page, "main form[action$='/acknowledgement/'] button")
    else:
        press(page, "main .btn--primary")
    return int(told[1])


@pytest.mark.parametrize("press", [by_pointer, by_keys], ids=["pointer", "keys"])
def test_a_days_cards_are_settled_within_its_quarter_of_an_hour(
    browser: Browser,
    origin: str,
    world: World,
    press: Press,
) -> None:
    a_days_cards(world)
    minutes, settled = 0, list[str]()
    with visit(browser, origin, reduced_motion="reduce") as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go("/")
        with leaving(page):
            page.locator("a.row", has_text=PEOPLE[-1]).click()
        expect(page.locator("#front")).to_have_text(PEOPLE[-1])
        press(page, "button[form=tomorrow]")
        while page.locator("#front").count():
            minutes += settle(page, press, settled=settled)
            assert len(settled) <= len(PEOPLE) + 2, settled
        expect(page.locator("h1")).to_have_text(OVER)
        end = page.locator("main").inner_text()
        assert "remis une carte à demain" in end
        assert re.search(r"Réponses\s+3", end)
        assert re.search(r"Publication\s+1", end)
        assert re.search(r"Alerte\s+0", end)
        assert visited.complaints == []
    assert PutOff.objects.count() == 1
    assert PEOPLE[-1] not in settled
    say(f"A day: {len(settled)} cards settled, one put off, {minutes} of {MINUTES_A_DAY} min.")
    assert minutes <= MINUTES_A_DAY


@pytest.mark.parametrize("press", [by_pointer, by_keys], ids=["pointer", "keys"])
def test_mondays_routine_takes_fifteen_minutes_more_and_ends_the_day(
    browser: Browser, origin: str, world: World, press: Press
) -> None:
    daily.monday(world)
    with visit(browser, origin, reduced_motion="reduce") as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go("/")
        told = MINUTES.search(page.locator("section[aria-labelledby=front] header").inner_text())
        assert told is not None
        for step in ("/measure/", "/calendar/"):
            press(page, f"main .list a[href='{step}']")
            assert page.url.endswith(step)
            visited.go("/")
        press(page, "main .btn--primary")
        expect(page.locator("h1")).to_have_text(OVER)
        press(page, ".toast form button")
        expect(page.locator("#front")).to_be_visible()
        press(page, "main .btn--primary")
        expect(page.locator("h1")).to_have_text(OVER)
        assert visited.complaints == []
    say(f"Monday: {told[1]} min beside the quarter of an hour.")
    assert int(told[1]) <= MINUTES_A_DAY
    assert Routine.objects.get(kind=Kind.MONDAY.value).outcome == "done"
