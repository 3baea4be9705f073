"""A newcomer opens the barometer: no level before enough is known, and the way to one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from beffroi.coaching.models import State
from beffroi.strategy.barometer.parts import Dimension
from tests.browser import barometers
from tests.browser.browsing import signed_in, visit
from tests.world import World

SIZES = ((1440, 900), (390, 844))


@pytest.mark.journey
@pytest.mark.parametrize("has_script", [True, False])
@pytest.mark.parametrize("size", SIZES)
def test_a_newcomer_is_given_no_level_and_the_way_to_one(
    browser: Browser, origin: str, world: World, has_script: bool, size: tuple[int, int]
) -> None:
    barometers.little(world)
    with visit(browser, origin, size=size, java_script_enabled=has_script) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        page.goto(f"{origin}/steer/barometer/")
        expect(page.locator("#level")).to_have_text("Trop peu connu pour donner un niveau")
        expect(page.locator("#level")).to_be_in_viewport()
        expect(page.locator(".figure--l")).to_have_count(0)
        expect(page.locator(".belfry .lit")).to_have_count(0)
        links = page.locator("[aria-labelledby=ways] a")
        expect(links).to_have_count(3)
        links.first.click()
        _answer(page, Dimension.STRATEGY, Dimension.ACTIVITY, Dimension.ANSWERS)
        expect(page.locator("#level")).to_have_text("Votre niveau")
        expect(page.locator(".figure--l")).to_contain_text("sur 100")
        expect(page.locator("[aria-labelledby=ways]")).to_have_count(0)
        page.locator("form[action$='/state/'] button").click()
        expect(page.locator("#toasts, .toasts").first).to_contain_text("Gardé")
        assert visited.complaints == []
    assert State.objects.get(reason="first").level is not None


def _answer(page: Page, *dimensions: Dimension) -> None:
    for one in dimensions:
        page.locator(f"[name=said-{one.value}][value='2']").check()
    page.locator("form.said-form .btn--primary").click()
