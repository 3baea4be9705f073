"""Channels of Atelier Martin, well and less well, for the pictures and checks of their pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.delivery.actions import create_delivery
from beffroi.delivery.content import Content
from beffroi.publishing.tests import desk
from tests.world import World

_PROFILE = "https://{}.example/atelier-martin"


def healthy(world: World) -> None:
    """Connect two channels, one of them on this machine."""
    _made(world, "bluesky")
    _made(world, "mastodon", origin="http://127.0.0.1:4001")


def troubled(world: World) -> None:
    """Lose a channel for which a post waits; the others are silent, paused, put away."""
    now = utc_now()
    lost = _made(
        world,
        "bluesky",
        status=Channel.Status.NEEDS_RECONNECTION,
        lost_at=now - timedelta(minutes=40),
    )
    create_delivery(
        channel=lost,
        content=Content(text="Fournée de 7 h", language="fr", written_at=now),
        due_at=now + timedelta(hours=2),
        actor=world.claire,
        now=now,
    )
    _made(world, "mastodon", verified_at=now - timedelta(hours=3))
    _made(
        world,
        "mastodon",
        account_id="2",
        handle="fournil@mastodon.example",
        paused_until=now + timedelta(minutes=12),
    )
    _made(
        world,
        "bluesky",
        account_id="did:plc:old",
        handle="ancien-martin.example",
        status=Channel.Status.DISCONNECTED,
        lost_at=now - timedelta(days=30),
    )


def again(world: World) -> str:
    """Return the address where the first channel is connected again."""
    return f"/channels/{Channel.objects.of(world.atelier)[0].pk}/connection/"


def goodbye(world: World) -> str:
    """Return the address where the first channel is disconnected."""
    return f"/channels/{Channel.objects.of(world.atelier)[0].pk}/disconnection/"


def _made(world: World, network: str, **values: Any) -> Channel:
    url = _PROFILE.format(network)
    return desk.make_channel(world.atelier, network, now=utc_now(), url=url, **values)
