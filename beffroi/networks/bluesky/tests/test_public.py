"""What anybody can read on Bluesky: posts by id, accounts, words and hashtags."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from beffroi.networks.bluesky.declaration import DECLARATION
from beffroi.networks.bluesky.tests.world import BlueskyWorld
from beffroi.networks.contracts import Counters, MediaKind
from beffroi.networks.declarations import SourceKind
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkUnavailable,
    NotFound,
    UnexpectedResponse,
)
from beffroi.networks.listening import PublicPage, PublicPost
from beffroi.networks.simulation_faults import Fault, FaultKind

SEARCH, HASHTAG, ACCOUNT = SourceKind.SEARCH, SourceKind.HASHTAG, SourceKind.ACCOUNT


def read(world: BlueskyWorld, kind: SourceKind, subject: str, state: str = "") -> PublicPage:
    reader: Any = world.network if kind is ACCOUNT else world.channel()
    page: PublicPage = reader.read_public(kind, subject, state=state)
    return page


def look_up(world: BlueskyWorld, *remote_ids: str) -> dict[str, PublicPost | None]:
    network: Any = world.network
    return dict(network.look_up(remote_ids))


def write(world: BlueskyWorld, text: str, **more: Any) -> str:
    outcome = world.simulator.stranger("write", {"text": text, **more})
    world.simulator.clock.advance(timedelta(seconds=1))  # each has an instant of its own
    assert isinstance(outcome, dict)
    return str(outcome["remote_id"])


# Posts by id


def test_a_post_is_shown_with_its_author_and_counters(world: BlueskyWorld) -> None:
    uri = write(world, "Bravo la boulangerie")
    world.stranger("like", remote_id=uri)
    post = look_up(world, uri)[uri]
    assert post is not None
    assert (post.network, post.text) == ("bluesky", "Bravo la boulangerie")
    assert (post.author.handle, post.author.display_name) == ("lea-durand.test", "Léa Durand")
    assert post.counters == Counters(likes=1, shares=0, replies=0, quotes=0)
    assert "authorization" not in world.simulator.calls


def test_what_is_gone_is_none(world: BlueskyWorld) -> None:
    kept, gone = write(world, "Reste"), write(world, "Part")
    world.stranger_deletes(gone)
    found = look_up(world, gone, kept, "nonsense")
    assert found[gone] is None
    assert found["nonsense"] is None
    assert found[kept] is not None


def test_posts_are_asked_for_in_lots_of_twenty_five(world: BlueskyWorld) -> None:
    ids = [write(world, f"Message {number}") for number in range(60)]
    assert all(look_up(world, *ids).values())
    assert world.simulator.calls["getPosts"] == 3


def test_nothing_asked_is_nothing_called(world: BlueskyWorld) -> None:
    assert look_up(world) == {}
    assert world.simulator.calls["getPosts"] == 0


def test_an_app_view_that_is_away_is_not_an_absence(world: BlueskyWorld) -> None:
    uri = write(world, "Reste")
    world.simulator.faults.add("getPosts", Fault(FaultKind.ERROR_BEFORE, status=502))
    with pytest.raises(NetworkUnavailable):
        look_up(world, uri)


# Words and hashtags


def test_words_and_hashtags_find_what_is_new_oldest_first(world: BlueskyWorld) -> None:
    first, second = write(world, "Du pain #boulangerie"), write(world, "Encore du pain")
    write(world, "Rien")
    page = read(world, SEARCH, "pain")
    assert [post.remote_id for post in page.posts] == [first, second]
    assert [post.remote_id for post in read(world, HASHTAG, "boulangerie").posts] == [first]
    third = write(world, "Toujours du pain")
    again = read(world, SEARCH, "pain", page.state)
    assert [post.remote_id for post in again.posts] == [third]
    assert not read(world, SEARCH, "pain", again.state).posts


def test_what_is_indexed_late_is_found_all_the_same(world: BlueskyWorld) -> None:
    write(world, "Du pain")
    state = read(world, SEARCH, "pain").state
    late = world.simulator.clock() - timedelta(hours=1)
    uri = write(world, "Du pain rassis", created_at=late.isoformat())
    assert [post.remote_id for post in read(world, SEARCH, "pain", state).posts] == [uri]


def test_a_first_search_goes_back_a_week(world: BlueskyWorld) -> None:
    for days in (30, 3):
        past = world.simulator.clock() - timedelta(days=days)
        write(world, f"Du pain d’il y a {days} jours", created_at=past.isoformat())
    (post,) = read(world, SEARCH, "pain").posts
    assert "3 jours" in post.text


def test_a_search_reads_three_pages_at_most(world: BlueskyWorld) -> None:
    world.small_pages(2)
    for number in range(9):
        write(world, f"Du pain {number}")
    assert len(read(world, SEARCH, "pain").posts) == 6
    assert world.simulator.calls["searchPosts"] == 3


def test_searching_needs_an_access_that_lives(world: BlueskyWorld) -> None:
    channel = world.channel()
    world.revoke()
    with pytest.raises(AccessRevoked):
        channel.read_public(SEARCH, "pain", state="")


# Accounts


def test_an_account_shows_what_it_writes_answers_and_shares(world: BlueskyWorld) -> None:
    ours = world.channel().publish(world.post("Qui vient samedi ?")).remote_id
    embed = {"$type": "app.bsky.embed.video", "video": {}}
    alone = write(world, "Un film")
    world.simulator.world.posts[alone].record["embed"] = embed
    answer = world.stranger_replies(ours, "Moi !")
    world.simulator.clock.advance(timedelta(seconds=1))
    world.stranger("share", remote_id=ours)
    film, reply, shared = read(world, ACCOUNT, "lea-durand.test").posts
    assert (film.remote_id, film.media, film.answers) == (alone, (MediaKind.VIDEO,), "")
    assert (reply.remote_id, reply.answers, reply.repeats) == (answer, ours, "")
    assert film.counters is not None
    assert (shared.repeats, shared.text) == (ours, "Qui vient samedi ?")
    assert shared.author.handle == "lea-durand.test"
    assert shared.remote_id.startswith(f"at://{world.simulator.other.did}/app.bsky.feed.repost/")


def test_an_account_is_read_on_from_where_it_was_left(world: BlueskyWorld) -> None:
    write(world, "Un")
    page = read(world, ACCOUNT, world.simulator.other.did)
    second = write(world, "Deux")
    world.small_pages(1)
    again = read(world, ACCOUNT, world.simulator.other.did, page.state)
    assert [post.remote_id for post in again.posts] == [second]


def test_an_account_that_is_not_there_is_not_found(world: BlueskyWorld) -> None:
    with pytest.raises(NotFound):
        read(world, ACCOUNT, "nobody.test")
    world.simulator.other.is_active = False
    with pytest.raises(NotFound):
        read(world, ACCOUNT, "lea-durand.test")


# Both


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (SEARCH, " "),
        (SEARCH, "a" * 400),
        (SEARCH, "!?"),
        (HASHTAG, "deux mots"),
        (ACCOUNT, "not an account"),
        (ACCOUNT, "https://bsky.app/profile/x"),
        (SourceKind.FEED, "https://x.test/"),
    ],
)
def test_what_cannot_be_a_subject_is_refused(
    world: BlueskyWorld, kind: SourceKind, subject: str
) -> None:
    with pytest.raises(ContentRefused):
        read(world, kind, subject)


def test_a_kind_is_read_by_whom_it_is_declared(world: BlueskyWorld) -> None:
    network: Any = world.network
    for kind in DECLARATION.listening.sources:
        reader = world.channel() if kind is ACCOUNT else network
        with pytest.raises(ContentRefused):
            reader.read_public(kind, "x.test", state="")


@pytest.mark.parametrize("state", ["nonsense", "{}", "[]", '{"since": 1e99, "seen": []}'])
@pytest.mark.parametrize("kind", [SEARCH, ACCOUNT])
def test_a_state_of_somebody_else_is_unexpected(
    world: BlueskyWorld, kind: SourceKind, state: str
) -> None:
    with pytest.raises(UnexpectedResponse):
        read(world, kind, "lea-durand.test", state)
