"""A browser and a server for the journeys. Everything here is marked `journey`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from scripts import chromium
from tests.browser.house import House, house
from tests.world import SETTLED_AT, World, people_and_places

HERE = Path(__file__).parent
#: Chromium cannot use its own sandbox as root or inside most containers, and finds no GPU there.
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as a journey, with the time a browser may need."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, started once."""
    # Playwright keeps an event loop in this thread; the database is used from it all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def origin(live_server: LiveServer, settings: Settings) -> str:
    """The address of the running server, with the style guide and the refusals open."""
    settings.STYLEGUIDE = True
    settings.ROOT_URLCONF = "tests.browser.refusals"
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return str(live_server.url)


@pytest.fixture
def world(transactional_db: None) -> World:
    """Atelier Martin and its neighbours."""
    return people_and_places(now=SETTLED_AT)


@pytest.fixture
def a_house(tmp_path: Path) -> Iterator[House]:
    """Beffroi in a process of its own beside both simulators, with nobody in it."""
    with house(tmp_path) as running:
        yield running
