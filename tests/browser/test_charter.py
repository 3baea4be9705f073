"""A charter, from the keyboard of who makes it to the browser of who reads it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import companies
from tests.browser.browsing import Visit, signed_in, visit
from tests.browser.keyboard import Keyboard
from tests.world import World

OWN = "Ici, on dit bonjour."


@pytest.fixture
def window(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """A window of Claire's; whatever a page complains about fails the test."""
    with visit(browser, live_server.url, reduced_motion="reduce") as visited:
        yield visited
        assert visited.complaints == []


def test_a_charter_is_seen_while_it_is_written_published_and_withdrawn(
    window: Visit, world: World, origin: str
) -> None:
    companies.told(world)
    page, keys = window.page, Keyboard(window.page)
    signed_in(page, world.claire, origin=origin, language="fr")
    window.go("/workspace/company/charter/")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("Les auteurs sont prévenus")
    keys.write("#id_own_words", OWN)
    expect(preview).to_contain_text(OWN)
    keys.press("button[name=publish]")
    address = page.locator("#public-url").input_value()
    public = address[address.index("/charter/") :]
    _stranger_reads(window, origin + public)
    keys.press("form[action$='/withdrawal/'] button")
    expect(page.locator("main")).to_contain_text("Votre charte n’est pas publique.")
    assert page.request.get(origin + public).status == 404
    keys.press(".toast form button")
    expect(page.locator("#public-url")).to_have_value(address)
    assert page.request.get(origin + public).status == 200


def _stranger_reads(window: Visit, url: str) -> None:
    """In a context of its own: no session, no cookie, before and after."""
    browser = window.page.context.browser
    assert browser is not None
    context = browser.new_context(locale="en-GB")
    try:
        page = context.new_page()
        page.goto(url)
        expect(page.locator("main")).to_contain_text(OWN)
        assert page.locator("html").get_attribute("lang") == "fr"
        assert context.cookies() == []
    finally:
        context.close()
