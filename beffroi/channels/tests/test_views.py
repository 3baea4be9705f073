from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from beffroi.channels import actions, gateway, queries
from beffroi.channels.models import Channel
from beffroi.channels.tests.pages import CHANNELS, WRONG_SERVERS, page, told
from beffroi.networks.bluesky.simulator import BlueskySimulator
from beffroi.networks.errors import AccessRevoked
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import HOSTILE_TEXTS
from beffroi.workspaces.rules import Role
from tests.world import World

pytestmark = pytest.mark.django_db


def typed(bluesky: BlueskySimulator, **other: str) -> dict[str, str]:
    """Return what a person fills in for Bluesky."""
    return {
        "address": bluesky.origin,
        "identifier": bluesky.handle,
        "password": bluesky.password,
        **other,
    }


# The list


def test_a_workspace_without_channels_is_shown_the_first_step(browser: Client) -> None:
    shown = page(browser.get(CHANNELS))
    assert "No channel yet" in shown
    assert reverse("channel_connect", args=["bluesky"]) in shown
    assert reverse("channel_connect", args=["mastodon"]) in shown


def test_those_who_may_not_connect_are_told_who_may(
    client: Client, world: World, channel: Channel
) -> None:
    client.force_login(world.member(Role.READER))
    Channel.objects.all().delete()
    shown = page(client.get(CHANNELS))
    assert "An owner or a manager of this workspace can connect one" in shown
    assert "/connect/" not in shown


def test_a_channel_says_when_its_network_last_answered(
    browser: Client, world: World, channel: Channel
) -> None:
    hour = f"{channel.verified_at.astimezone(world.atelier.zone):%-H:%M}"
    shown = page(browser.get(CHANNELS))
    assert "Verified" in shown
    assert f"at {hour}</time>" in shown


def test_a_lost_channel_comes_first_with_what_waits_and_one_way_to_mend(
    browser: Client, channel: Channel, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = queries.Planned(now + timedelta(hours=1), "Fournée de 7 h <b>")
    waiting = queries.Waiting(2, (soon,))
    monkeypatch.setattr(queries, "_dependents", [lambda _: {channel.pk: waiting}])
    actions.mark_lost(channel=channel, error=AccessRevoked(), now=now)
    shown = page(browser.get(CHANNELS))
    assert "Bluesky has refused our access since" in shown
    assert "2 posts and answers wait for it" in shown
    assert "Fournée de 7 h &lt;b&gt;" in shown
    assert reverse("channel_reconnect", args=[channel.pk]) in shown


def test_a_lost_channel_tells_readers_who_can_mend_it(
    client: Client, world: World, channel: Channel, now: datetime
) -> None:
    actions.mark_lost(channel=channel, error=AccessRevoked(), now=now)
    client.force_login(world.member(Role.EDITOR))
    shown = page(client.get(CHANNELS))
    assert "An owner or a manager of this workspace can connect it again" in shown
    assert reverse("channel_reconnect", args=[channel.pk]) not in shown


def test_a_silent_channel_says_since_when(browser: Client, channel: Channel, now: datetime) -> None:
    Channel.objects.update(verified_at=now - timedelta(hours=3))
    assert "Bluesky has not answered since" in page(browser.get(CHANNELS))


def test_a_paused_channel_says_until_when(browser: Client, channel: Channel, now: datetime) -> None:
    actions.pause(channel_id=channel.pk, until=now + timedelta(minutes=9))
    assert "Bluesky asks us to wait until" in page(browser.get(CHANNELS))


def test_a_disconnected_channel_is_put_away_and_can_come_back(
    browser: Client, world: World, channel: Channel, now: datetime
) -> None:
    actions.disconnect(channel=channel, actor=world.claire, now=now)
    shown = page(browser.get(CHANNELS))
    assert "One disconnected channel" in shown
    assert reverse("channel_reconnect", args=[channel.pk]) in shown


def test_a_simulated_channel_is_marked(browser: Client, channel: Channel) -> None:
    assert "On this machine" in page(browser.get(CHANNELS))


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_hostile_names_are_shown_and_never_obeyed(
    browser: Client, channel: Channel, name: str
) -> None:
    Channel.objects.update(handle=name[:255], display_name=name[:255])
    for address in (CHANNELS, reverse("channel_disconnect", args=[channel.pk])):
        shown = page(browser.get(address))
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_a_long_list_costs_no_more_queries(
    browser: Client, world: World, channel: Channel, now: datetime
) -> None:
    actions.mark_lost(channel=channel, error=AccessRevoked(), now=now)
    browser.get(CHANNELS)
    with CaptureQueriesContext(connection) as short:
        browser.get(CHANNELS)
    for number in range(20):
        copy = Channel.objects.get(pk=channel.pk)
        copy.pk, copy.account_id = None, f"did:plc:{number}"
        copy.save()
    with CaptureQueriesContext(connection) as long:
        browser.get(CHANNELS)
    assert len(long) == len(short)


# Connecting with a password


def test_a_right_password_leads_back_to_the_list(
    browser: Client, bluesky: BlueskySimulator
) -> None:
    address = reverse("channel_connect", args=["bluesky"])
    assert browser.get(address).status_code == 200
    assert "is connected" in told(browser.post(address, typed(bluesky)))
    assert Channel.objects.get().handle == bluesky.handle


def test_a_wrong_password_is_explained_and_never_shown_again(
    browser: Client, bluesky: BlueskySimulator
) -> None:
    response = browser.post(
        reverse("channel_connect", args=["bluesky"]), typed(bluesky, password="hunter-two")
    )
    shown = page(response)
    assert response.status_code == 422
    assert "refused this name and password" in shown
    assert "hunter-two" not in shown
    assert bluesky.handle in shown  # what was typed stays


def test_nothing_typed_is_asked_for_again(browser: Client, bluesky: BlueskySimulator) -> None:
    response = browser.post(reverse("channel_connect", args=["bluesky"]), {})
    assert response.status_code == 422
    assert page(response).count('aria-invalid="true"') == 3


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/",
        "localhost",
        "10.0.0.1",
        "169.254.169.254",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0x7f000001",
        "2130706433",
        "mastodon.example:22",
    ],
)
@pytest.mark.parametrize("network", ["bluesky", "mastodon"])
def test_an_address_that_leads_inside_is_explained(
    browser: Client, bluesky: BlueskySimulator, network: str, address: str
) -> None:
    sent = typed(bluesky, address=address)
    response = browser.post(reverse("channel_connect", args=[network]), sent)
    assert response.status_code == 422
    assert "private network" in page(response)


@pytest.mark.parametrize(("fault", "words"), WRONG_SERVERS, ids=lambda value: str(value)[:40])
def test_a_wrong_server_is_explained(
    browser: Client, bluesky: BlueskySimulator, settings: Settings, fault: Fault, words: str
) -> None:
    settings.OUTBOUND_TIMEOUT_SECONDS = 0.3 if fault.kind is FaultKind.HANG else 2.0
    gateway.forget()
    bluesky.faults.add("createSession", fault)
    response = browser.post(reverse("channel_connect", args=["bluesky"]), typed(bluesky))
    assert response.status_code == 422
    assert words in page(response)
    assert not Channel.objects.exists()


@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, "\0", "é" * 255])
def test_hostile_input_is_explained_and_never_obeyed(
    browser: Client, bluesky: BlueskySimulator, text: str
) -> None:
    for field in ("address", "identifier"):
        response = browser.post(
            reverse("channel_connect", args=["bluesky"]), typed(bluesky, **{field: text})
        )
        assert response.status_code == 422
        assert "<script>alert" not in page(response)
        assert "<img src=x" not in page(response)


def test_a_link_cannot_fill_in_another_server(browser: Client) -> None:
    address = reverse("channel_connect", args=["bluesky"])
    shown = page(browser.get(f"{address}?address=https://evil.example&identifier=claire"))
    assert 'value="https://evil.example' not in shown


def test_an_unknown_network_does_not_exist(browser: Client) -> None:
    assert browser.get(reverse("channel_connect", args=["friendster"])).status_code == 404


# Again


def test_connecting_again_is_filled_in_with_what_we_know(browser: Client, channel: Channel) -> None:
    shown = page(browser.get(reverse("channel_reconnect", args=[channel.pk])))
    assert f'value="{channel.handle}"' in shown
    assert f'value="{channel.origin}"' in shown


def test_connecting_again_brings_the_channel_back(
    browser: Client, channel: Channel, bluesky: BlueskySimulator, now: datetime
) -> None:
    actions.mark_lost(channel=channel, error=AccessRevoked(), now=now)
    told(browser.post(reverse("channel_reconnect", args=[channel.pk]), typed(bluesky)))
    assert Channel.objects.get().is_connected


def test_connecting_again_as_somebody_else_is_explained(
    browser: Client, channel: Channel, bluesky: BlueskySimulator
) -> None:
    bluesky.other.password = "zzzz"
    response = browser.post(
        reverse("channel_reconnect", args=[channel.pk]),
        typed(bluesky, identifier=bluesky.stranger_handle, password="zzzz"),
    )
    assert response.status_code == 422
    assert f"Nothing was changed: you signed in as @{bluesky.stranger_handle}" in page(response)
    assert Channel.objects.count() == 1


@pytest.mark.parametrize("name", ["channel_reconnect", "channel_disconnect"])
def test_a_strangers_channel_does_not_exist(
    client: Client, world: World, channel: Channel, name: str
) -> None:
    client.force_login(world.zoe)
    assert client.get(reverse(name, args=[channel.pk])).status_code == 404
    assert client.post(reverse(name, args=[channel.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.READER, Role.CLIENT])
@pytest.mark.parametrize("name", ["channel_reconnect", "channel_disconnect"])
def test_only_those_who_manage_channels_touch_them(
    client: Client, world: World, channel: Channel, name: str, role: Role
) -> None:
    client.force_login(world.member(role))
    assert client.post(reverse(name, args=[channel.pk])).status_code == 403
    channel.refresh_from_db()
    assert channel.is_connected


def test_disconnecting_says_what_it_means_first(browser: Client, channel: Channel) -> None:
    address = reverse("channel_disconnect", args=[channel.pk])
    assert "What happens then" in page(browser.get(address))
    channel.refresh_from_db()
    assert channel.is_connected
    assert "is disconnected" in told(browser.post(address))
    channel.refresh_from_db()
    assert not channel.is_connected
