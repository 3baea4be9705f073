"""Sources of Atelier Martin, for the pictures and checks of their pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.listening.models import MentionFile, Source, Watch
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


def watched(world: World) -> Watch:
    """A watch is on."""
    now = utc_now()
    return make_watch(world.atelier, "martin", now=now - timedelta(days=3), name="Atelier Martin")


def imported(world: World) -> None:
    """A table was read, but for some of its rows."""
    _table(
        world,
        state="done",
        rows_read=412,
        rows_new=380,
        rows_known=21,
        left_out={"date": [8, [12, 40, 41, 96]], "old": [3, [300, 301, 302]]},
        ended_at=utc_now(),
    )


def importing(world: World) -> None:
    """A table is being read."""
    _table(world, state="reading", rows_read=2400, rows_new=2350, rows_known=50, done_bytes=90_000)


def asking(world: World) -> None:
    """A table does not say which column is which."""
    row = _table(world, state="asking")
    row.path.parent.mkdir(parents=True, exist_ok=True)
    row.path.write_text(
        "Quand;Quoi;Qui;Adresse\n"
        "12/11/2026 09:15;Chez Martin, quelle brioche !;Zoé;https://voix.example/1\n"
        "13/11/2026;Une heure de file samedi, et plus une baguette;Hugo;https://voix.example/2\n"
    )


def file_page(world: World) -> str:
    """Return the address of the table."""
    return f"/listening/sources/file/{MentionFile.objects.get(workspace=world.atelier).pk}/"


def _table(world: World, **more: Any) -> MentionFile:
    given = {"name": "mentions-novembre.csv", "size_bytes": 214_000, "given_at": utc_now()}
    return MentionFile.objects.create(
        workspace=world.atelier, watch=watched(world), **{**given, **more}
    )


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
