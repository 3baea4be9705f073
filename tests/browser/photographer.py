"""Takes the pictures of `make screens`. Not a test: only that command collects this file."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings

from scripts.paths import ROOT
from tests.browser.browsing import THEMES, Visit, signed_in, visit
from tests.browser.pages import PAGES, Page
from tests.world import World

SCREENS = ROOT / "screens"
SIZES = {"": (1440, 900), "-phone": (390, 844)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_picture(
    page: Page,
    browser: Browser,
    origin: str,
    settings: Settings,
    request: pytest.FixtureRequest,
) -> None:
    """Take a page in French: wide in full length, phone as it first shows."""
    settings.PUBLIC_URL = page.public_url or settings.PUBLIC_URL
    SCREENS.mkdir(exist_ok=True)
    world: World | None = request.getfixturevalue("world") if page.world else None
    if world is not None:
        page.prepare(world)
    for suffix, size in SIZES.items():
        scale = 2 if suffix else 1
        with visit(
            browser, origin, size=size, expected_status=page.status, device_scale_factor=scale
        ) as visited:
            if world is not None and page.visitor:
                signed_in(visited.page, getattr(world, page.visitor), origin=origin)
            for theme in THEMES:
                _take(visited, page, world, theme=theme, name=f"{page.name}{suffix}")


def _take(visited: Visit, page: Page, world: World | None, *, theme: str, name: str) -> None:
    visited.use_theme(theme)
    page.open(visited, world)
    if page.click and visited.page.locator(page.click).count():
        visited.page.locator(page.click).first.click()
    dark = "-dark" if theme == "dark" else ""
    is_wide = "-phone" not in name
    visited.page.screenshot(path=SCREENS / f"{name}{dark}.png", full_page=is_wide)
