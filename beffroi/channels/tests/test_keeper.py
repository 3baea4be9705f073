"""One session, many workers: it is renewed once, and what is renewed is never lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connections

from beffroi.channels import gateway, keeper
from beffroi.channels.keeper import RENEWAL_LEASE, ChannelKeeper
from beffroi.channels.models import Channel, Credential
from beffroi.channels.tests.conftest import connect
from beffroi.core import crypto
from beffroi.core.clock import utc_now
from beffroi.networks.bluesky.simulator import BlueskySimulator
from beffroi.networks.contracts import Access
from beffroi.networks.errors import AccessRevoked, NetworkUnavailable
from beffroi.networks.port import FeedbackReader
from beffroi.networks.simulation_faults import Fault, FaultKind
from tests.clock import FrozenClock
from tests.world import World

concurrent = pytest.mark.django_db(transaction=True)


def together(work: Callable[[], object], *, workers: int = 2) -> list[BaseException]:
    """Run `work` at once in as many threads; return what was raised."""
    barrier = threading.Barrier(workers)

    def run() -> None:
        try:
            barrier.wait(5)
            work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(run) for _ in range(workers)]
    return [error for future in futures if (error := future.exception())]


def read_feedback(channel: Channel) -> None:
    adapter = gateway.open_channel(channel, clock=utc_now)
    assert isinstance(adapter, FeedbackReader)
    adapter.read_feedback(None)


def changed(access: Access, token: str) -> Access:
    return replace(access, secrets={**access.secrets, "access_jwt": token})


@concurrent
def test_two_workers_renew_one_session_once(channel: Channel, bluesky: BlueskySimulator) -> None:
    bluesky.expire_access()
    assert together(lambda: read_feedback(channel)) == []
    assert bluesky.calls["refreshSession"] == 1
    assert bluesky.calls["createSession"] == 1  # that of connecting


@concurrent
def test_a_slow_renewal_is_waited_for_and_not_made_twice(
    channel: Channel, bluesky: BlueskySimulator
) -> None:
    bluesky.expire_access()
    bluesky.faults.add("refreshSession", Fault(FaultKind.SLOW, seconds=0.5))
    assert together(lambda: read_feedback(channel), workers=4) == []
    assert bluesky.calls["refreshSession"] == 1


@concurrent
def test_two_channels_renew_without_waiting_for_each_other(
    world: World, channel: Channel, bluesky: BlueskySimulator, now: datetime
) -> None:
    bluesky.other.password = "x-x-x-x"
    other = connect(world, bluesky, now=now, identifier=bluesky.stranger_handle, password="x-x-x-x")
    mine, theirs = (ChannelKeeper(row.pk, clock=utc_now) for row in (channel, other))
    both = threading.Barrier(2)

    def renewal(stale: Access) -> Access:
        both.wait(5)  # only passes when both renew at the same time
        return changed(stale, "renewed")

    work = iter([mine, theirs])

    def renew() -> None:
        one = next(work)
        one.renew(one.read(), renewal)

    assert together(renew) == []


@pytest.mark.django_db
def test_a_renewer_that_died_is_replaced_when_its_lease_ends(
    channel: Channel, clock: FrozenClock
) -> None:
    Credential.objects.update(renewing_until=clock() + RENEWAL_LEASE)
    clock.advance(seconds=RENEWAL_LEASE.total_seconds())
    kept = ChannelKeeper(channel.pk, clock=clock)
    renewed = kept.renew(kept.read(), lambda stale: changed(stale, "renewed"))
    assert kept.read() == renewed
    assert Credential.objects.get().renewing_until is None


@pytest.mark.django_db
def test_a_renewal_that_never_ends_is_tried_again_later(
    channel: Channel, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "_WAIT_SECONDS", 0)
    Credential.objects.update(renewing_until=clock() + RENEWAL_LEASE)
    kept = ChannelKeeper(channel.pk, clock=clock)
    with pytest.raises(NetworkUnavailable):
        kept.renew(kept.read(), lambda stale: changed(stale, "renewed"))


@pytest.mark.django_db
def test_a_renewal_that_fails_leaves_the_way_free(channel: Channel, clock: FrozenClock) -> None:
    kept = ChannelKeeper(channel.pk, clock=clock)
    stale = kept.read()

    def fail(_: Access) -> Access:
        raise NetworkUnavailable("502")

    with pytest.raises(NetworkUnavailable):
        kept.renew(stale, fail)
    assert Credential.objects.get().renewing_until is None
    assert kept.read() == stale


@pytest.mark.django_db
def test_what_a_person_brought_meanwhile_outranks_a_renewal(
    channel: Channel, clock: FrozenClock
) -> None:
    kept = ChannelKeeper(channel.pk, clock=clock)
    stale = kept.read()
    brought = changed(stale, "brought by a person")

    def renewal(old: Access) -> Access:
        keeper.store(channel, brought, clock=clock)
        return changed(old, "renewed")

    assert kept.renew(stale, renewal) == brought
    assert kept.read() == brought


@pytest.mark.django_db
def test_an_access_moved_to_another_row_does_not_open(
    world: World, channel: Channel, now: datetime, clock: FrozenClock
) -> None:
    other = Channel.objects.create(
        workspace=world.flowers,
        network="bluesky",
        origin=channel.origin,
        account_id="did:plc:zoe",
        handle="zoe.example",
        verified_at=now,
        connected_at=now,
    )
    sealed = Credential.objects.get(channel=channel).sealed
    Credential.objects.create(channel=other, sealed=sealed, updated_at=now)
    with pytest.raises(AccessRevoked):
        ChannelKeeper(other.pk, clock=clock).read()


@pytest.mark.django_db
def test_an_access_whose_key_is_gone_asks_to_connect_again(
    channel: Channel, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> bytes:
        raise crypto.CryptoError("no such key")

    monkeypatch.setattr(crypto, "open_sealed", refuse)
    with pytest.raises(AccessRevoked):
        ChannelKeeper(channel.pk, clock=clock).read()


def test_whose_channel_it_is_is_known_without_an_access(channel: Channel, now: datetime) -> None:
    account_id = channel.account_id
    keeper.forget(channel)
    assert keeper.ChannelKeeper(channel.pk, clock=lambda: now).account_id == account_id
