from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection

from beffroi.channels import actions, registrations
from beffroi.channels.keeper import ChannelKeeper
from beffroi.channels.models import Channel, Credential, ServerApp
from beffroi.channels.signals import channel_connected
from beffroi.channels.tests.conftest import connect, say_yes
from beffroi.core.clock import utc_now
from beffroi.core.models import AuditEntry
from beffroi.networks.bluesky.simulator import BlueskySimulator
from beffroi.networks.errors import AccessRevoked
from beffroi.networks.mastodon.tests.world import MastodonWorld
from tests.world import World

pytestmark = pytest.mark.django_db


def trail() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def test_a_lost_access_is_said_once_and_at_once(channel: Channel, now: datetime) -> None:
    for _ in range(3):
        actions.mark_lost(channel=channel, error=AccessRevoked(), now=now)
    channel.refresh_from_db()
    assert (channel.status, channel.lost_at) == ("needs_reconnection", now)
    assert trail().count("channel.lost") == 1


def test_a_refusal_of_the_old_access_does_not_lose_the_new_one(
    world: World, channel: Channel, bluesky: BlueskySimulator, now: datetime
) -> None:
    tried = Channel.objects.get(pk=channel.pk)
    connect(world, bluesky, now=now + timedelta(seconds=9))
    actions.mark_lost(channel=tried, error=AccessRevoked(), now=now + timedelta(seconds=10))
    assert Channel.objects.get(pk=channel.pk).is_connected


def test_a_lost_or_disconnected_channel_is_not_verified(
    world: World, channel: Channel, now: datetime
) -> None:
    actions.disconnect(channel=channel, actor=world.claire, now=now)
    actions.mark_verified(channel_id=channel.pk, now=now + timedelta(hours=1))
    channel.refresh_from_db()
    assert channel.verified_at == now


def test_a_pause_is_never_cut_short_by_another(channel: Channel, now: datetime) -> None:
    actions.pause(channel_id=channel.pk, until=now + timedelta(hours=1))
    actions.pause(channel_id=channel.pk, until=now + timedelta(minutes=1))
    channel.refresh_from_db()
    assert channel.paused_until == now + timedelta(hours=1)
    actions.pause(channel_id=channel.pk, until=now + timedelta(hours=2))
    channel.refresh_from_db()
    assert channel.is_paused(now=now + timedelta(minutes=119))
    assert not channel.is_paused(now=now + timedelta(hours=2))


def test_disconnecting_forgets_the_access_and_keeps_the_channel(
    world: World, channel: Channel, now: datetime
) -> None:
    for _ in range(2):
        actions.disconnect(channel=channel, actor=world.claire, now=now)
    assert channel.status == Channel.Status.DISCONNECTED
    assert not Credential.objects.exists()
    assert trail().count("channel.disconnected") == 1


def test_what_waits_is_woken_by_a_new_connection(
    world: World, channel: Channel, bluesky: BlueskySimulator, now: datetime
) -> None:
    told: list[Channel] = []
    channel_connected.connect(
        lambda channel, **_: told.append(channel), weak=False, dispatch_uid="t"
    )
    try:
        connect(world, bluesky, now=now)
    finally:
        channel_connected.disconnect(dispatch_uid="t")


# Secrets


def test_no_secret_lies_in_the_database_in_plain(
    world: World, channel: Channel, mastodon: MastodonWorld, now: datetime
) -> None:
    second = say_yes(world, mastodon, now=now)
    app = registrations.opened(ServerApp.objects.get())
    accesses = [ChannelKeeper(row.pk, clock=utc_now).read() for row in (channel, second)]
    secrets = [value for access in accesses for key, value in access.secrets.items()]
    secrets = [value for value in [*secrets, app.client_secret] if not value.startswith("http")]
    assert len(secrets) >= 5
    content = _whole_database()
    assert channel.handle in content
    assert [secret for secret in secrets if secret in content] == []


def test_no_secret_shows_when_an_object_is_printed(channel: Channel) -> None:
    access = ChannelKeeper(channel.pk, clock=utc_now).read()
    printed = f"{access!r} {Credential.objects.get()!r} {channel!r} {access}"
    assert not any(secret in printed for secret in access.secrets.values() if "http" not in secret)


def _whole_database() -> str:
    """Return everything that the tables hold, as text."""
    rows: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                rows += [
                    bytes(cell).decode("latin-1")
                    if isinstance(cell, bytes | memoryview)
                    else str(cell)
                    for cell in row
                ]
    return "\n".join(rows)
