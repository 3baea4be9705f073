from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from beffroi.insight.results.tests.bakery import Bakery
from tests.browsing import Browse, browsers_in_english
from tests.clock import FrozenClock
from tests.world import World, people_and_places

#: What a hurried person sends: everything as it is proposed.
AIMS = {"sales-taken": "on", "sales-measure": "sales", "sales-wanted": "10"}
AUDIENCE = {"audience_1-name": "Our regulars", "audience_1-wants": "To order", "agreed": "on"}
NETWORKS = {
    "network_bluesky-standing": "there",
    "network_bluesky-part": "talk",
    "network_bluesky-why": "Talk with neighbours.",
    "network_bluesky-posts": "",
    "network_linkedin-standing": "there",
    "network_linkedin-part": "recruit",
    "network_linkedin-posts": "1",
    "planned_1-part": "sell",
    "left_1-standing": "closed",
}
CONTENT = {
    "readers_get": "What we make.",
    "pillar_1-name": "How we make it",
    "pillar_1-share": "75",
    "pillar_2-name": "Offers",
    "pillar_2-share": "25",
    "offers": "2",
}
MEANS = {"hours": "1", "minutes": "15", "advertising": "600", "tools": "", "agency": ""}
TONE = {
    "manner": "vous",
    "we_say": "“Good morning.”\nShort.",
    "we_do_not_say": "“Dear customer”",
    "answer_within": "240-open_time",
}
MEASURE = {"reader": "", "reading_day": "0"}


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def bakery(world: World, clock: FrozenClock) -> Bakery:
    return Bakery(world, clock)


@pytest.fixture
def browse(world: World, monkeypatch: pytest.MonkeyPatch, clock: FrozenClock) -> Browse:
    """Somebody's browser, in English, on the Monday of tests."""
    for module in ("steps", "page"):
        monkeypatch.setattr(f"beffroi.coaching.plan.views.{module}.utc_now", clock)
    return browsers_in_english()


@pytest.fixture
def client(world: World, browse: Browse) -> Client:
    return browse(world.claire)


@pytest.fixture
def steps(bakery: Bakery, world: World) -> dict[str, dict[str, Any]]:
    """What each screen is sent, by its name; the bakery is on Bluesky and on LinkedIn."""
    networks = NETWORKS | {
        "network_bluesky-owner": str(world.karim.pk),
        "network_bluesky-backup": str(world.claire.pk),
    }
    return {
        "aims": AIMS | {"sales-due_day": "2026-12-01"},
        "audience": dict(AUDIENCE),
        "networks": networks,
        "content": dict(CONTENT),
        "means": dict(MEANS),
        "tone": dict(TONE),
        "measure": MEASURE | {"reader": str(world.claire.pk)},
    }
