"""What others say to us: how it is read, where it stands, and whether it may be answered."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from beffroi.networks.contracts import FeedbackKind
from beffroi.networks.errors import NotFound, UnexpectedResponse
from beffroi.networks.tests.feedback_contract import walk
from beffroi.networks.x.mentions import Position
from beffroi.networks.x.tests.world import XWorld


def mentions(world: XWorld, count: int) -> list[str]:
    return [world.stranger_mentions(f"Numéro {n} ") for n in range(count)]


# Pages


def test_the_first_reading_goes_back_a_week(world: XWorld) -> None:
    world.stranger_mentions("Il y a longtemps ")
    world.advance(days=8)
    recent = world.stranger_mentions("Hier ")
    world.advance(days=1)
    assert [item.remote_id for item in walk(world.channel())[0]] == [recent]


def test_a_later_reading_begins_where_the_last_one_did_however_long_ago(world: XWorld) -> None:
    first = world.stranger_mentions("Un ")
    _, cursor = walk(world.channel())
    world.advance(minutes=1)
    later = world.stranger_mentions("Deux ")
    world.advance(days=30)
    items, _ = walk(world.channel(), cursor)
    assert [item.remote_id for item in items] == [first, later]


def test_a_reading_that_found_nothing_goes_on_from_the_same_week(world: XWorld) -> None:
    page = world.channel().read_feedback(None)
    theirs = world.stranger_mentions("Enfin ")
    assert (page.items, page.has_more) == ((), False)
    assert [item.remote_id for item in walk(world.channel(), page.cursor)[0]] == [theirs]


def test_what_shows_up_late_is_within_the_overlap(world: XWorld) -> None:
    late = world.stranger_mentions("En retard ")
    hidden = world.simulator.state.posts.pop(late)
    world.advance(seconds=5)
    world.stranger_mentions("À l’heure ")
    _, cursor = walk(world.channel())
    world.simulator.state.posts[late] = hidden
    assert late in [item.remote_id for item in walk(world.channel(), cursor)[0]]


def test_the_overlap_is_a_matter_of_seconds(world: XWorld) -> None:
    old = world.stranger_mentions("Ancien ")
    world.advance(minutes=1)
    new = world.stranger_mentions("Nouveau ")
    _, cursor = walk(world.channel())
    assert [item.remote_id for item in walk(world.channel(), cursor)[0]] == [new]
    assert old != new


def test_a_reading_that_stops_between_two_pages_goes_on_there(world: XWorld) -> None:
    world.small_pages(2)
    expected = mentions(world, 5)
    page = world.channel().read_feedback(None)
    rest, _ = walk(world.channel(), page.cursor)
    assert [item.remote_id for item in page.items] == expected[3:]
    assert sorted(item.remote_id for item in rest) == expected[:3]


def test_a_page_of_posts_that_cannot_be_read_does_not_hold_the_others(world: XWorld) -> None:
    theirs = world.stranger_mentions("Bonjour ")
    readable = {
        "id": theirs,
        "text": "Bonjour",
        "author_id": "5",
        "created_at": "2026-11-22T09:00:00.000Z",
    }
    broken = [{"id": "8"}, {"text": "?"}, "x", {**readable, "id": "7", "created_at": "soon"}]
    world.answer_once("mentions", {"data": [*broken, readable], "meta": {"result_count": 5}})
    page = world.channel().read_feedback(None)
    assert [item.remote_id for item in page.items] == [theirs]
    assert json.loads(page.cursor)["mentions"]["after"] == theirs


def test_reposts_of_our_posts_are_not_what_people_say(world: XWorld) -> None:
    post = {
        "id": "9",
        "text": "RT @ateliermartin: Pain",
        "author_id": "5",
        "created_at": "2026-11-22T09:00:00.000Z",
        "referenced_tweets": [{"type": "retweeted", "id": "8"}],
    }
    world.answer_once("mentions", {"data": [post], "meta": {"result_count": 1}})
    page = world.channel().read_feedback(None)
    assert (page.items, json.loads(page.cursor)["mentions"]["after"]) == ((), "9")


@pytest.mark.parametrize(
    "cursor",
    ["", "[]", "null", "5", '{"after": "1"}', '{"after":1,"below":2,"top":3}'],
)
def test_a_cursor_that_is_not_ours_has_a_name(world: XWorld, cursor: str) -> None:
    with pytest.raises(UnexpectedResponse):
        world.channel().read_feedback(cursor)


def test_ids_of_any_kind_leave_a_usable_cursor() -> None:
    moved = Position(after="99").moved(["100", "abc"], goes_on=False)
    assert moved.after in {"100", "abc"}
    assert Position(after="99").moved([], goes_on=False).after == "99"


# Where it stands


def test_an_answer_below_an_answer_in_our_thread_is_a_reply(world: XWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    zoe = world.stranger_replies(ours, "Moi")
    remi = world.act("reply", **{"as": "remi", "parent_id": zoe, "text": "Moi aussi"})["id"]
    found = {item.remote_id: item for item in walk(channel)[0]}
    assert {found[one].kind for one in (zoe, remi)} == {FeedbackKind.REPLY}
    assert {found[one].root_id for one in (zoe, remi)} == {ours}
    assert (found[remi].parent_id, found[remi].text) == (zoe, "Moi aussi")
    assert found == {item.remote_id: item for item in channel.read_thread(ours)}


def test_a_mention_in_the_thread_of_others_is_a_mention(world: XWorld) -> None:
    top = world.act("post", text="Où trouver du pain ?")["id"]
    text = "Chez @ateliermartin"
    theirs = world.act("reply", **{"as": "remi", "parent_id": top, "text": text})["id"]
    (found,) = walk(world.channel())[0]
    assert (found.remote_id, found.kind, found.root_id) == (theirs, FeedbackKind.MENTION, top)
    assert found.text == "Chez @ateliermartin"


def test_only_the_mentions_in_front_of_an_answer_are_left_out(world: XWorld) -> None:
    theirs = world.stranger_mentions("Merci ")
    (found,) = walk(world.channel())[0]
    assert (found.remote_id, found.text) == (theirs, "Merci @ateliermartin")


def test_addresses_are_shown_as_people_wrote_them(world: XWorld) -> None:
    world.stranger_mentions("Vu sur https://exemple.fr/a?b=c&d et exemple.com ")
    (found,) = walk(world.channel())[0]
    assert found.text.startswith("Vu sur https://exemple.fr/a?b=c&d et http://exemple.com ")


def test_a_long_post_is_read_whole(world: XWorld) -> None:
    post = {
        "id": "9",
        "text": "Le début…",
        "author_id": "5",
        "created_at": "2026-11-22T09:00:00.000Z",
        "note_tweet": {
            "text": "Le début et la fin https://t.co/x",
            "entities": {"urls": [{"url": "https://t.co/x", "expanded_url": "https://a.fr"}]},
        },
    }
    world.answer_once("mentions", {"data": [post], "meta": {"result_count": 1}})
    (found,) = world.channel().read_feedback(None).items
    assert found.text == "Le début et la fin https://a.fr"


@pytest.mark.parametrize(
    "entities",
    [None, [], "x", {"urls": None}, {"urls": ["x", {"url": 5}, {"url": ""}]}, {"mentions": [{}]}],
)
def test_parts_that_are_not_what_they_should_be_are_left_out(world: XWorld, entities: Any) -> None:
    post = {
        "id": "9",
        "text": "Bonjour",
        "author_id": "5",
        "created_at": "2026-11-22T09:00:00.000Z",
        "entities": entities,
        "referenced_tweets": "x",
        "attachments": [],
        "edit_history_tweet_ids": ["8", "9"],
    }
    world.answer_once("mentions", {"data": [post], "meta": {"result_count": 1}, "includes": []})
    (found,) = world.channel().read_feedback(None).items
    assert (found.text, found.can_answer) == ("Bonjour", False)
    assert found.edited_at == found.created_at


# Threads


def test_a_thread_older_than_a_search_reaches_cannot_be_told(world: XWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Il y a longtemps")).remote_id
    world.advance(days=7, minutes=1)
    with pytest.raises(UnexpectedResponse):
        channel.read_thread(ours)


def test_a_thread_that_was_never_there_is_not_found(world: XWorld) -> None:
    with pytest.raises(NotFound):
        world.channel().read_thread("1")


def test_a_long_thread_is_read_page_after_page(world: XWorld) -> None:
    world.small_pages(3)
    channel = world.channel()
    ours = channel.publish(world.post("Racontez")).remote_id
    expected = [world.stranger_replies(ours, f"Réponse {n}") for n in range(8)]
    assert [item.remote_id for item in channel.read_thread(ours)] == expected


def test_a_thread_that_repeats_itself_ends(world: XWorld) -> None:
    world.small_pages(2)
    channel = world.channel()
    ours = channel.publish(world.post("Racontez")).remote_id
    for n in range(5):
        world.stranger_replies(ours, f"Réponse {n}")
    world.repeat_cursors()
    assert channel.read_thread(ours)


def test_a_reply_that_mentions_nobody_is_seen_in_its_thread_alone(world: XWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    world.act("reply", parent_id=ours, text="Sans vous", is_alone=True)
    assert walk(channel)[0] == []
    (found,) = channel.read_thread(ours)
    assert (found.text, found.kind, found.can_answer) == ("Sans vous", FeedbackKind.REPLY, False)


# Again


def test_more_than_a_hundred_are_read_again_in_two_calls(world: XWorld) -> None:
    world.be_patient()
    expected = mentions(world, 101)
    assert set(world.channel().read_again(expected)) == set(expected)
    assert world.simulator.calls["lookup"] == 2


def test_what_somebody_protected_is_gone_for_us(world: XWorld) -> None:
    error = {
        "resource_id": "5",
        "type": "https://api.twitter.com/2/problems/not-authorized-for-resource",
    }
    world.answer_once("lookup", {"errors": [error]})
    assert world.channel().read_again(["5", "6"]) == {"5": None}


@pytest.mark.parametrize("body", [{}, {"data": None}, {"data": "x"}, {"errors": []}])
def test_an_answer_about_nothing_is_no_deletion(world: XWorld, body: Any) -> None:
    world.answer_once("lookup", body)
    try:
        assert world.channel().read_again(["5"]) == {}
    except UnexpectedResponse:
        return
    assert body == {"data": None}


def test_an_error_about_somebody_is_no_deletion_of_what_they_said(world: XWorld) -> None:
    theirs = world.stranger_mentions("Bonjour ")
    writer = {"resource_id": theirs, "type": "https://api.x.com/2/problems/unheard-of"}
    world.answer_once("lookup", {"errors": [writer]})
    assert world.channel().read_again([theirs]) == {}


def test_conversations_begun_by_others_are_asked_once_a_day(world: XWorld) -> None:
    top = world.act("post", text="Où ?")["id"]
    text = "Chez @ateliermartin"
    world.act("reply", **{"as": "remi", "parent_id": top, "text": text})
    channel = world.channel()
    costs = world.paid(lambda: channel.read_feedback(None))
    assert ("0.005", "Posts: Read") in costs
    assert world.paid(lambda: channel.read_feedback(None)) == []


def test_time_is_the_server_s_and_in_utc(world: XWorld) -> None:
    theirs = world.stranger_mentions("Bonjour ")
    found = world.channel().read_again([theirs])[theirs]
    assert found.created_at.utcoffset() == timedelta(0)
    assert abs(found.created_at - world.seen(theirs).created_at) < timedelta(milliseconds=1)
