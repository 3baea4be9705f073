"""What people said is hidden or shown on the network, or stands as it stood."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.channels import gateway
from beffroi.core.models import AuditEntry
from beffroi.inbox import moderating
from beffroi.inbox.moderating import CannotModerate
from beffroi.inbox.tests.desk import Desk, said
from beffroi.networks.errors import (
    AccessRevoked,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    PermissionLost,
)
from beffroi.workspaces.models import User
from tests.world import World

pytestmark = pytest.mark.django_db


class Network:
    """Does what it is told to, or raises."""

    def __init__(self) -> None:
        self.did: list[tuple[str, str]] = []
        self.fails: NetworkError | None = None

    def hide(self, remote_id: str) -> None:
        self._do("hide", remote_id)

    def show(self, remote_id: str) -> None:
        self._do("show", remote_id)

    def _do(self, what: str, remote_id: str) -> None:
        self.did.append((what, remote_id))
        if self.fails is not None:
            raise self.fails


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> Network:
    made = Network()
    monkeypatch.setattr(gateway, "open_channel", lambda channel, clock: made)
    monkeypatch.setattr(moderating, "abilities", lambda network: frozenset({"hide"}))
    desk.hear(said("f1", "Publicité"))
    return made


def test_what_is_hidden_can_be_shown_again(desk: Desk, network: Network, world: World) -> None:
    moderating.hide(desk.feedback(), actor=world.claire, clock=desk.clock)
    assert desk.feedback().is_hidden
    moderating.show(desk.feedback(), actor=world.claire, clock=desk.clock)
    assert not desk.feedback().is_hidden
    assert network.did == [("hide", "f1"), ("show", "f1")]
    actions = list(AuditEntry.objects.values_list("action", flat=True))
    assert actions[-2:] == ["feedback.hidden", "feedback.shown"]


def test_what_is_gone_already_is_success(desk: Desk, network: Network, world: World) -> None:
    network.fails = NotFound()
    moderating.hide(desk.feedback(), actor=world.claire, clock=desk.clock)
    assert desk.feedback().deleted_at is not None


@pytest.mark.parametrize(
    ("error", "problem", "is_connected"),
    [
        (NetworkUnavailable(), "unavailable", True),
        (PermissionLost(), "refused", True),
        (AccessRevoked(), "refused", False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_refusal_changes_nothing_and_says_why(
    desk: Desk,
    network: Network,
    world: World,
    error: NetworkError,
    problem: str,
    is_connected: bool,
) -> None:
    network.fails = error
    with pytest.raises(CannotModerate) as caught:
        moderating.hide(desk.feedback(), actor=world.claire, clock=desk.clock)
    assert caught.value.problem == problem
    assert not desk.feedback().is_hidden
    desk.channel.refresh_from_db()
    assert desk.channel.is_connected is is_connected


def test_a_network_that_does_not_tell_leaves_it_hidden(
    desk: Desk, network: Network, world: World
) -> None:
    moderating.hide(desk.feedback(), actor=world.claire, clock=desk.clock)
    desk.hear(replace(said("f1", "Publicité !"), is_hidden=None))
    assert desk.feedback().is_hidden
    desk.hear(said("f1", "Publicité"))
    assert not desk.feedback().is_hidden


def test_the_page_offers_it_and_does_it(
    client: Client, desk: Desk, network: Network, world: World
) -> None:
    User.objects.update(language="en")
    client.force_login(world.claire)
    talk = reverse("conversation", args=[desk.conversation().pk])
    address = reverse("feedback_moderation", args=[desk.feedback().pk])
    assert "Hide from the public" in client.get(talk).content.decode()
    assert client.post(address, {"do": "hide"})["Location"] == talk
    assert "Show to everybody" in client.get(talk).content.decode()
    client.post(address, {"do": "nonsense"})
    assert network.did == [("hide", "f1")]
    desk.look_again({"f1": None})
    assert client.post(address, {"do": "hide"}).status_code == 410
