"""A hurried owner writes the strategy in a browser: seven questions, one page, its PDF."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from beffroi.strategy.models import Strategy
from beffroi.strategy.plan.rules import STEPS
from tests.browser import publishing, steering
from tests.browser.browsing import signed_in, visit
from tests.browser.keyboard import Keyboard
from tests.world import World

#: How fast people read on a screen and type, in words a minute; a word has five signs.
READING, TYPING, SIGNS = 230, 40, 5
#: Finding a control and pressing it, in seconds.
PRESSING = 2
MINUTES_MAX = 10
#: All words of the screen that somebody sees, what stands in its fields included.
WORDS = """() => {
  const main = document.querySelector("main");
  const values = [...main.querySelectorAll("input, textarea, select")]
    .filter((one) => one.offsetParent && !["hidden", "checkbox", "radio"].includes(one.type))
    .map((one) => one.tagName === "SELECT" ? one.selectedOptions[0]?.text || "" : one.value);
  const choices = [...main.querySelectorAll("select")].map((one) => one.innerText).join(" ");
  const count = (text) => text.split(/\\s+/).filter(Boolean).length;
  return count(main.innerText) - count(choices) + count(values.join(" "));
}"""


@dataclass
class Pace:
    """How long it takes a person until the page is there, in seconds.

    Every word of each screen is read, those that stood on the screen before included.
    """

    page: Page
    seconds: float = 0
    words: int = 0
    screens: list[int] = field(default_factory=list)

    def read(self) -> None:
        """Read the whole screen."""
        count = self.page.evaluate(WORDS)
        self.words += count
        self.screens.append(count)
        self.seconds += 60 * count / READING

    def press(self) -> None:
        """Press something."""
        self.seconds += PRESSING

    def write(self, text: str) -> None:
        """Type a text."""
        self.seconds += 60 * len(text) / SIGNS / TYPING


@pytest.mark.journey
@pytest.mark.parametrize("has_script", [True, False])
def test_a_hurried_owner_has_a_strategy_of_one_page_within_ten_minutes(
    browser: Browser,
    origin: str,
    world: World,
    has_script: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    publishing.channels(world)
    with visit(browser, origin, java_script_enabled=has_script) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        pace = Pace(page)
        page.goto(f"{origin}/steer/strategy/")
        pace.read()
        page.get_by_role("link", name="Écrire notre stratégie").click()
        pace.press()
        for step in STEPS:
            expect(page).to_have_url(f"{origin}/steer/strategy/steps/{step}/")
            pace.read()
            _answer(page, step, pace)
            page.locator(".actionbar button").click()
            pace.press()
        expect(page.locator("h1")).to_have_text("La stratégie, en une page")
        expect(page.locator("main")).to_contain_text("Les gourmands du dimanche")
        expect(page.locator("main")).to_contain_text("10 ventes")
        assert Strategy.objects.get(workspace=world.atelier).agreed_at is not None
        _print(page, origin)
        assert visited.complaints == []
    minutes = pace.seconds / 60
    with capsys.disabled():
        print(f"\n{minutes:.1f} minutes; {pace.words} words on {len(pace.screens)} screens")  # noqa: T201
        print(f"words by screen: {pace.screens}")  # noqa: T201
    assert minutes <= MINUTES_MAX


@pytest.mark.journey
def test_every_screen_is_answered_with_the_keyboard_alone(
    browser: Browser, origin: str, world: World
) -> None:
    publishing.channels(world)
    with visit(browser, origin, reduced_motion="reduce") as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        page.goto(f"{origin}/steer/strategy/steps/aims/")
        keys = Keyboard(page)
        for step in STEPS:
            expect(page).to_have_url(f"{origin}/steer/strategy/steps/{step}/")
            keys.press(".actionbar button")
        expect(page.locator("h1")).to_have_text("La stratégie, en une page")
        assert visited.complaints == []


@pytest.mark.journey
@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_all_of_the_networks_is_there_without_pushing_it_aside(
    browser: Browser, origin: str, world: World, width: int
) -> None:
    steering.planned(world)
    with visit(browser, origin, size=(width, 844)) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        page.goto(f"{origin}/steer/strategy/")
        region = page.get_by_role("region", name="Les réseaux et leurs rôles")
        assert region.evaluate("(one) => one.scrollWidth <= one.clientWidth")
        expect(region.get_by_role("row")).to_have_count(3)
        expect(region.get_by_role("cell", name="sinon Claire")).to_be_visible()


@pytest.mark.journey
@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_the_full_cost_is_there_without_pushing_a_table_aside(
    browser: Browser, origin: str, world: World, width: int
) -> None:
    steering.spent(world)
    with visit(browser, origin, size=(width, 844)) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        page.goto(f"{origin}/steer/means/")
        tables = page.locator("main .scroll")
        expect(tables).to_have_count(4)
        for place in range(4):
            assert tables.nth(place).evaluate("(one) => one.scrollWidth <= one.clientWidth")
            heads = tables.nth(place).get_by_role("columnheader")
            expect(heads.last).to_be_visible()


@pytest.mark.journey
def test_what_is_wrong_is_told_and_nothing_that_was_written_is_lost(
    browser: Browser, origin: str, world: World
) -> None:
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        page.goto(f"{origin}/steer/strategy/steps/means/")
        page.locator("[name=tools]").fill("beaucoup")
        page.locator("[name=agency_minutes]").fill("45")
        visited.expected_status = 422
        page.get_by_role("button", name="Finir plus tard").click()
        expect(page.locator("#id_tools_error")).to_contain_text("Ce n’est pas une somme")
        expect(page.locator("[name=agency_minutes]")).to_have_value("45")
        page.locator("[name=tools]").fill("240")
        page.get_by_role("button", name="Finir plus tard").click()
        expect(page.locator("main")).to_contain_text("6 questions restent.")
        page.goto(f"{origin}/steer/strategy/steps/means/")
        expect(page.locator("[name=tools]")).to_have_value("240,00")


def _answer(page: Page, step: str, pace: Pace) -> None:
    """Change one thing where people most often do; the rest is taken as it is."""
    if step == "audience":
        _write(page, "audience_2-name", "Les gourmands du dimanche", pace)
        page.locator("[name=agreed]").check()
        pace.press()
    elif step == "content":
        _write(page, "readers_get", "Ce qui sort du four, et qui l’a fait.", pace)
    elif step == "means":
        _write(page, "tools", "240", pace)


def _write(page: Page, name: str, text: str, pace: Pace) -> None:
    page.locator(f"[name='{name}']").fill(text)
    pace.press()
    pace.write(text)


def _print(page: Page, origin: str) -> None:
    response = page.request.get(f"{origin}/steer/strategy/pdf/")
    assert response.headers["content-type"] == "application/pdf"
    reader = PdfReader(BytesIO(response.body()))
    assert len(reader.pages) == 1
    assert "Les gourmands du dimanche" in " ".join(reader.pages[0].extract_text().split())
