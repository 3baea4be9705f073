"""A post and our first comment under it, over HTTP, on simulated networks of several kinds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from pytest_django.fixtures import Settings

from beffroi.channels import gateway
from beffroi.core.jobs import Runner
from beffroi.delivery import actions
from beffroi.delivery.actions import create_delivery
from beffroi.delivery.content import Content
from beffroi.delivery.models import Attempt, Delivery
from beffroi.delivery.tests.test_fate_simulated import channel_on, plan
from tests.clock import FrozenClock
from tests.simulated import simulator_of, world_of

pytestmark = pytest.mark.django_db
COMMENT = "La recette est dans la description"
KINDS = ["facebook", "linkedin", "x", "youtube"]


@pytest.mark.parametrize("key", KINDS)
def test_our_first_comment_stands_under_our_post_once(key: str, settings: Settings) -> None:
    with simulator_of(key)() as simulator:
        world = world_of(key)(simulator)
        settings.OUTBOUND_ALLOW = frozenset({urlsplit(simulator.origin).netloc})
        gateway.forget()
        clock = FrozenClock(world.now())
        post = plan(channel_on(key, world), clock=clock)
        comment = create_delivery(
            channel=post.channel,
            content=Content(text=COMMENT, language="fr", written_at=clock()),
            follows=post,
            due_at=clock(),
            actor=None,
            now=clock(),
        )
        _let_pass(world, clock)
        comment.refresh_from_db()
        assert comment.status == "published"
        post.refresh_from_db()
        assert world.parent_of(comment.remote_id) == post.remote_id
        assert [one.text for one in simulator.ledger.effects].count(COMMENT) == 1
    gateway.forget()


@pytest.mark.parametrize("key", KINDS)
def test_one_that_left_after_a_backup_is_found_once_that_is_restored(
    key: str, settings: Settings
) -> None:
    with simulator_of(key)() as simulator:
        world = world_of(key)(simulator)
        settings.OUTBOUND_ALLOW = frozenset({urlsplit(simulator.origin).netloc})
        gateway.forget()
        clock = FrozenClock(world.now())
        post = plan(channel_on(key, world), clock=clock)
        if key == "youtube":  # the id of its video must be known to find it again
            _let_pass(world, clock)
        comment = create_delivery(
            channel=post.channel,
            content=Content(text=COMMENT, language="fr", written_at=clock()),
            follows=post,
            due_at=clock(),
            actor=None,
            now=clock(),
        )
        backup = list(Delivery.objects.order_by("id"))
        _let_pass(world, clock)
        Attempt.objects.all().delete()
        for row in backup:
            row.save()
        actions.suspect_past_due(now=clock())
        _let_pass(world, clock)
        comment.refresh_from_db()
        assert (comment.status, comment.was_restored) == ("published", True)
        assert [one.text for one in simulator.ledger.effects].count(COMMENT) == 1
    gateway.forget()


def _let_pass(world: Any, clock: FrozenClock) -> None:
    """Let a few minutes pass on both sides, until nothing is on its way."""
    for _ in range(12):
        Runner(clock=clock).run_until_idle()
        if not Delivery.objects.exclude(status="published").exists():
            return
        world.simulator.clock.advance(timedelta(seconds=30))
        clock.set(clock() + timedelta(seconds=30))
