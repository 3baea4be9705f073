"""The door for vendors' webhooks: genuine ones are passed on as hints, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.channels import network_apps
from beffroi.channels.models import Channel, NetworkApp
from beffroi.channels.signals import channel_told
from beffroi.channels.tests.home import HomeNetwork, signature
from beffroi.channels.tests.test_home_networks import home, save_app, say_yes
from tests.world import World

__all__ = ["home"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def app(world: World, now: datetime, home: type[HomeNetwork]) -> NetworkApp:
    home.pages = ["boulangerie"]
    return save_app(world, now=now)


@pytest.fixture
def channel(app: NetworkApp, world: World, now: datetime) -> Channel:
    made = say_yes(world, now=now)
    assert isinstance(made, Channel)
    return made


@pytest.fixture
def hints(channel: Channel) -> Iterator[list[tuple[int, tuple[str, ...]]]]:
    heard: list[tuple[int, tuple[str, ...]]] = []

    def note(sender: object, *, channel: Channel, remote_ids: tuple[str, ...], **_: Any) -> None:
        heard.append((channel.pk, remote_ids))

    channel_told.connect(note)
    yield heard
    channel_told.disconnect(note)


def address(app: NetworkApp) -> str:
    return reverse("webhook", args=["facebook", app.hook_token])


def post(client: Client, app: NetworkApp, told: Any, *, forged: bool = False) -> int:
    body = json.dumps(told).encode()
    sign = "0" * 64 if forged else signature(network_apps.opened(app), body)
    return client.post(
        address(app), body, content_type="application/json", headers={"x-signature": sign}
    ).status_code


def test_a_genuine_one_becomes_a_hint_for_its_channel(
    client: Client, app: NetworkApp, channel: Channel, hints: list[Any]
) -> None:
    assert post(client, app, [{"account": "boulangerie", "ids": ["c1", "c2"]}]) == 200
    assert hints == [(channel.pk, ("c1", "c2"))]


def test_a_forged_one_changes_nothing(client: Client, app: NetworkApp, hints: list[Any]) -> None:
    assert post(client, app, [{"account": "boulangerie", "ids": ["c1"]}], forged=True) == 403
    assert hints == []


def test_one_about_an_account_of_somebody_else_is_taken_and_forgotten(
    client: Client, app: NetworkApp, hints: list[Any]
) -> None:
    assert post(client, app, [{"account": "someone", "ids": ["c1"]}]) == 200
    assert hints == []


def test_another_app_of_the_same_network_cannot_speak_for_the_channel(
    client: Client, world: World, channel: Channel, hints: list[Any], now: datetime
) -> None:
    other = save_app(world, now=now, workspace=world.flowers, client_secret="mine")
    assert post(client, other, [{"account": "boulangerie", "ids": ["c1"]}]) == 200
    assert hints == []


def test_a_disconnected_channel_hears_nothing(
    client: Client, app: NetworkApp, channel: Channel, hints: list[Any]
) -> None:
    Channel.objects.update(status=Channel.Status.DISCONNECTED)
    assert post(client, app, [{"account": "boulangerie", "ids": ["c1"]}]) == 200
    assert hints == []


def test_hands_are_shaken_by_our_word_alone(client: Client, app: NetworkApp) -> None:
    word = network_apps.verify_token(app)
    good = client.get(address(app), {"token": word, "challenge": "42"})
    assert (good.status_code, good.content, good["Content-Type"]) == (200, b"42", "text/plain")
    assert client.get(address(app), {"token": "other", "challenge": "42"}).status_code == 404


@pytest.mark.parametrize("network", ["facebook", "bluesky", "unknown"])
def test_an_address_that_is_not_ours_tells_nothing(client: Client, network: str) -> None:
    path = reverse("webhook", args=[network, "invented"])
    assert client.get(path).status_code == 404
    assert client.post(path, b"{}", content_type="application/json").status_code == 404


@pytest.mark.parametrize(
    "place",
    [
        "forgotten/%00/",
        "forgotten/a%00b/",
        "told/facebook/%00/",
        "told/facebook/%00/withdrawal/",
        "told/facebook/%00/deletion/",
    ],
)
def test_an_address_that_no_database_can_look_up_leads_nowhere(client: Client, place: str) -> None:
    client.raise_request_exception = False
    for answer in (client.get(f"/channels/{place}"), client.post(f"/channels/{place}", {"a": "b"})):
        assert answer.status_code == 404
