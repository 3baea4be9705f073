"""What holds on every page of the registry, whoever wrote it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from itertools import product

import pytest
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.browsing import DESKTOP, LANGUAGES, NARROW, THEMES, Visit, signed_in, visit
from tests.browser.pages import PAGES, Page
from tests.world import World

Look = tuple[tuple[int, int], str]

ALL_LOOKS = tuple(product((DESKTOP, NARROW), THEMES))
#: Each language, size and theme is met once. ALL_LOOKS=1 looks at every page in all eight.
SOME_LOOKS: dict[str, Collection[Look]] = {
    "fr": ((DESKTOP, "light"),),
    "en": ((NARROW, "dark"),),
}
LOOKS = dict.fromkeys(LANGUAGES, ALL_LOOKS) if os.environ.get("ALL_LOOKS") else SOME_LOOKS


@pytest.fixture(scope="module")
def windows(browser: Browser, live_server: LiveServer) -> Iterator[dict[str, Visit]]:
    """A window for each language: opening one takes as long as a page."""
    with ExitStack() as stack:
        yield {
            language: stack.enter_context(visit(browser, live_server.url, language=language))
            for language in LANGUAGES
        }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_accessible_quiet_and_fits(
    page: Page,
    windows: dict[str, Visit],
    origin: str,
    settings: Settings,
    request: pytest.FixtureRequest,
) -> None:
    """In both languages and themes, wide and narrow: no fault, complaint or sideways scroll."""
    settings.PUBLIC_URL = page.public_url or settings.PUBLIC_URL
    world: World | None = request.getfixturevalue("world") if page.world else None
    if world is not None:
        page.prepare(world)
    found: list[str] = []
    for language, window in windows.items():
        window.begin_again(expected_status=page.status)
        if world is not None and page.visitor:
            user = getattr(world, page.visitor)
            signed_in(window.page, user, origin=origin, language=language)
        faults = [*_faults(window, page, world, LOOKS[language]), *window.complaints]
        assert window.page.locator("html").get_attribute("lang") == (page.speaks or language)
        found += [f"{language}, {fault}" for fault in faults]
        # What the page would still ask for is not of the next test; elsewhere Chromium starts anew.
        window.page.goto(f"{origin}/static/web/favicon.svg")
    assert found == []


def _faults(
    window: Visit, page: Page, world: World | None, looks: Collection[Look]
) -> Iterator[str]:
    """Look at the page in sizes and themes. No script asks for the size: one loading will do."""
    is_there = False
    for size in (DESKTOP, NARROW):
        window.resize(size)
        if not is_there or page.click:  # what is to be clicked may not be the same
            page.open(window, world)
            is_there = True
        if page.click and window.page.locator(page.click).count():
            window.page.locator(page.click).first.click()
        for theme in (theme for theme in THEMES if (size, theme) in looks):
            window.use_theme(theme)
            yield from (f"{size[0]} px, {theme}: {one}" for one in window.accessibility_faults())
        sideways = window.sideways_scroll_px()
        if sideways > 0:
            yield f"{size[0]} px: scrolls sideways by {sideways} px"
