"""Sources of Atelier Martin, for the pictures and checks of their pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.listening.models import Source
from beffroi.listening.tests.makers import make_watch
from tests.world import World


def several(world: World) -> None:
    """One is well, one does not answer, one is gone, one was read enough, one is off."""
    now = utc_now()
    make_watch(world.atelier, "martin", now=now - timedelta(days=3), name="Atelier Martin")
    channel = _channel(world)
    well = {"state": "reading", "read_at": now - timedelta(minutes=12), "calls": 21}
    late = {"failures": 4, "failing_since": now - timedelta(hours=5)}
    _source(world, "La Voix de Douai", "voix.example", told_at=now - timedelta(hours=2), **well)
    _source(
        world,
        "boulangerie douai",
        "",
        kind="search",
        network="youtube",
        channel=channel,
        subject="boulangerie douai",
        calls_max=8,
        **{**well, "calls": 3},
    )
    _source(world, "Blog du Nord", "blog.example", state="slow", reason="unavailable", **late)
    _source(world, "Échos des halles", "halles.example", state="off", reason="gone", next_at=None)
    _source(world, "Nord gourmand", "nord.example", **{**well, "reason": "budget", "calls": 96})
    _source(world, "Radio Scarpe", "radio.example", state="off", reason="person", next_at=None)


def _source(world: World, name: str, host: str, **more: Any) -> None:
    now = utc_now()
    given = {
        "kind": "feed",
        "network": "feeds",
        "subject": f"https://{host}/rss",
        "place": f"host:{host}",
        "next_at": now + timedelta(minutes=18),
        "added_at": now - timedelta(days=9),
        "calls_on": now.date(),
    }
    Source.objects.create(workspace=world.atelier, name=name, **{**given, **more})


def _channel(world: World) -> Channel:
    now = utc_now()
    return Channel.objects.create(
        workspace=world.atelier,
        network="youtube",
        origin="https://youtube.example",
        account_id="UC1",
        handle="ateliermartin",
        verified_at=now,
        connected_at=now,
    )
