"""A person with a word of their own in all mentions, and what is left once they are erased."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beffroi.inbox import wiring
from beffroi.inbox.ingesting import ingest
from beffroi.inbox.models import Conversation, Erasure, Suppression
from beffroi.inbox.people import card, erasure, export, holders, keeping, ledger, suppression, who
from beffroi.inbox.people.who import Who
from beffroi.inbox.tests.desk import make_channel, said
from beffroi.listening.jobs import retain
from beffroi.listening.keeping import keep
from beffroi.listening.models import Mention, Watch
from beffroi.listening.people import find
from beffroi.listening.preparing import Caught
from beffroi.listening.tests.conftest import Browse, text
from beffroi.listening.tests.makers import make_watch, post
from beffroi.networks.contracts import Author
from tests.clock import FrozenClock
from tests.world import World

ERASED = Suppression.Kind.ERASED
CANARY = "zorglubique"
DID = f"did:plc:{CANARY}"


@pytest.fixture
def watch(world: World, clock: FrozenClock) -> Watch:
    return make_watch(world.atelier, "levain", now=clock())


@pytest.fixture
def person(world: World) -> Who:
    return Who(world.atelier.pk, "bluesky", "", DID)


def hear(watch: Watch, *, at: datetime, number: int = 1, author: str = CANARY) -> int:
    words = f"Du levain {author}, numéro {number}"
    by = {watch.workspace_id: [watch.pk]}
    return keep([Caught(post(number, words, now=at, author=author), by)], now=at)


def erase(person: Who, world: World, clock: FrozenClock) -> Erasure:
    row = erasure.ask(person, actor=world.claire, now=clock())
    clock.advance(minutes=11)
    erasure.erase_due(row.pk, clock=clock)
    row.refresh_from_db()
    return row


def in_tables() -> list[str]:
    """Return the tables of listening in which the word stands."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("listening_"):
                cursor.execute(f"SELECT * FROM {table}")
                if any(CANARY in str(row).lower() for row in cursor.fetchall()):
                    found.append(table)
    return found


def test_an_erasure_reaches_mentions_and_nothing_is_left(
    world: World, watch: Watch, person: Who, clock: FrozenClock
) -> None:
    for number in range(3):
        hear(watch, at=clock(), number=number)
    hear(watch, at=clock(), number=9, author="ana")
    other = make_watch(world.flowers, "levain", now=clock())
    hear(other, at=clock())
    assert "listening_mention" in in_tables()
    receipt = erase(person, world, clock)
    assert (receipt.state, receipt.words) == ("done", 3)
    assert Mention.objects.get(workspace=world.atelier).author_name == "Ana"
    Mention.objects.filter(workspace=world.flowers).delete()
    assert in_tables() == []


def test_what_they_wrote_before_does_not_come_back(
    world: World, watch: Watch, person: Who, clock: FrozenClock
) -> None:
    before = clock()
    hear(watch, at=before)
    erase(person, world, clock)
    assert hear(watch, at=before) == 0
    clock.advance(days=1)
    assert hear(watch, at=clock(), number=2) == 1


def test_of_whoever_objects_nothing_is_kept(
    world: World, watch: Watch, person: Who, clock: FrozenClock
) -> None:
    hear(watch, at=clock())
    keeping.object_(person, actor=world.claire, now=clock())
    assert in_tables() == []
    clock.advance(days=9)
    assert hear(watch, at=clock(), number=2) == 0
    keeping.lift_objection(person, actor=world.claire, now=clock())
    assert hear(watch, at=clock(), number=3) == 1


def test_an_id_of_one_server_is_known_there(world: World, watch: Watch, clock: FrozenClock) -> None:
    channel = make_channel(world.atelier, "mastodon", now=clock())
    said = post(1, "Du levain", now=clock(), network="mastodon", author=CANARY)
    said = replace(said, server=channel.origin)
    by = {world.atelier.pk: [watch.pk]}
    assert keep([Caught(said, by)], now=clock()) == 1
    keeping.object_(who.on_channel(channel, DID), actor=world.claire, now=clock())
    assert not Mention.objects.exists()
    assert keep([Caught(said, by)], now=clock()) == 0


def test_the_copy_of_their_data_has_it(
    world: World, watch: Watch, person: Who, clock: FrozenClock
) -> None:
    channel = make_channel(world.atelier, "bluesky", now=clock())
    author = Author(DID, f"{CANARY}.example", "Zoé")
    ingest(channel, [said("n1", "Bonjour", author=author)], asked_at=clock(), now=clock())
    hear(watch, at=clock() - timedelta(days=2))
    conversation = Conversation.objects.get()
    assert card.of(conversation, now=clock()).heard_count == 1
    copy = zipfile.ZipFile(io.BytesIO(export.export(conversation, actor=world.claire, now=clock())))
    assert f"Du levain {CANARY}" in copy.read("data.json").decode()
    assert f"Du levain {CANARY}" in copy.read("index.html").decode()
    held = holders.told(person, is_allowed=False)
    assert [(one.text, one.left_out) for one in held] == [("", "network_rules")]


def test_a_restore_of_an_older_backup_erases_again(
    world: World, watch: Watch, person: Who, clock: FrozenClock
) -> None:
    hear(watch, at=clock())
    suppression.note(person, Suppression.Kind.ERASED, at=clock() + timedelta(minutes=5))
    ledger.follow()
    Suppression.objects.all().delete()  # as the backup has it
    clock.advance(days=1)
    hear(watch, at=clock(), number=2)
    wiring._erase_people_again(clock())
    assert Mention.objects.get().remote_id.endswith("0002")


def test_what_slipped_in_meanwhile_goes_with_the_daily_work(
    watch: Watch, person: Who, clock: FrozenClock
) -> None:
    hear(watch, at=clock())
    hear(watch, at=clock(), number=9, author="ana")
    suppression.note(person, Suppression.Kind.OBJECTED, at=clock())
    retain({}, clock=clock)
    assert Mention.objects.get().author_name == "Ana"


def asks(person: Who) -> dict[str, str]:
    return {"network": person.network, "author": person.person_id}


def test_somebody_who_only_wrote_in_public_is_found_and_erased(
    world: World, watch: Watch, person: Who, clock: FrozenClock, browse: Browse
) -> None:
    hear(watch, at=clock())
    hear(watch, at=clock(), number=9, author="ana")
    claire = browse(world.claire)
    found = text(claire.get(reverse("listening_people"), {"who": "@zorglub"}))
    assert "Zorglubique" in found
    assert "Ana" not in found
    copy = claire.post(reverse("listening_person_copy"), asks(person))
    assert json.loads(copy.content)["heard"][0]["text"].startswith("Du levain zorglubique")
    answer = claire.post(reverse("listening_person_erase"), asks(person))
    receipt = Erasure.objects.get()
    assert answer.headers["Location"] == reverse("inbox_erasure", args=[receipt.pk])
    assert Mention.objects.count() == 2


def test_an_objection_is_noted_there_too(
    world: World, watch: Watch, person: Who, clock: FrozenClock, browse: Browse
) -> None:
    hear(watch, at=clock())
    claire = browse(world.claire)
    claire.post(reverse("listening_person_object"), asks(person))
    assert not Mention.objects.exists()
    assert hear(watch, at=clock(), number=2) == 0
    shown = text(claire.get(reverse("listening_people"), {"who": CANARY}))
    assert "Nobody of this name is kept" in shown


@pytest.mark.parametrize("network", ["feeds", "file"])
def test_who_has_no_account_is_found_by_the_name_they_write_under(
    world: World, watch: Watch, clock: FrozenClock, browse: Browse, network: str
) -> None:
    def say(number: int, name: str) -> int:
        said = post(number, f"Du levain, {number}", now=clock(), network=network)
        said = replace(said, remote_id=f"{network}:{number}", author=Author("", "blog", name))
        return keep([Caught(said, {world.atelier.pk: [watch.pk]})], now=clock())

    say(1, "Zoé Vasseur")
    say(2, "ZOE VASSEUR")
    say(3, "Ana Leroy")
    [found] = find(world.atelier, "vasseur")
    assert (found.count, found.network) == (2, network)
    who = {"network": network, "server": found.server, "author": found.author_id}
    claire = browse(world.claire)
    copy = claire.post(reverse("listening_person_copy"), who)
    assert len(json.loads(copy.content)["heard"]) == 2
    claire.post(reverse("listening_person_object"), who)
    assert Mention.objects.get().author_name == "Ana Leroy"
    assert say(4, "Zoé  Vasseur") == 0
    assert say(5, "Ana Leroy") == 1
    suppression.note(Who(world.atelier.pk, network, "", "name:ana leroy"), ERASED, at=clock())
    retain({}, clock=clock)
    assert not Mention.objects.exists()


def test_only_those_who_write_are_looked_up_among_the_erased(
    world: World, watch: Watch, person: Who, clock: FrozenClock
) -> None:
    suppression.note(person, ERASED, at=clock())
    with CaptureQueriesContext(connection) as asked:
        assert hear(watch, at=clock() + timedelta(seconds=1), author="ana") == 1
    rows = [one["sql"] for one in asked if "inbox_suppression" in one["sql"]]
    assert len(rows) == 2
    assert " IN (" in rows[-1]


@pytest.mark.parametrize("name", ["copy", "erase", "object"])
def test_nobody_elses_people_are_reached(
    world: World, person: Who, clock: FrozenClock, browse: Browse, name: str
) -> None:
    hear(make_watch(world.flowers, "levain", now=clock()), at=clock())
    answer = browse(world.claire).post(reverse(f"listening_person_{name}"), asks(person))
    assert answer.status_code == 404
    shown = text(browse(world.claire).get(reverse("listening_people"), {"who": CANARY}))
    assert "Nobody of this name" in shown
    assert Mention.objects.count() == 1


@pytest.mark.parametrize("name", ["copy", "erase", "object"])
@pytest.mark.parametrize("field", ["network", "author", "server"])
def test_a_sign_that_no_database_keeps_is_nobody(
    world: World,
    watch: Watch,
    person: Who,
    clock: FrozenClock,
    browse: Browse,
    name: str,
    field: str,
) -> None:
    hear(watch, at=clock())
    sent = asks(person)
    answer = browse(world.claire).post(
        reverse(f"listening_person_{name}"), sent | {field: f"{sent.get(field, '')}\0"}
    )
    assert answer.status_code == 404
    assert Mention.objects.count() == 1


def test_a_search_passes_over_a_sign_that_no_database_keeps(
    world: World, watch: Watch, clock: FrozenClock, browse: Browse
) -> None:
    hear(watch, at=clock())
    shown = text(browse(world.claire).get(reverse("listening_people"), {"who": f"{CANARY}\0"}))
    assert "Zorglubique" in shown
