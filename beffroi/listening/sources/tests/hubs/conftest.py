from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from beffroi.channels import gateway
from beffroi.core.clock import utc_now
from beffroi.listening.models import Source
from beffroi.listening.sources.tests.hubs.paper import added, setup
from beffroi.listening.tests.makers import make_watch
from tests.simulated import simulator_of
from tests.world import World, people_and_places


@pytest.fixture
def world(db: None) -> World:
    """Calls over HTTP read the real clock."""
    made = people_and_places(now=utc_now() - timedelta(days=90))
    for workspace in (made.atelier, made.flowers):
        make_watch(workspace, "martin", now=utc_now() - timedelta(days=1))
    return made


@pytest.fixture
def paper(settings: Settings, live_server: LiveServer) -> Iterator[Any]:
    settings.PUBLIC_URL = live_server.url
    with simulator_of("feeds")(setup=setup(has_hub=True)) as running:
        settings.OUTBOUND_ALLOW = frozenset({running.origin.removeprefix("http://")})
        settings.OUTBOUND_TIMEOUT_SECONDS = 2.0
        gateway.forget()
        yield running
    gateway.forget()


@pytest.fixture
def source(paper: Any, world: World) -> Source:
    """The neighbourhood's paper, added and read once, its hub asked."""
    return added(paper, world.atelier, world.claire)
