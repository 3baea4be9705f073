"""The main job with a keyboard alone: every step is a key, and every stop of the focus is seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.browsing import Visit, settle, visit
from tests.browser.house import PASSWORD, House, published_id, wait_for_card
from tests.browser.keyboard import Keyboard
from tests.browser.product import eventually

ADDRESS = "claire.clavier@atelier-martin.example"
POST = "Au clavier : la brioche de demain"
QUESTION = "Une brioche sans sucre, est-ce possible ?"
THANKS = "Merci, à demain !"
ANSWER = "Oui, sur commande la veille."


@pytest.fixture
def window(browser: Browser, a_house: House) -> Iterator[Visit]:
    """A window without a pointer; whatever a page complains about fails the test."""
    with visit(browser, a_house.product.origin, reduced_motion="reduce") as visited:
        yield visited
        assert visited.complaints == []


@pytest.fixture
def keys(window: Visit) -> Keyboard:
    """The keyboard of that window."""
    return Keyboard(window.page)


def test_the_whole_job_is_done_with_the_keyboard(
    window: Visit, keys: Keyboard, a_house: House
) -> None:
    _sign_up(window, keys, a_house)
    _sign_out_and_in(window, keys)
    _connect_bluesky(keys, a_house)
    _connect_mastodon(keys, a_house)
    _publish(window, keys)
    _see_it_published(window, keys, a_house)
    _answer(window, keys, a_house)
    _settle_and_take_back(window, keys, a_house)
    _walk(window, keys)


def _sign_up(window: Visit, keys: Keyboard, running: House) -> None:
    window.go("/account/signup/")
    keys.write("[name=name]", "Claire Martin")
    keys.write("[name=email]", ADDRESS)
    keys.write("[name=password1]", PASSWORD)
    keys.press("form:has([name=password1]) button")
    keys.write("[name=code]", running.product.mailed_code(ADDRESS))
    keys.press("form:has([name=code]) button")
    keys.press("main a[href='/workspaces/new/']")
    keys.write("[name=name]", "Atelier Martin")
    keys.press("form:has([name=time_zone]) button")


def _sign_out_and_in(window: Visit, keys: Keyboard) -> None:
    keys.reach(".side .rooms summary")
    window.page.keyboard.press("Enter")
    keys.press(".side form[action='/account/logout/'] button")
    window.go("/account/login/")
    keys.write("[name=login]", ADDRESS)
    keys.write("[name=password]", PASSWORD)
    keys.press("form:has([name=password]) button")
    assert window.page.url == f"{window.origin}/"


def _connect_bluesky(keys: Keyboard, running: House) -> None:
    network = running.bluesky
    keys.press("a[href='/channels/']")
    keys.press("a[href='/channels/connect/bluesky/']")
    keys.write("[name=identifier]", network.handle)
    keys.write("[name=password]", network.password)
    keys.write("[name=address]", network.origin)
    keys.press("form:has([name=identifier]) button")
    expect(keys.page.locator("main")).to_contain_text(f"@{network.handle}")


def _connect_mastodon(keys: Keyboard, running: House) -> None:
    network = running.mastodon
    keys.press("a[href='/channels/connect/mastodon/']")
    keys.write("[name=address]", network.origin)
    keys.press("form:has([name=address]) button")
    keys.press(f"main a[href^='{network.origin}']")
    keys.press("button[value=allow]")
    expect(keys.page.locator("main")).to_contain_text("ateliermartin")


def _publish(window: Visit, keys: Keyboard) -> None:
    """Plan the post for the minute that runs: it leaves at once."""
    keys.press(".side a[href='/calendar/']")
    keys.press("main a[href='/posts/new/']")
    keys.write("[name=text]", POST)
    wall = datetime.now(ZoneInfo("Europe/Paris"))
    day, hour = f"{wall:%Y-%m-%d}", f"{wall:%H:%M}"
    keys.write_parts(
        "[name=day]", [f"{wall:%d%m%Y}", f"{wall:%m%d%Y}", f"{wall:%Y%m%d}"], value=day
    )
    keys.write_parts("[name=hour]", [f"{wall:%H%M}", f"{wall:%I%M%p}"], value=hour)
    keys.press("button[value=schedule]")
    assert "/calendar/" in window.page.url


def _see_it_published(window: Visit, keys: Keyboard, running: House) -> None:
    for network in running.networks:
        published_id(network, POST)
    window.page.reload()
    others = "[href='/posts/'], [href*=new], [href*=pause], [href*=relays]"
    keys.press(f"main a[href^='/posts/']:not({others})")
    proofs = window.page.locator("main a[rel~=noopener]")

    def look() -> bool:
        window.page.reload()
        return proofs.count() == 2

    eventually(look, "the proof of both networks")
    settle(window.page)


def _answer(window: Visit, keys: Keyboard, running: House) -> None:
    network = running.bluesky
    post_id = published_id(network, POST)
    question = network.stranger("reply", {"parent_id": post_id, "text": QUESTION})
    wait_for_card(window, running.product, QUESTION, path="/")
    keys.write("form.card textarea", ANSWER)
    keys.press("form.card button.btn--primary")
    expect(window.page.locator("main")).not_to_contain_text(QUESTION)
    answer = network.world.posts[published_id(network, ANSWER)]
    assert isinstance(question, dict)
    assert answer.reference("parent") == question["remote_id"]


def _settle_and_take_back(window: Visit, keys: Keyboard, running: House) -> None:
    network = running.mastodon
    network.stranger("reply", {"parent_id": published_id(network, POST), "text": THANKS})
    wait_for_card(window, running.product, THANKS)
    keys.press("a.msg", text=THANKS)
    keys.press("form[action$='/completion/'] button")
    expect(window.page.locator("[aria-labelledby=list-title]")).not_to_contain_text(THANKS)
    keys.press(".toast form button")
    expect(window.page.locator("#said")).to_contain_text(THANKS)
    window.go("/inbox/")
    expect(window.page.locator("[aria-labelledby=list-title]")).to_contain_text(THANKS)


def _walk(window: Visit, keys: Keyboard) -> None:
    """From the top of each page the focus comes out at its end."""
    conversation = window.page.locator("a.msg").first.get_attribute("href")
    for path in (
        "/",
        "/calendar/",
        "/posts/",
        "/posts/new/",
        "/inbox/",
        "/channels/",
        conversation,
    ):
        window.go(str(path))
        assert keys.walk() > 5
