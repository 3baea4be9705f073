from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from beffroi.channels import actions, consents, gateway, registrations
from beffroi.channels.keeper import ChannelKeeper
from beffroi.channels.models import Channel, Credential, ServerApp
from beffroi.channels.rules import InvalidAddress
from beffroi.channels.tests.conftest import RETURN, begin, connect, say_yes
from beffroi.core.clock import utc_now
from beffroi.core.models import AuditEntry
from beffroi.networks.bluesky.simulator import BlueskySimulator
from beffroi.networks.contracts import Access, Connection, Profile
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkUnavailable,
    UnexpectedResponse,
)
from beffroi.networks.mastodon.tests.world import MastodonWorld
from beffroi.networks.simulation_faults import Fault, FaultKind
from tests.world import World

pytestmark = pytest.mark.django_db


def trail() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


# With a password


def test_a_right_password_connects_the_account(
    channel: Channel, bluesky: BlueskySimulator, now: datetime
) -> None:
    assert channel.is_connected
    assert (channel.handle, channel.display_name) == (bluesky.handle, "Atelier Martin")
    assert (channel.verified_at, channel.connected_at) == (now, now)
    assert channel.limits["text_max"] == 300
    assert ChannelKeeper(channel.pk, clock=utc_now).read().account_id == bluesky.ours.did
    assert trail()[-1] == "channel.connected"


def test_a_handle_and_a_password_are_taken_as_people_paste_them(
    world: World, bluesky: BlueskySimulator, now: datetime
) -> None:
    channel = connect(
        world,
        bluesky,
        now=now,
        identifier=f" @{bluesky.handle} ",
        password=f" {bluesky.password}\n",
    )
    assert channel.account_id == bluesky.ours.did


def test_a_wrong_password_changes_nothing(
    world: World, bluesky: BlueskySimulator, now: datetime
) -> None:
    before = trail()
    with pytest.raises(AccessRevoked):
        connect(world, bluesky, now=now, password="wrong")
    assert not Channel.objects.exists()
    assert trail() == before


def test_what_is_no_server_is_refused_before_any_call(world: World, now: datetime) -> None:
    with pytest.raises(InvalidAddress):
        actions.connect_with_password(
            workspace=world.atelier,
            actor=world.claire,
            network="bluesky",
            address="ftp://x",
            identifier="x",
            password="y",
            now=now,
        )


def test_a_network_that_asks_for_a_yes_takes_no_password(world: World, now: datetime) -> None:
    with pytest.raises(actions.CannotConnect):
        actions.connect_with_password(
            workspace=world.atelier,
            actor=world.claire,
            network="mastodon",
            address="x.example",
            identifier="x",
            password="y",
            now=now,
        )


def test_a_network_that_asks_for_a_password_has_no_page_of_consent(
    world: World, now: datetime
) -> None:
    with pytest.raises(actions.CannotConnect):
        consents.begin(
            workspace=world.atelier,
            network="bluesky",
            address="x.example",
            redirect_uri=RETURN,
            now=now,
        )


def test_a_session_that_names_a_server_inside_connects_nothing(
    world: World, bluesky: BlueskySimulator, now: datetime
) -> None:
    service = {"id": "#atproto_pds", "serviceEndpoint": "https://127.0.0.1/"}
    tokens = {"accessJwt": "a", "refreshJwt": "r", "did": "did:plc:a", "handle": "a.test"}
    body = json.dumps({**tokens, "didDoc": {"service": [service]}})
    bluesky.faults.add("createSession", Fault(FaultKind.ERROR_BEFORE, status=200, body=body))
    with pytest.raises(ContentRefused) as caught:
        connect(world, bluesky, now=now)
    assert caught.value.field == "address"
    assert not Channel.objects.exists()


@pytest.mark.parametrize("part", ["account", "origin"])
def test_an_account_whose_name_fits_no_column_is_refused(
    world: World, bluesky: BlueskySimulator, now: datetime, part: str
) -> None:
    long = "x" * 300
    connection_of = Connection(
        profile=Profile(long if part == "account" else "1", "zoe", "Zoé", ""),
        access=Access(f"https://{long if part == 'origin' else 'n'}.example", "1", {}),
    )
    with pytest.raises(UnexpectedResponse):
        actions.save_connection(
            workspace=world.atelier,
            actor=world.claire,
            network="bluesky",
            connection=connection_of,
            now=now,
        )


def test_limits_that_cannot_be_read_do_not_stop_a_connection(
    world: World, mastodon: MastodonWorld, now: datetime
) -> None:
    pending = begin(world, mastodon, now=now)
    answer = mastodon.decide(pending.authorize_url, "allow")
    mastodon.simulator.faults.add("instance", Fault(FaultKind.HTML_BEFORE, times=9))
    channel = consents.finish(
        workspace=world.atelier,
        actor=world.claire,
        pending=pending,
        state=answer["state"][0],
        code=answer["code"][0],
        now=now,
    )
    assert isinstance(channel, Channel)
    assert channel.is_connected
    assert gateway.limits_of(channel).text_max == 500


# With a yes on the server's page


def test_a_yes_connects_the_account(world: World, mastodon: MastodonWorld, now: datetime) -> None:
    channel = say_yes(world, mastodon, now=now)
    assert channel.handle == "ateliermartin@mastodon.example"
    assert channel.is_connected


def test_a_yes_to_somebody_elses_question_is_none(
    world: World, mastodon: MastodonWorld, now: datetime
) -> None:
    pending = begin(world, mastodon, now=now)
    code = mastodon.approve(pending.authorize_url)
    with pytest.raises(AccessRevoked):
        consents.finish(
            workspace=world.atelier,
            actor=world.claire,
            pending=pending,
            state="forged",
            code=code,
            now=now,
        )
    assert not Channel.objects.exists()


def test_two_workspaces_share_one_registration(
    world: World, mastodon: MastodonWorld, now: datetime
) -> None:
    say_yes(world, mastodon, now=now)
    begin(world, mastodon, now=now + timedelta(days=30))
    assert mastodon.simulator.calls["register"] == 1


def test_a_registration_that_nobody_uses_is_made_anew_after_a_while(
    world: World, mastodon: MastodonWorld, now: datetime
) -> None:
    begin(world, mastodon, now=now - timedelta(hours=13))
    mastodon.simulator.reset()  # the server forgot us, as servers do
    assert say_yes(world, mastodon, now=now).is_connected
    assert ServerApp.objects.count() == 1


def test_a_registration_made_for_less_than_is_asked_today_is_made_anew(
    world: World, mastodon: MastodonWorld, now: datetime
) -> None:
    say_yes(world, mastodon, now=now)
    ServerApp.objects.update(scopes="read:accounts")
    begin(world, mastodon, now=now)
    begin(world, mastodon, now=now)
    assert mastodon.simulator.calls["register"] == 2
    assert "write:blocks" in ServerApp.objects.get().scopes


def test_two_people_who_register_at_once_use_the_same(
    world: World, mastodon: MastodonWorld, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(world, mastodon, now=now)
    monkeypatch.setattr(registrations, "find", lambda **_: None)
    begin(world, mastodon, now=now)
    monkeypatch.undo()
    assert mastodon.simulator.calls["register"] == 2
    assert ServerApp.objects.count() == 1
    assert say_yes(world, mastodon, now=now).is_connected


# Again


def test_the_same_account_again_keeps_its_channel(
    world: World, channel: Channel, bluesky: BlueskySimulator, now: datetime
) -> None:
    actions.mark_lost(channel=channel, error=AccessRevoked(), now=now)
    actions.pause(channel_id=channel.pk, until=now + timedelta(hours=1))
    later = now + timedelta(minutes=5)
    again = connect(world, bluesky, now=later, again=channel)
    assert again.pk == channel.pk
    assert (again.is_connected, again.lost_at, again.paused_until) == (True, None, None)
    assert again.verified_at == later
    assert Channel.objects.count() == Credential.objects.count() == 1


def test_a_disconnected_channel_comes_back_with_its_history(
    world: World, channel: Channel, bluesky: BlueskySimulator, now: datetime
) -> None:
    actions.disconnect(channel=channel, actor=world.claire, now=now)
    assert connect(world, bluesky, now=now).pk == channel.pk


@pytest.mark.parametrize("network", ["bluesky", "mastodon"])
def test_another_account_brings_no_channel_back(
    world: World, network: str, now: datetime, request: Any
) -> None:
    simulated = request.getfixturevalue(network)
    if network == "bluesky":
        channel = connect(world, simulated, now=now)
        simulated.other.password = "zzzz"
        handle = simulated.stranger_handle

        def again() -> Channel:
            return connect(
                world, simulated, now=now, identifier=handle, password="zzzz", again=channel
            )
    else:
        channel = say_yes(world, simulated, now=now)
        simulator = simulated.simulator
        simulator.owner = simulator.state.add_account("zoe-fleurs", display_name="Zoé")
        handle = "zoe-fleurs@mastodon.example"

        def again() -> Channel:
            return say_yes(world, simulated, now=now, again=channel)

    actions.mark_lost(channel=channel, error=AccessRevoked(), now=now)
    with pytest.raises(actions.OtherAccount) as caught:
        again()
    assert (caught.value.handle, caught.value.expected) == (handle, channel.handle)
    assert Channel.objects.get() == channel
    assert not channel.is_connected


def test_the_same_account_in_two_workspaces_is_two_channels(
    world: World, channel: Channel, bluesky: BlueskySimulator, now: datetime
) -> None:
    other = actions.connect_with_password(
        workspace=world.flowers,
        actor=world.zoe,
        network="bluesky",
        address=bluesky.origin,
        identifier=bluesky.handle,
        password=bluesky.password,
        now=now,
    )
    assert other.pk != channel.pk


def test_a_server_that_is_down_leaves_everything_as_it_was(
    world: World, channel: Channel, bluesky: BlueskySimulator, now: datetime
) -> None:
    with bluesky.down(), pytest.raises(NetworkUnavailable):
        connect(world, bluesky, now=now + timedelta(hours=1))
    assert Channel.objects.get().connected_at == now
