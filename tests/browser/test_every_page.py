"""What holds on every page of the registry, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.browsing import DESKTOP, LANGUAGES, NARROW, THEMES, Visit, signed_in, visit
from tests.browser.pages import PAGES, Page
from tests.world import World


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_accessible_quiet_and_fits(
    page: Page, browser: Browser, origin: str, request: pytest.FixtureRequest
) -> None:
    """In both languages and themes, wide and narrow: no fault, complaint or sideways scroll."""
    world: World | None = request.getfixturevalue("world") if page.world else None
    if world is not None:
        page.prepare(world)
    found: list[str] = []
    for language in LANGUAGES:
        with visit(browser, origin, language=language, expected_status=page.status) as visited:
            if world is not None and page.visitor:
                user = getattr(world, page.visitor)
                signed_in(visited.page, user, origin=origin, language=language)
            faults = [*_faults(visited, page, world), *visited.complaints]
            assert visited.page.locator("html").get_attribute("lang") == language
            found += [f"{language}, {fault}" for fault in faults]
    assert found == []


def _faults(visited: Visit, page: Page, world: World | None) -> Iterator[str]:
    """Look at the page in each size and theme. No script asks for the size: one loading will do."""
    is_there = False
    for size in (DESKTOP, NARROW):
        visited.resize(size)
        if not is_there or page.click:  # what is to be clicked may not be the same
            visited.go(page.address(world), status=page.status)
            is_there = True
        if page.click and visited.page.locator(page.click).count():
            visited.page.locator(page.click).first.click()
        for theme in THEMES:
            visited.use_theme(theme)
            yield from (f"{size[0]} px, {theme}: {one}" for one in visited.accessibility_faults())
        sideways = visited.sideways_scroll_px()
        if sideways > 0:
            yield f"{size[0]} px: scrolls sideways by {sideways} px"
