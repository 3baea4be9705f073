"""What anybody can read on one server: hashtags, words where it searches, accounts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beffroi.networks.declarations import SourceKind
from beffroi.networks.errors import (
    ContentRefused,
    NotFound,
    PermissionLost,
    UnexpectedResponse,
)
from beffroi.networks.listening import PublicPage
from beffroi.networks.mastodon.tests.world import MastodonWorld

SEARCH, HASHTAG, ACCOUNT = SourceKind.SEARCH, SourceKind.HASHTAG, SourceKind.ACCOUNT


def read(world: MastodonWorld, kind: SourceKind, subject: str, state: str = "") -> PublicPage:
    page: PublicPage = world.channel().read_public(kind, subject, state=state)
    return page


def test_a_hashtag_is_read_on_without_a_gap(world: MastodonWorld) -> None:
    first = world.stranger_writes("Du pain #Boulangerie")
    world.stranger_writes("Rien")
    page = read(world, HASHTAG, "boulangerie")
    assert [post.remote_id for post in page.posts] == [first]
    wanted = [world.stranger_writes(f"Encore {number} #boulangerie") for number in range(60)]
    again = read(world, HASHTAG, "boulangerie", page.state)
    assert {post.remote_id for post in again.posts} == set(wanted)
    assert not read(world, HASHTAG, "boulangerie", again.state).posts


def test_an_account_shows_its_answers_and_only_what_is_for_everybody(world: MastodonWorld) -> None:
    ours = world.channel().publish(world.post("Qui vient ?")).remote_id
    answer = world.stranger_replies(ours, "Moi")
    world.stranger_writes("Entre nous", visibility="private")
    quiet = world.stranger_writes("En passant", visibility="unlisted")
    page = read(world, ACCOUNT, "@zoe@mastodon.example")
    assert {post.remote_id: post.answers for post in page.posts} == {answer: ours, quiet: ""}
    assert world.simulator.calls["lookup"] == 1
    read(world, ACCOUNT, "@zoe@mastodon.example", page.state)
    assert world.simulator.calls["lookup"] == 1


def test_a_number_that_nobody_can_have_is_not_known(world: MastodonWorld) -> None:
    """The number of followers is what the server of their account claims."""
    writer, state = world.simulator.writer, world.simulator.state
    told = writer.status(state.statuses[world.stranger_writes("Du pain")])
    told["account"]["followers_count"] = 3_000_000_000
    told["favourites_count"] = 10**30
    world.answer_once("statuses", [told])
    (post,) = read(world, ACCOUNT, "zoe").posts
    assert (post.text, post.followers) == ("Du pain", None)
    assert post.counters is not None
    assert (post.counters.likes, post.counters.replies) == (None, 0)


def test_what_an_account_shares_is_told_from_what_it_writes(world: MastodonWorld) -> None:
    ours = world.channel().publish(world.post("Du pain")).remote_id
    writer, state = world.simulator.writer, world.simulator.state
    shared = writer.status(state.statuses[world.stranger_writes("-")])
    shared["reblog"] = writer.status(state.statuses[ours])
    world.answer_once("statuses", [shared])
    (post,) = read(world, ACCOUNT, "zoe").posts
    assert (post.repeats, post.text) == (ours, "Du pain")
    assert post.author.handle == "zoe@mastodon.example"


def test_a_server_that_does_not_search_finds_nothing(world: MastodonWorld) -> None:
    world.stranger_writes("Du pain")
    assert len(read(world, SEARCH, "pain").posts) == 1
    world.simulator.searches_posts = False
    assert not read(world, SEARCH, "pain").posts


def test_an_older_access_may_be_too_narrow_to_search(world: MastodonWorld) -> None:
    token = world.keeper.read().secrets["access_token"]
    known = world.simulator.authority.tokens
    scopes = tuple(one for one in known[token].scopes if one not in {"read", "read:search"})
    known[token] = replace(known[token], scopes=scopes)
    with pytest.raises(PermissionLost):
        read(world, SEARCH, "pain")


def test_an_account_that_is_not_there_is_not_found(world: MastodonWorld) -> None:
    with pytest.raises(NotFound):
        read(world, ACCOUNT, "nobody")


@pytest.mark.parametrize(
    ("kind", "subject"),
    [(SEARCH, " "), (SEARCH, "a" * 400), (HASHTAG, "a b"), (ACCOUNT, "a b"), (ACCOUNT, "../x")],
)
def test_what_cannot_be_a_subject_is_refused(
    world: MastodonWorld, kind: SourceKind, subject: str
) -> None:
    with pytest.raises(ContentRefused):
        read(world, kind, subject)


@pytest.mark.parametrize("state", ["nonsense", "{}", "[]"])
def test_a_state_of_somebody_else_is_unexpected(world: MastodonWorld, state: str) -> None:
    with pytest.raises(UnexpectedResponse):
        read(world, HASHTAG, "pain", state)
