"""Of a person who is erased no byte is left, in no table and in no file, nor in what is logged."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from beffroi.channels import gateway
from beffroi.cli.scratch import scratch_database
from beffroi.core.leftovers import clear_leftovers
from beffroi.delivery.tests.scripted import Script, ScriptedNetwork
from beffroi.demo.world import people_and_places
from beffroi.inbox.models import Conversation, Feedback
from beffroi.inbox.people import erasure, ledger
from beffroi.inbox.tests.desk import NOUR, Desk, make_channel, said
from beffroi.inbox.tests.people import cases
from beffroi.inbox.tests.people.cases import CANARY, CANARY_ROOT, in_tables
from beffroi.inbox.tests.removals import run_jobs
from beffroi.networks import registry
from beffroi.reviews.models import LeftOut
from tests.clock import FrozenClock
from tests.world import World


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that Beffroi says while it works."""
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    logging.getLogger().addHandler(handler)
    yield told
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def place(
    transactional_db: None, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Desk, World]]:
    """An inbox in a database of its own, a file on SQLite, where the word stands everywhere."""
    monkeypatch.setitem(registry.NETWORKS, "bluesky", lambda http: ScriptedNetwork(Script()))
    gateway.forget()
    with scratch_database("people") as use:
        use()
        world = people_and_places(now=clock())
        desk = Desk(make_channel(world.atelier, now=clock()), clock)
        cases.hear_everywhere(desk, 5)
        cases.spoken_of(desk, world)
        LeftOut.objects.create(
            workspace=world.atelier,
            feedback=Feedback.objects.earliest("id"),
            reason="author_asked",
            left_out_at=clock(),
        )
        desk.hear(said("n1", "Le pain est bon", author=NOUR))
        yield desk, world
    gateway.forget()


def in_files() -> list[str]:
    """Return the files that hold the word: of the database, its log, and the data folder."""
    clear_leftovers()
    name = Path(str(connection.settings_dict["NAME"]))
    files = list(Path(settings.DATA_DIR).rglob("*"))
    if connection.vendor == "sqlite":
        files += name.parent.glob(f"{name.name}*")
    return sorted(
        {
            str(file)
            for file in files
            if file.is_file() and CANARY_ROOT.encode() in file.read_bytes().lower()
        }
    )


def test_no_byte_is_left_and_of_others_all(place: tuple[Desk, World], log: io.StringIO) -> None:
    desk, world = place
    assert len(in_tables()) > 15
    assert in_files() or connection.vendor != "sqlite"
    row = erasure.ask(cases.person(desk), actor=world.claire, now=desk.clock())
    desk.clock.advance(minutes=10)
    run_jobs(desk.clock)
    row.refresh_from_db()
    assert row.is_done
    assert in_tables() == []
    assert in_files() == []
    assert CANARY not in log.getvalue().lower()
    assert Conversation.objects.get().person_name == NOUR.display_name
    assert {line.what for line in ledger.read()} == {"erased"}
