"""Ten thousand webhooks in the worst weather: the inbox is what the network shows."""

from __future__ import annotations

import pytest

from beffroi.cli.bench import storm
from beffroi.core.models import Job
from beffroi.inbox.models import Conversation, Heard
from tests.world import SETTLED_AT, people_and_places


@pytest.mark.django_db
def test_a_storm_leaves_the_inbox_as_the_network_shows_it() -> None:
    world = people_and_places(now=SETTLED_AT)
    found = storm.rage(10_000, world.atelier, actor=world.claire)
    assert found.calls > found.accepted > 2_000
    assert found.forged > 200
    assert (found.forged_accepted, found.missing, found.doubled, found.untrue) == (0, 0, 0, 0)
    assert Conversation.objects.filter(workspace=world.atelier).count() > 4_000
    assert not Heard.objects.exists()
    assert not Job.objects.filter(kind="inbox.hear").exists()
