"""What is erased leaves the file of the database, and not only what the search finds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from beffroi.channels import gateway
from beffroi.cli.scratch import scratch_database
from beffroi.delivery.tests.scripted import Script, ScriptedNetwork
from beffroi.inbox import erasing
from beffroi.inbox.models import Conversation
from beffroi.inbox.search.models import FoundBy
from beffroi.inbox.tests.desk import Desk, later, make_channel, said
from beffroi.networks import registry
from beffroi.networks.contracts import Author, IncomingFeedback
from tests.clock import FrozenClock
from tests.world import people_and_places

CANARY = "zorglubique"
WORDS = ("pain", "noix", "brioche", "livraison", "retard", "merci", "commande", "samedi")


@pytest.fixture
def desk(
    transactional_db: None, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """An inbox of three hundred conversations in a database of its own, a file on SQLite."""
    monkeypatch.setitem(registry.NETWORKS, "bluesky", lambda http: ScriptedNetwork(Script()))
    gateway.forget()
    with scratch_database("erased") as use:
        use()
        world = people_and_places(now=clock())
        desk = Desk(make_channel(world.atelier, now=clock()), clock)
        chance = random.Random(3)
        for part in range(6):
            desk.hear(*(_stranger(number, chance) for number in range(part, 300, 6)))
        yield desk
    gateway.forget()


def _stranger(number: int, chance: random.Random) -> IncomingFeedback:
    return said(
        f"f{number}",
        " ".join(chance.choices(WORDS, k=8)),
        author=Author(f"did:{number}", f"p{number}.example", f"Personne {number}"),
        created_at=later(minutes=chance.randrange(50)),
    )


def is_there() -> bool:
    """Tell whether the word is anywhere: in the bytes of the file, or for a query."""
    if connection.vendor != "sqlite":
        return FoundBy.objects.filter(word__startswith=CANARY[:6]).exists() or (
            Conversation.objects.filter(search_text__contains=CANARY[:6]).exists()
        )
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    name = Path(str(connection.settings_dict["NAME"]))
    parts = [file.read_bytes() for file in name.parent.glob(f"{name.name}*")]
    return any(CANARY[:8].encode() in part.lower() for part in parts)


def test_no_byte_is_left_of_what_is_deleted_edited_or_asked_to_be_forgotten(desk: Desk) -> None:
    tell = Author("did:odile", f"{CANARY}.example", f"Odile {CANARY}")
    item = said("c1", f"Ma {CANARY} et mon pain", author=tell)
    for number in range(3):
        desk.hear(replace(item, remote_id=f"c{number}", root_id=f"root-{number}"))
        desk.hear(said(f"later{number}", f"Le pain {number}", created_at=later(hours=number)))
    quiet = replace(item, remote_id="c9", root_id="root-9", author=Author("did:9", "p9", "Neuf"))
    desk.hear(quiet)
    assert is_there()
    desk.look_again({"c0": None})
    desk.look_again({"c1": None})
    desk.clock.advance(minutes=5)
    desk.look_again({"c9": replace(quiet, text="Rien", edited_at=desk.clock())})
    assert is_there()
    erasing.forget_person(desk.channel, "did:odile", now=desk.clock())
    assert not is_there()
    assert FoundBy.objects.filter(word="pain").exists()
