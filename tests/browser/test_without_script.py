"""The main job in a browser that runs no script: every step is a link or a form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.browsing import Visit, visit
from tests.browser.house import House, move_in, published_id, wait_for_card

POST = "Sans script : fermeture exceptionnelle lundi"
QUESTION = "Et mardi, vous ouvrez à quelle heure ?"
ANSWER = "À 7 h, comme toujours."


@pytest.fixture
def window(browser: Browser, a_house: House) -> Iterator[Visit]:
    """A window where scripts are off; whatever a page complains about fails the test."""
    with visit(browser, a_house.product.origin, java_script_enabled=False) as visited:
        yield visited
        assert visited.complaints == []


def test_the_main_job_needs_no_script(window: Visit, a_house: House) -> None:
    move_in(window, a_house, name="Karim Benali", address="karim.sobre@atelier-martin.example")
    _publish(window)
    for network in a_house.networks:
        published_id(network, POST)
    conversation = _answer(window, a_house)
    _settle_and_take_back(window, conversation)


def _publish(window: Visit) -> None:
    """Plan the post for the minute that runs: it leaves at once."""
    page = window.page
    window.go("/posts/new/")
    page.locator("[name=text]").fill(POST)
    wall = datetime.now(ZoneInfo("Europe/Paris"))
    page.locator("[name=day]").fill(f"{wall:%Y-%m-%d}")
    page.locator("[name=hour]").fill(f"{wall:%H:%M}")
    page.locator("button[value=schedule]").click()
    page.wait_for_url("**/calendar/**")


def _answer(window: Visit, running: House) -> str:
    """Answer from the inbox; return where the conversation is."""
    page, network = window.page, running.bluesky
    wanted = {"parent_id": published_id(network, POST), "text": QUESTION}
    network.stranger("reply", wanted)
    wait_for_card(window, running.product, QUESTION)
    page.locator("a.msg").filter(has_text=QUESTION).click()
    page.locator("#id_text").fill(ANSWER)
    page.locator("form.reply button.btn--primary").click()
    expect(page.locator("#said")).to_contain_text(ANSWER)
    published_id(network, ANSWER)
    return page.url.removeprefix(window.origin)


def _settle_and_take_back(window: Visit, conversation: str) -> None:
    page = window.page
    page.locator("form[action$='/reopening/'] button").click()
    expect(page.locator("form[action$='/completion/']")).to_be_visible()
    page.locator("form[action$='/completion/'] button").click()
    expect(page.locator("[aria-labelledby=list-title]")).not_to_contain_text(QUESTION)
    page.locator(".toast form button").click()
    assert page.url == window.origin + conversation
    window.go("/inbox/")
    expect(page.locator("[aria-labelledby=list-title]")).to_contain_text(QUESTION)
