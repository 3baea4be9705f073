"""Videos that anybody can see, found by words."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from beffroi.networks.declarations import SourceKind, Through
from beffroi.networks.errors import ContentRefused, QuotaExhausted, UnexpectedResponse
from beffroi.networks.listening import PublicLookup, PublicPage, PublicReader
from beffroi.networks.youtube.declaration import DECLARATION
from beffroi.networks.youtube.tests.world import YouTubeWorld


def search(world: YouTubeWorld, words: str = "boulangerie martin", state: str = "") -> PublicPage:
    return world.channel().read_public(SourceKind.SEARCH, words, state=state)


def upload(world: YouTubeWorld, title: str, **more: Any) -> str:
    return str(world.act("upload", title=title, **more)["id"])


def test_a_channel_searches_what_is_declared(world: YouTubeWorld) -> None:
    assert dict(DECLARATION.listening.sources) == {SourceKind.SEARCH: Through.CHANNEL}
    assert DECLARATION.listening.lookup is Through.CHANNEL
    assert isinstance(world.channel(), PublicReader)
    assert isinstance(world.channel(), PublicLookup)
    assert not isinstance(world.network, PublicReader)


def test_a_video_is_found_with_all_that_it_says(world: YouTubeWorld) -> None:
    told = "Chez la boulangerie Martin & fils. " + "Pain. " * 100
    found = upload(world, "Pain & beurre", description=told, language="fr-CA")
    world.act("favourite", id=found)
    (post,) = search(world).posts
    assert (post.network, post.remote_id) == ("youtube", found)
    assert post.text == f"Pain & beurre\n\n{told}".strip()
    assert post.url.endswith(f"/watch?v={found}")
    assert post.author.account_id == world.simulator.stranger_channel.id
    assert post.author.display_name == "Zoé"
    assert post.language == "fr-CA"
    assert post.counters is not None
    assert (post.counters.likes, post.counters.views, post.counters.shares) == (1, 0, None)


def test_a_language_that_is_none_is_not_told(world: YouTubeWorld) -> None:
    upload(world, "Boulangerie Martin", language="zxx")
    assert search(world).posts[0].language == ""


def test_only_what_is_new_comes_again_oldest_first(world: YouTubeWorld) -> None:
    upload(world, "Boulangerie Martin 1")
    world.advance(minutes=1)
    upload(world, "Boulangerie Martin 2")
    first = search(world)
    world.advance(hours=6)
    upload(world, "Une autre boulangerie")
    last = upload(world, "Boulangerie Martin 3")
    second = search(world, state=first.state)
    assert [post.text[-1] for post in first.posts] == ["1", "2"]
    assert [post.remote_id for post in second.posts] == [last]
    assert search(world, state=second.state).posts == []


def test_what_can_be_found_late_is_found(world: YouTubeWorld) -> None:
    world.simulator.state.search_lag = timedelta(hours=30)
    found = upload(world, "Boulangerie Martin")
    state = search(world).state
    world.advance(hours=24)
    page = search(world, state=state)
    assert page.posts == []
    world.advance(hours=7)
    assert [post.remote_id for post in search(world, state=page.state).posts] == [found]


def test_a_search_is_one_dear_call_and_says_so(world: YouTubeWorld) -> None:
    upload(world, "Boulangerie Martin")
    page = search(world)
    assert (world.simulator.calls["search.list"], world.simulator.calls["videos.list"]) == (1, 1)
    assert [cost.item for cost in page.costs] == ["search.list"]
    assert page.next_in == timedelta(hours=6)
    search(world, state=page.state)
    assert world.simulator.calls["videos.list"] == 1  # nothing new, nothing asked


def test_a_used_up_quota_says_until_when(world: YouTubeWorld) -> None:
    world.simulator.state.quota.limits["searches"] = 1
    search(world)
    with pytest.raises(QuotaExhausted) as caught:
        search(world)
    assert caught.value.until is not None
    assert caught.value.until > world.now()


@pytest.mark.parametrize("privacy", ["private", "unlisted"])
def test_what_is_not_for_everybody_is_not_kept(world: YouTubeWorld, privacy: str) -> None:
    found = upload(world, "Boulangerie Martin")
    world.act("hide", id=found, privacy=privacy)
    assert search(world).posts == []
    assert world.channel().look_up([found]) == {found: None}


def test_videos_are_looked_up_as_they_are_now(world: YouTubeWorld) -> None:
    found = upload(world, "Boulangerie Martin")
    looked = world.channel().look_up([found, "AAAAAAAAAAA", "no video"])
    assert looked[found] is not None
    assert (looked["AAAAAAAAAAA"], looked["no video"]) == (None, None)
    calls = world.simulator.calls["videos.list"]
    assert world.channel().look_up([]) == {}
    assert world.simulator.calls["videos.list"] == calls


def test_many_videos_are_looked_up_by_fifty(world: YouTubeWorld) -> None:
    ids = [upload(world, f"Vidéo {number}") for number in range(60)]
    calls = world.simulator.calls["videos.list"]
    assert all(world.channel().look_up(ids).values())
    assert world.simulator.calls["videos.list"] == calls + 2


@pytest.mark.parametrize("words", ["", "  ", "a" * 101])
def test_words_that_are_none_are_refused(world: YouTubeWorld, words: str) -> None:
    with pytest.raises(ContentRefused):
        search(world, words)
    with pytest.raises(ContentRefused):
        world.channel().read_public(SourceKind.ACCOUNT, "UC1", state="")


@pytest.mark.parametrize("state", ["{", "[]", "null", "{}", '{"since": "x", "seen": []}'])
def test_a_state_that_is_not_ours_is_an_error_with_a_name(world: YouTubeWorld, state: str) -> None:
    with pytest.raises(UnexpectedResponse):
        search(world, state=state)


@pytest.mark.parametrize("body", [{}, {"items": 3}, {"kind": "x", "items": [{"id": 3}]}, []])
def test_an_answer_of_another_shape_is_no_crash(world: YouTubeWorld, body: Any) -> None:
    world.answer_once("search.list", body)
    with suppress(UnexpectedResponse):
        assert search(world).posts == []
