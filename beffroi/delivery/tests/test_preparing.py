"""Networks that build a post first: what was built is kept, used once, and never built twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from beffroi.channels import gateway
from beffroi.delivery.engine import advance
from beffroi.delivery.models import Delivery
from beffroi.delivery.tests.conftest import Plan
from beffroi.delivery.tests.scripted import Script, ScriptedChannel, ScriptedNetwork
from beffroi.delivery.tests.test_sending import run
from beffroi.networks import registry
from beffroi.networks.contracts import OutgoingPost
from beffroi.networks.errors import MediaUnreachable, NetworkError, NetworkUnavailable, NotFound
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db


class Building:
    """What the network builds, and how it goes wrong."""

    built: list[str]
    ready: list[bool | NetworkError]
    fails: list[NetworkError]
    kept_before: list[str]


@pytest.fixture
def building(monkeypatch: pytest.MonkeyPatch, script: Script) -> Iterator[Building]:
    told = Building()
    told.built, told.ready, told.fails, told.kept_before = [], [], [], []

    class PreparingChannel(ScriptedChannel):
        def prepare(self, post: OutgoingPost, *, progress: Any) -> str:
            told.kept_before.append(progress.kept)
            progress.keep("half")
            if told.fails:
                raise told.fails.pop(0)
            told.built.append(post.text)
            return f"built-{len(told.built)}"

        def is_prepared(self, handle: str) -> bool:
            answer = told.ready.pop(0) if told.ready else True
            if isinstance(answer, NetworkError):
                raise answer
            return answer

    network = ScriptedNetwork(script, PreparingChannel)
    monkeypatch.setitem(registry.NETWORKS, "scripted", lambda http: network)
    gateway.forget()
    yield told
    gateway.forget()


def test_it_is_built_kept_and_then_published(
    plan: Plan, script: Script, building: Building, clock: FrozenClock
) -> None:
    delivery = run(plan("Bonjour"), clock)
    assert delivery.status == "published"
    assert building.built == ["Bonjour"]
    assert script.posts[0].prepared == "built-1"


def test_it_waits_until_the_network_has_built_it(
    plan: Plan, script: Script, building: Building, clock: FrozenClock
) -> None:
    building.ready = [False, False]
    assert run(plan(), clock).status == "published"
    assert len(building.built) == 1


def test_a_building_that_was_cut_short_goes_on_from_what_was_kept(
    plan: Plan, building: Building, clock: FrozenClock
) -> None:
    building.fails = [NetworkUnavailable()]
    assert run(plan(), clock).status == "published"
    assert building.kept_before == ["", "half"]


def test_what_expired_unpublished_is_built_anew(
    plan: Plan, script: Script, building: Building, clock: FrozenClock
) -> None:
    building.ready = [NotFound()]
    assert run(plan(), clock).status == "published"
    assert script.posts[0].prepared == "built-2"


def test_after_a_doubt_the_same_building_is_published_and_no_other(
    plan: Plan, script: Script, building: Building, clock: FrozenClock
) -> None:
    script.publish = ["made, no answer"]
    delivery = run(plan(), clock)
    assert delivery.status == "published"
    assert len(script.posts) == len(building.built) == 1


def test_a_changed_text_is_built_anew(
    plan: Plan, script: Script, building: Building, clock: FrozenClock
) -> None:
    delivery = plan("Ouvert lundi")
    building.ready = [False]
    advance(delivery.pk, clock=clock)
    Delivery.objects.filter(pk=delivery.pk).update(
        content={**delivery.content, "text": "Ouvert mardi"},
        content_version=delivery.content_version + 1,
    )
    run(delivery, clock)
    assert building.built == ["Ouvert lundi", "Ouvert mardi"]
    assert (script.posts[0].text, script.posts[0].prepared) == ("Ouvert mardi", "built-2")


def test_a_building_that_the_network_gives_up_is_forgotten_with_its_refusal(
    plan: Plan, building: Building, clock: FrozenClock
) -> None:
    building.ready = [MediaUnreachable()]
    delivery = run(plan(), clock)
    assert (delivery.status, delivery.reason) == ("failed", "media_unreachable")
    assert (delivery.prepared, delivery.prepared_at) == ("", None)
