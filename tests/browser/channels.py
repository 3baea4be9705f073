"""Channels of Atelier Martin, well and less well, for the pictures and checks of their pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from beffroi.channels import actions, grants, network_apps
from beffroi.channels.models import Channel, NetworkApp, Withdrawal
from beffroi.core.clock import utc_now
from beffroi.delivery.actions import create_delivery
from beffroi.delivery.content import Content
from beffroi.networks.contracts import Access, Connection, Profile
from beffroi.networks.errors import ReadersRefused, SourceGone
from beffroi.publishing.tests import desk
from tests.world import World

_CODE = "4f0c2dJr1bYwq0mXh3kZtA"
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


def ending(world: World) -> None:
    """Have an access end in three days, with a post planned after it, and another in two things."""
    now = utc_now()
    ends = _made(world, "linkedin", handle="atelier-martin", access_ends_at=now + timedelta(days=3))
    create_delivery(
        channel=ends,
        content=Content(text="Nos horaires de fête", language="fr", written_at=now),
        due_at=now + timedelta(days=5),
        actor=world.claire,
        now=now,
    )
    findings = [
        {"code": "scope_missing", "detail": "pages_manage_posts", "url": ""},
        {"code": "review_required", "detail": "", "url": ""},
    ]
    _made(
        world,
        "facebook",
        handle="ateliermartin",
        findings=findings,
        diagnosed_at=now - timedelta(hours=2),
    )


def doctor(world: World) -> str:
    """Return the address where the channel that lacks two things is looked at."""
    return f"/channels/{Channel.objects.of(world.atelier).get(network='facebook').pk}/state/"


def app(world: World) -> None:
    """Keep a developer app of Facebook."""
    network_apps.save(
        network="facebook",
        origin="https://graph.facebook.com",
        workspace=world.atelier,
        actor=world.claire,
        client_id="1234567890",
        client_secret="not-shown",
        extra={},
        now=utc_now(),
    )


def page_login(world: World) -> None:
    """Keep an app of Facebook for Instagram: accounts are connected through their Page."""
    network_apps.save(
        network="instagram",
        origin="https://graph.instagram.com",
        workspace=world.atelier,
        actor=world.claire,
        client_id="1234567890",
        client_secret="not-shown",
        extra={"login": "facebook"},
        now=utc_now(),
    )


def gone(world: World) -> None:
    """Lose a feed: its site says that it is gone."""
    channel = _feed(world, "Mairie de Douai", "mairie-douai.example")
    error = SourceGone("410")
    actions.mark_lost(channel=channel, error=error, now=utc_now() - timedelta(hours=9))


def refused(world: World) -> None:
    """Have a site refuse programs that read its feed."""
    channel = _feed(world, "La Voix du Nord · Douaisis", "lavoixdunord.example")
    error = ReadersRefused("403")
    actions.mark_refused(channel=channel, error=error, now=utc_now() - timedelta(hours=2))


def feeds(world: World) -> None:
    """Listen to a feed that answers, one that refuses programs and one that is gone."""
    _feed(world, "Le Journal du pain", "journal-du-pain.example")
    refused(world)
    gone(world)


def withdrawn(world: World) -> None:
    """Forget somebody who asked it through Facebook."""
    app(world)
    Withdrawal.objects.create(
        network_app=NetworkApp.objects.get(),
        kind=Withdrawal.Kind.DATA,
        code=_CODE,
        digest="",
        asked_at=utc_now() - timedelta(minutes=2),
        done_at=utc_now(),
        accesses=1,
        words=3,
    )


def forgotten(world: World) -> str:
    """Return the address of the page that says what was erased."""
    return f"/channels/forgotten/{_CODE}/"


def choice(world: World) -> None:
    """Let Claire choose between two pages."""
    pages = [("Atelier Martin", "ateliermartin"), ("Cycles Lefèvre", "cycleslefevre")]
    connections = [
        Connection(
            Profile(handle, handle, name, "", "page"),
            Access("https://graph.facebook.com", handle, {"page_token": "not-shown"}),
        )
        for name, handle in pages
    ]
    grants.keep(
        connections,
        workspace=world.atelier,
        actor=world.claire,
        network="facebook",
        network_app=None,
        now=utc_now(),
    )


def again(world: World) -> str:
    """Return the address where the first channel is connected again."""
    return f"/channels/{Channel.objects.of(world.atelier)[0].pk}/connection/"


def goodbye(world: World) -> str:
    """Return the address where the first channel is disconnected."""
    return f"/channels/{Channel.objects.of(world.atelier)[0].pk}/disconnection/"


def _feed(world: World, name: str, host: str) -> Channel:
    return _made(
        world,
        "feeds",
        kind="feed",
        account_id=f"https://{host}/feed.xml",
        handle=host,
        display_name=name,
        origin=f"https://{host}",
        url=f"https://{host}/",
    )


def _made(world: World, network: str, **values: Any) -> Channel:
    values = {"url": _PROFILE.format(network), **values}
    return desk.make_channel(world.atelier, network, now=utc_now(), **values)
