from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from beffroi.networks.contracts import FeedbackKind
from beffroi.networks.errors import (
    ContentRefused,
    NetworkError,
    RateLimited,
    ReadersRefused,
    SourceGone,
    UnexpectedResponse,
)
from beffroi.networks.feeds.documents import Entry, Feed
from beffroi.networks.feeds.items import take_new
from beffroi.networks.feeds.memory import Memory
from beffroi.networks.feeds.tests.world import FeedsWorld


def test_an_item_is_quoted_and_cannot_be_answered(world: FeedsWorld) -> None:
    written = world.write("Un titre", "<p>Le début.</p>" + "<p>La suite.</p>" * 50)
    (item,) = world.read_items()
    assert (item.remote_id, item.kind) == (written, FeedbackKind.MENTION)
    assert item.text.startswith("Un titre\n\nLe début. La suite.")
    assert len(item.text) <= len("Un titre\n\n") + 300
    assert item.url == f"{world.simulator.origin}/1"
    assert (item.can_answer, item.is_ours, item.edited_at) == (False, False, None)
    assert (item.author.display_name, item.author.account_id) == ("Zoé", "")


@pytest.mark.parametrize("kind", ["rss", "rdf", "atom", "json"])
@pytest.mark.parametrize("marks", ["etag", "modified", "both", "none"])
def test_only_what_is_new_comes_again(world: FeedsWorld, kind: str, marks: str) -> None:
    world.set_up(kind=kind, marks=marks)
    world.write("Un")
    world.let_time_pass()
    first = world.read()
    again = world.read(first.cursor)
    world.write("Deux")
    last = world.read(again.cursor)
    titles = [[item.text for item in page.items] for page in (first, again, last)]
    assert titles == [["Un"], [], ["Deux"]]


def test_what_did_not_change_is_not_sent_again(world: FeedsWorld) -> None:
    world.write("Un")
    first = world.read()
    marks = json.loads(first.cursor)
    assert marks["etag"].startswith('W/"')
    second = world.read(first.cursor)
    assert json.loads(second.cursor)["etag"] == marks["etag"]
    assert second.items == ()


def test_items_come_oldest_first(world: FeedsWorld) -> None:
    for title in ("Un", "Deux", "Trois"):
        world.write(title)
        world.let_time_pass()
    assert [item.text for item in world.read_items()] == ["Un", "Deux", "Trois"]


def test_changed_words_are_an_edit(world: FeedsWorld) -> None:
    written = world.write("Avant", "Texte")
    first = world.read()
    world.act("edit", id=written, title="Après")
    (item,) = world.read(first.cursor).items
    assert (item.remote_id, item.text) == (written, "Après\n\nTexte")
    assert item.edited_at is not None
    assert item.created_at == first.items[0].created_at


def test_an_item_that_leaves_the_feed_and_comes_back_is_not_new(world: FeedsWorld) -> None:
    world.write("Un")
    first = world.read()
    kept = dict(world.simulator.items)
    world.simulator.items.clear()
    second = world.read(first.cursor)
    world.simulator.items.update(kept)
    assert world.read(second.cursor).items == ()


def test_a_first_reading_shows_what_is_recent_and_no_more() -> None:
    now = datetime.fromisoformat("2026-11-22T08:00:00+00:00")
    entries = tuple(
        Entry(str(n), "", f"Titre {n}", "", published_at=now - timedelta(hours=n))
        for n in range(200)
    )
    items, memory = take_new(Feed("F", entries=entries), Memory(), host="a.fr", now=now)
    assert (len(items), items[-1].text) == (50, "Titre 0")
    later = replace(memory, body="read")
    assert take_new(Feed("F", entries=entries), later, host="a.fr", now=now)[0] == ()


def test_a_large_feed_is_not_new_again(world: FeedsWorld) -> None:
    now = world.now()
    entries = tuple(Entry(str(n), f"https://a.fr/{n}", "T", "") for n in range(1000))
    _, memory = take_new(Feed("F", entries=entries), Memory(), host="a.fr", now=now)
    loaded = Memory.loaded(replace(memory, body="read").dumped())
    assert take_new(Feed("F", entries=entries), loaded, host="a.fr", now=now)[0] == ()


# Dates


@pytest.mark.parametrize("dates", ["future", "none", "absurd"])
def test_a_date_that_cannot_be_believed_is_when_it_was_first_seen(
    world: FeedsWorld, dates: str
) -> None:
    world.set_up(dates=dates)
    written = world.write("Un")
    first = world.read()
    assert abs(first.items[0].created_at - world.now()) < timedelta(minutes=1)
    world.act("edit", id=written, title="Autre")
    (again,) = world.read(first.cursor).items
    assert again.created_at == first.items[0].created_at


@pytest.mark.parametrize("dates", ["mail", "iso", "french"])
def test_a_date_is_believed_however_it_is_written(world: FeedsWorld, dates: str) -> None:
    world.set_up(dates=dates)
    at = world.now().replace(microsecond=0)
    world.write("Un")
    (item,) = world.read_items()
    assert abs(item.created_at - at) <= timedelta(seconds=1)


# Ids


def test_ids_that_all_items_share_are_told_apart(world: FeedsWorld) -> None:
    world.set_up(ids="one")
    world.write("Un")
    world.write("Deux")
    first = world.read()
    assert sorted(item.text for item in first.items) == ["Deux", "Un"]
    world.simulator.items.pop(1)
    assert world.read(first.cursor).items == ()


def test_an_item_that_a_feed_repeats_is_one(world: FeedsWorld) -> None:
    now = world.now()
    one = Entry("x", "https://a.fr/x", "Un", "")
    items, memory = take_new(Feed("F", entries=(one, one)), Memory(), host="a.fr", now=now)
    assert [item.text for item in items] == ["Un"]
    assert not memory.ids_repeat


def test_without_ids_the_address_names_an_item(world: FeedsWorld) -> None:
    world.set_up(ids="none")
    world.write("Un")
    first = world.read()
    assert first.items[0].remote_id == f"{world.simulator.origin}/1"
    assert world.read(first.cursor).items == ()


def test_without_id_and_address_the_words_name_an_item(world: FeedsWorld) -> None:
    now = world.now()
    entries = (Entry("", "", "Un", ""), Entry("", "", "Deux", ""))
    items, _ = take_new(Feed("F", entries=entries), Memory(), host="a.fr", now=now)
    assert len({item.remote_id for item in items}) == 2


@pytest.mark.parametrize("identity", ["é" * 400, "x" * 100_000])
def test_an_endless_id_is_cut_to_what_can_be_kept(world: FeedsWorld, identity: str) -> None:
    entries = (Entry(identity, "", "Un", ""),)
    items, _ = take_new(Feed("F", entries=entries), Memory(), host="a.fr", now=world.now())
    assert len(items[0].remote_id.encode()) <= 500


# Being polite


def test_a_feed_is_left_alone_for_a_quarter_of_an_hour(world: FeedsWorld) -> None:
    first = world.read()
    calls = world.simulator.calls["feed"]
    world.write("Un")
    world.simulator.clock.advance(timedelta(minutes=14))
    page = world.channel().read_feedback(first.cursor)
    assert (page.items, page.cursor) == ((), first.cursor)
    assert world.simulator.calls["feed"] == calls
    world.simulator.clock.advance(timedelta(minutes=2))
    assert len(world.channel().read_feedback(first.cursor).items) == 1


@pytest.mark.parametrize(
    ("setup", "minutes"),
    [
        ({"ttl": 60}, 60),
        ({"max_age": 7200}, 120),
        ({"ttl": 5, "max_age": 60}, 15),
        ({"ttl": 999_999}, 1440),
        ({"max_age": 999_999_999}, 1440),
    ],
)
def test_a_feed_is_left_alone_as_long_as_it_asks(
    world: FeedsWorld, setup: dict[str, Any], minutes: int
) -> None:
    world.set_up(**setup)
    first = world.read()
    told = json.loads(first.cursor)["next_at"] - world.now().timestamp()
    assert abs(told - minutes * 60) < 60
    second = world.read(first.cursor)  # unchanged: what the feed asked still holds
    told = json.loads(second.cursor)["next_at"] - world.now().timestamp()
    assert abs(told - minutes * 60) < 60


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_source_that_wants_rest_says_until_when(
    world: FeedsWorld, status: int, form: str
) -> None:
    until = world.now() + timedelta(seconds=90)
    told = "90" if form == "seconds" else f"{until:%a, %d %b %Y %H:%M:%S} GMT"
    world.set_up(status=status, retry_after=told)
    with pytest.raises(RateLimited) as caught:
        world.channel().read_feedback(None)
    assert 85 <= caught.value.retry_after_seconds <= 91


def test_an_address_that_moved_for_good_is_learnt(world: FeedsWorld) -> None:
    world.write("Un")
    cursor = world.read().cursor
    world.set_up(moves=(301, 308))
    urls = []
    for _ in range(4):
        cursor = world.read(cursor).cursor
        urls.append(json.loads(cursor)["url"])
    moved = f"{world.simulator.origin}/moved/2"
    assert urls == ["", "", moved, moved]
    calls = world.simulator.calls["feed"]
    world.read(cursor)
    assert world.simulator.calls["feed"] == calls + 1


@pytest.mark.parametrize("moves", [(302,), (307,), (302, 301), (303,)])
def test_a_detour_is_followed_and_not_learnt(world: FeedsWorld, moves: tuple[int, ...]) -> None:
    world.set_up(moves=moves)
    world.write("Un")
    page = world.read()
    assert len(page.items) == 1
    cursor = page.cursor
    for _ in range(4):
        cursor = world.read(cursor).cursor
    assert json.loads(cursor)["url"] == ""


def test_what_moves_for_good_and_then_for_a_while_is_learnt_half(world: FeedsWorld) -> None:
    world.set_up(moves=(301, 302))
    cursor: str | None = None
    for _ in range(3):
        cursor = world.read(cursor).cursor
    assert json.loads(cursor or "")["url"] == f"{world.simulator.origin}/moved/1"


def test_redirects_without_end_are_given_up(world: FeedsWorld) -> None:
    world.set_up(moves=(302,) * 9)
    with pytest.raises(UnexpectedResponse):
        world.read()


def test_a_redirect_inside_is_not_followed(world: FeedsWorld) -> None:
    world.set_up(fault="inside")
    with pytest.raises(ContentRefused) as caught:
        world.read()
    assert caught.value.field == "address"


# Trouble


def test_a_source_that_is_not_found_is_waited_for_a_week(world: FeedsWorld) -> None:
    world.write("Un")
    cursor = world.read().cursor
    world.set_up(status=404)
    for _ in range(9):
        page = world.read(cursor)
        cursor = page.cursor
        assert page.items == ()
    with pytest.raises(SourceGone):
        world.read(cursor)
    world.set_up(status=200)
    world.write("Deux")
    page = world.read(cursor)
    assert [item.text for item in page.items] == ["Deux"]
    assert json.loads(page.cursor)["misses"] == 0


def test_a_source_that_is_not_found_ten_times_in_a_day_is_not_gone(world: FeedsWorld) -> None:
    now = world.now()
    memory = Memory()
    for minute in range(50):
        memory = memory.missed(now + timedelta(minutes=minute))
    assert not memory.is_gone(now + timedelta(days=6))
    assert memory.is_gone(now + timedelta(days=7))


@pytest.mark.parametrize("status", [401, 403])
def test_a_source_that_refuses_readers_is_told(world: FeedsWorld, status: int) -> None:
    world.set_up(status=status)
    with pytest.raises(ReadersRefused):
        world.read()


@pytest.mark.parametrize("fault", ["entities", "bomb", "gzip_bomb", "page", "empty"])
def test_a_document_that_cannot_be_read_safely_is_told_and_loses_nothing(
    world: FeedsWorld, fault: str
) -> None:
    world.write("Un")
    cursor = world.read().cursor
    world.set_up(fault=fault)
    world.write("Deux")
    with pytest.raises((UnexpectedResponse, NetworkError)):
        world.read(cursor)
    world.set_up(fault="")
    assert [item.text for item in world.read(cursor).items] == ["Deux"]


@pytest.mark.parametrize("fault", ["bare", "prefixes"])
def test_a_broken_feed_is_read_all_the_same(world: FeedsWorld, fault: str) -> None:
    world.set_up(fault=fault)
    world.write("Un", "<p>é &nbsp;&amp; b</p>")
    (item,) = world.read_items()
    assert item.text == "Un\n\né & b"


def test_a_feed_that_is_cut_gives_its_beginning(world: FeedsWorld) -> None:
    world.write("Un")
    world.write("Deux")
    world.set_up(fault="cut")
    assert [item.text for item in world.read_items()] == ["Deux"]


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_accents_survive_every_encoding(world: FeedsWorld, encoding: str) -> None:
    world.set_up(encoding=encoding)
    world.write("Été à l’ancienne" if encoding != "iso-8859-1" else "Été à l'ancienne")
    (item,) = world.read_items()
    assert item.text.startswith("Été à l")


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"\x1f\x8b" + b"x" * 50])
def test_bytes_of_any_kind_end_with_a_name(world: FeedsWorld, body: bytes) -> None:
    world.answer_once(body.decode("latin-1"))
    with pytest.raises(UnexpectedResponse):
        world.read()


@pytest.mark.parametrize("status", [400, 403, 410, 500])
def test_no_error_repeats_the_address_of_a_private_feed(world: FeedsWorld, status: int) -> None:
    world.keeper.change(address=f"{world.simulator.origin}/feed.xml?key=very-secret")
    world.set_up(status=status)
    with pytest.raises(NetworkError) as caught:
        world.read()
    assert "very-secret" not in caught.value.detail
