"""What holds on every page of the registry, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.browsing import DESKTOP, LANGUAGES, NARROW, THEMES, Visit, signed_in, visit
from tests.browser.pages import PAGES, Page
from tests.world import World


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_accessible_quiet_and_fits(
    page: Page, language: str, browser: Browser, origin: str, request: pytest.FixtureRequest
) -> None:
    """In light and dark, wide and narrow: no fault of access, no complaint, no sideways scroll."""
    world: World | None = request.getfixturevalue("world") if page.world else None
    with visit(browser, origin, language=language, expected_status=page.status) as visited:
        if world is not None:
            _enter(visited, page, world, language=language)
        faults = [
            fault
            for size in (DESKTOP, NARROW)
            for fault in _faults(visited, page, world, size=size)
        ]
        assert visited.page.locator("html").get_attribute("lang") == language
        assert faults + visited.complaints == []


def _enter(visited: Visit, page: Page, world: World, *, language: str) -> None:
    page.prepare(world)
    if page.visitor:
        user = getattr(world, page.visitor)
        signed_in(visited.page, user, origin=visited.origin, language=language)


def _faults(
    visited: Visit, page: Page, world: World | None, *, size: tuple[int, int]
) -> Iterator[str]:
    """Open the page once in this size, and look at it in each theme."""
    visited.resize(size)
    visited.go(page.address(world), status=page.status)
    if page.click and visited.page.locator(page.click).count():
        visited.page.locator(page.click).first.click()
    for theme in THEMES:
        visited.use_theme(theme)
        yield from (f"{size[0]} px, {theme}: {one}" for one in visited.accessibility_faults())
    sideways = visited.sideways_scroll_px()
    if sideways > 0:
        yield f"{size[0]} px: scrolls sideways by {sideways} px"
