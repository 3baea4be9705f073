"""A feed's hub tells us at once: asked for, checked, signed, renewed, left; never needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from beffroi.channels import actions, doors, gateway, subscribing
from beffroi.channels.models import Channel, ChannelDoor
from beffroi.core import crypto
from beffroi.core.bodies import bytes_max_of
from beffroi.core.clock import utc_now
from beffroi.core.jobs import Runner
from beffroi.core.models import Job
from beffroi.inbox.models import Feedback, Poll
from beffroi.networks.simulation_webhooks import Storm
from tests.simulated import part, simulator_of
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def setup(**values: Any) -> Any:
    """Return how the simulated server is set up."""
    return part("feeds", "simulator_wire").Setup(**values)


@pytest.fixture
def source(settings: Settings, live_server: LiveServer) -> Iterator[Any]:
    settings.PUBLIC_URL = live_server.url
    with simulator_of("feeds")(setup=setup(has_hub=True)) as running:
        settings.OUTBOUND_ALLOW = frozenset({running.origin.removeprefix("http://")})
        settings.OUTBOUND_TIMEOUT_SECONDS = 2.0
        gateway.forget()
        yield running
    gateway.forget()


@pytest.fixture
def channel(source: Any, world: World) -> Channel:
    """The neighbourhood's paper, connected and read once, its hub asked."""
    made = actions.connect_address(
        workspace=world.atelier,
        actor=world.claire,
        network="feeds",
        address=f"{source.origin}/feed.xml",
        now=utc_now(),
    )
    run()
    return made


def run(*, later: timedelta = timedelta()) -> None:
    Runner().run_until_idle(lambda: utc_now() + later)


def door(channel: Channel) -> ChannelDoor:
    found = doors.find(channel)
    assert found is not None
    return found


def address(channel: Channel) -> str:
    return doors.callback_url(door(channel))


def confirm(source: Any, channel: Channel) -> bool:
    return bool(source.hub.check(address(channel)))


def told(source: Any, title: str, **storm: Any) -> list[int]:
    source.stranger("write", {"title": title})
    posted = source.hub.push(source.document()[0], storm=Storm(**storm))
    return [one.status for one in posted]


def kept() -> list[str]:
    return sorted(Feedback.objects.values_list("text", flat=True))


def test_what_a_hub_tells_is_read_at_once(source: Any, channel: Channel) -> None:
    assert confirm(source, channel)
    assert told(source, "Un") == [200]
    run()
    assert kept() == ["Un"]


def test_a_hub_that_sends_a_whole_feed_has_it_read_at_once(source: Any, channel: Channel) -> None:
    assert confirm(source, channel)
    source.stranger("write", {"title": "Un"})
    whole = source.document()[0] + b"<!--" + b" " * 3_000_000 + b"-->"
    assert [one.status for one in source.hub.push(whole, storm=Storm())] == [200]
    run()
    assert kept() == ["Un"]


def test_only_a_door_that_is_ours_takes_a_whole_feed(channel: Channel) -> None:
    path = urlsplit(address(channel)).path
    assert bytes_max_of(RequestFactory().post(path)) == 5_000_000
    assert bytes_max_of(RequestFactory().post("/channels/told/feeds/none/")) == 2_000_000


def test_without_its_word_the_feed_is_left_alone_until_it_is_time(
    source: Any, channel: Channel
) -> None:
    assert confirm(source, channel)
    source.stranger("write", {"title": "Un"})
    run(later=timedelta(minutes=5))
    assert kept() == []


def test_a_forged_word_is_refused_and_reads_nothing(source: Any, channel: Channel) -> None:
    assert confirm(source, channel)
    calls = source.calls["feed"]
    assert told(source, "Un", forged=1.0, dropped=1.0) == [403]
    run()
    assert (kept(), source.calls["feed"]) == ([], calls)


@pytest.mark.parametrize("method", ["sha1", "sha384", "sha512"])
def test_every_documented_signature_is_taken(source: Any, channel: Channel, method: str) -> None:
    source.hub.method = method
    assert confirm(source, channel)
    assert told(source, "Un") == [200]


def test_nothing_is_taken_before_the_hub_has_checked(source: Any, channel: Channel) -> None:
    source.hub.asked[address(channel)].is_confirmed = True
    assert told(source, "Un") == [403]


def test_each_channel_has_an_address_and_a_secret_of_its_own(
    source: Any, channel: Channel, world: World
) -> None:
    other = actions.connect_address(
        workspace=world.flowers,
        actor=world.claire,
        network="feeds",
        address=f"{source.origin}/feed.xml",
        now=utc_now(),
    )
    run()
    first, second = door(channel), door(other)
    assert first.token != second.token
    secrets = {doors.agreed_at(one).client_secret for one in (first, second)}
    assert len(secrets) == 2
    assert not any(secret.encode() in bytes(first.sealed) for secret in secrets)
    with pytest.raises(crypto.CryptoError):
        crypto.open_sealed(bytes(first.sealed), bound_to=doors.binding(second))


def test_a_check_that_we_did_not_ask_for_is_not_confirmed(
    source: Any, channel: Channel, client: Client
) -> None:
    assert not source.hub.check(address(channel), topic="https://evil.test/")
    source.hub.asked[address(channel)].mode = "unsubscribe"
    assert not confirm(source, channel)
    path = address(channel).partition("/channels/")[2]
    assert client.get(f"/channels/{path}").status_code == 404


def test_a_lease_is_renewed_before_it_ends(source: Any, channel: Channel) -> None:
    source.hub.lease_seconds = 7200
    source.hub.asked[address(channel)].lease_seconds = 7200
    assert confirm(source, channel)
    job = Job.objects.get(kind=subscribing.JOB, key=str(channel.pk))
    assert utc_now() < job.run_at < utc_now() + timedelta(seconds=7200)
    source.hub.asked.clear()
    run(later=timedelta(seconds=6000))
    assert source.hub.asked.keys() == {address(channel)}
    assert confirm(source, channel)
    assert told(source, "Un") == [200]


def test_a_hub_that_refuses_is_believed_and_the_feed_is_read_all_the_same(
    source: Any, channel: Channel
) -> None:
    source.hub.denies = True
    assert not confirm(source, channel)
    source.hub.asked[address(channel)].is_confirmed = True
    assert told(source, "Un") == [403]
    Poll.objects.update(cursor="")
    run(later=timedelta(hours=1))
    assert kept() == ["Un"]


def test_a_disconnected_channel_asks_to_be_told_no_more(
    source: Any, channel: Channel, world: World
) -> None:
    assert confirm(source, channel)
    actions.disconnect(channel=channel, actor=world.claire, now=utc_now())
    run()
    assert source.hub.asked[address(channel)].mode == "unsubscribe"
    assert confirm(source, channel)
    assert source.hub.asked == {}


def test_who_comes_back_is_told_again(source: Any, channel: Channel, world: World) -> None:
    assert confirm(source, channel)
    actions.disconnect(channel=channel, actor=world.claire, now=utc_now())
    run()
    assert confirm(source, channel)
    before = address(channel)
    actions.connect_address(
        workspace=world.atelier,
        actor=world.claire,
        network="feeds",
        address=f"{source.origin}/feed.xml",
        now=utc_now(),
    )
    run()
    assert address(channel) == before
    assert confirm(source, channel)
    assert told(source, "Un") == [200]


def test_a_feed_without_a_hub_is_asked_for_one_again_the_next_day(
    source: Any, world: World
) -> None:
    source.setup = setup(has_hub=False)
    made = actions.connect_address(
        workspace=world.atelier,
        actor=world.claire,
        network="feeds",
        address=f"{source.origin}/feed.xml",
        now=utc_now(),
    )
    run()
    assert doors.find(made) is None
    source.setup = setup(has_hub=True)
    run(later=timedelta(hours=25))
    assert source.hub.asked.keys() == {address(made)}


def test_where_nobody_reaches_us_no_hub_is_asked(
    channel: Channel, settings: Settings, source: Any
) -> None:
    Channel.objects.update(origin="https://journal.example")
    channel.refresh_from_db()
    settings.IS_HTTPS = False
    source.hub.asked.clear()
    assert subscribing.subscribe(channel, clock=utc_now) is None
    assert source.hub.asked == {}


def test_what_is_told_again_is_read_again(source: Any, channel: Channel) -> None:
    assert confirm(source, channel)
    assert told(source, "Un") == [200]
    run()
    assert told(source, "Deux", doubled=1.0) == [200, 200]
    run()
    assert kept() == ["Deux", "Un"]


def test_what_a_hub_tells_while_an_agreement_is_kept_is_not_forgotten(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal, told_at = crypto.seal, utc_now()

    def seal_slowly(plain: bytes, *, bound_to: str) -> bytes:
        ChannelDoor.objects.update(told_at=told_at)
        return seal(plain, bound_to=bound_to)

    monkeypatch.setattr(crypto, "seal", seal_slowly)
    doors.keep(channel, doors.agreed_at(door(channel)))
    assert door(channel).told_at == told_at
