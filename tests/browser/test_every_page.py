"""What holds on every page of the registry, whoever wrote it."""

from __future__ import annotations

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
            f"{size[0]} px, {theme}: {fault}"
            for size in (DESKTOP, NARROW)
            for theme in THEMES
            for fault in _faults(visited, page, world, size=size, theme=theme)
        ]
        assert visited.page.locator("html").get_attribute("lang") == language
        assert faults + visited.complaints == []


def _enter(visited: Visit, page: Page, world: World, *, language: str) -> None:
    page.prepare(world)
    if page.visitor:
        user = getattr(world, page.visitor)
        signed_in(visited.page, user, origin=visited.origin, language=language)


def _faults(
    visited: Visit, page: Page, world: World | None, *, size: tuple[int, int], theme: str
) -> list[str]:
    visited.resize(size)
    visited.use_theme(theme)
    visited.go(page.address(world), status=page.status)
    if page.click and visited.page.locator(page.click).count():
        visited.page.locator(page.click).first.click()
    sideways = visited.sideways_scroll_px()
    faults = visited.accessibility_faults()
    return [*faults, f"scrolls sideways by {sideways} px"] if sideways > 0 else faults
