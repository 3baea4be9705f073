"""Comments: read round by round, in threads and again; answered in their place."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from beffroi.networks.contracts import OutgoingPost
from beffroi.networks.errors import (
    ContentRefused,
    NotFound,
    PermissionLost,
    UnexpectedResponse,
)
from beffroi.networks.instagram.declaration import COMMENTS, MESSAGES
from beffroi.networks.instagram.tests.world import InstagramWorld
from beffroi.networks.tests.feedback_contract import walk
from beffroi.networks.tests.world import MemoryProgress


def publish(world: InstagramWorld, text: str) -> str:
    remote_id: str = world.channel().publish(world.post(text)).remote_id
    return remote_id


def found(world: InstagramWorld, cursor: str | None = None) -> list[str]:
    return [one.remote_id for one in walk(world.channel(), cursor)[0]]


# Comments.


def test_a_comment_without_its_author_is_still_one(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    world.stranger_replies(ours, "Voilà")
    world.simulator.world.habits.omits_from = True
    (one,), _ = walk(world.channel())
    assert (one.author.account_id, one.author.handle) == ("", "zoe")
    assert not one.is_ours


def test_our_own_comment_is_known_by_our_name_alone(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    world.act("reply", parent_id=ours, text="De notre téléphone", **{"as": "us"})
    world.simulator.world.habits.omits_from = True
    (one,) = world.channel().read_thread(ours)
    assert one.is_ours


def test_a_comment_that_cannot_be_read_does_not_hide_the_others(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    good = {"id": "178590", "text": "Bon", "timestamp": "2026-11-22T10:00:00+0000"}
    world.answer_once("comments", {"data": [{"id": "178591"}, {"text": "?"}, good]})
    assert [one.text for one in world.channel().read_thread(ours)] == ["Bon"]


def test_a_round_asks_nothing_of_posts_where_nothing_changed(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    theirs = world.stranger_replies(ours, "Voilà")
    items, cursor = walk(world.channel())
    assert [one.remote_id for one in items] == [theirs]
    world.simulator.calls.clear()
    assert found(world, cursor) == []
    assert world.simulator.calls["comments"] == 0


def test_an_answer_to_an_old_comment_is_seen_at_the_next_round(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    theirs = world.stranger_replies(ours, "Un")
    world.advance(hours=1)
    newest = world.stranger_replies(ours, "Deux")
    _, cursor = walk(world.channel())
    world.advance(days=2)
    late = world.act("reply", parent_id=theirs, text="Trois", **{"as": "remi"})
    items, _ = walk(world.channel(), cursor)
    assert [one.remote_id for one in items] == [newest, late]  # what overlaps comes again
    assert (items[1].parent_id, items[1].root_id) == (theirs, ours)


def test_all_answers_are_read_when_they_do_not_fit_below_their_comment(
    world: InstagramWorld,
) -> None:
    ours = publish(world, "Dites")
    theirs = world.stranger_replies(ours, "Un")
    answers = [world.act("reply", parent_id=theirs, text=f"A {n}") for n in range(5)]
    world.small_pages(2)
    assert sorted(found(world)) == sorted([theirs, *answers])
    assert len(world.channel().read_thread(ours)) == 6


def test_the_first_reading_leaves_out_what_is_older_than_a_month(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    world.stranger_replies(ours, "Ancien")
    world.advance(days=31)
    recent = world.stranger_replies(ours, "Récent")
    assert found(world) == [recent]


def test_a_reading_interrupted_between_two_pages_goes_on_there(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    expected = [world.stranger_replies(ours, f"N {n}") for n in range(5)]
    world.small_pages(2)
    page = world.channel().read_feedback(None)
    world.answer_once("comments", "<html>", status=502)
    with pytest.raises(Exception, match="502"):
        world.channel().read_feedback(page.cursor)
    rest = found(world, page.cursor)
    assert sorted([*(one.remote_id for one in page.items), *rest]) == sorted(expected)


def test_a_post_taken_away_in_the_middle_of_a_round_is_passed(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    for n in range(5):
        world.stranger_replies(ours, f"N {n}")
    world.small_pages(2)
    page = world.channel().read_feedback(None)
    world.stranger_deletes(ours)
    assert found(world, page.cursor) == []


@pytest.mark.parametrize(
    ("scope", "expected"), [(MESSAGES, "comment"), (COMMENTS, "message")], ids=["no dm", "no com"]
)
def test_a_source_that_is_not_allowed_is_passed_over(
    world: InstagramWorld, scope: str, expected: str
) -> None:
    ours = publish(world, "Dites")
    world.stranger_replies(ours, "Voilà")
    world.act("message", text="Bonjour")
    world.simulator.authority.narrow(without=[scope])
    assert {one.partition(":")[0] for one in found(world)} == {expected}


@pytest.mark.parametrize("route", ["tags", "comments", "conversations"])
def test_a_source_that_is_refused_does_not_hold_up_the_others(
    world: InstagramWorld, route: str
) -> None:
    ours = publish(world, "Dites")
    theirs = {
        "comments": world.stranger_replies(ours, "Voilà"),
        "tags": world.stranger_mentions("Chez "),
        "conversations": world.act("message", text="Bonjour"),
    }
    world.refuse_once(route, 100, message="(#100) Tried accessing nonexisting field")
    items, cursor = walk(world.channel())
    kept = {one for name, one in theirs.items() if name != route}
    assert {one.remote_id for one in items} == kept
    assert theirs[route] in found(world, cursor)


def test_a_post_whose_position_is_refused_is_read_anew_and_whole(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    expected = []
    for n in range(5):
        expected.append(world.stranger_replies(ours, f"N {n}"))
        world.advance(hours=1)
    world.small_pages(2)
    page = world.channel().read_feedback(None)
    world.refuse_once("comments", 100, message="(#100) Invalid cursors values")
    first, cursor = walk(world.channel(), page.cursor)
    assert not first
    assert sorted(found(world, cursor)) == sorted(expected)


def test_a_round_that_may_read_nothing_at_all_says_so(world: InstagramWorld) -> None:
    world.simulator.authority.narrow(without=["instagram_business_basic"])
    with pytest.raises(PermissionLost):
        world.channel().read_feedback(None)


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "[]",
        "{}",
        '{"begun":"x","posts":{},"tags":[],"message":"","left":[]}',
        '{"begun":"2026-11-22T10:00:00+00:00","posts":[],"tags":[],"message":"","left":[]}',
        '{"begun":"2026-11-22T10:00:00+00:00","posts":{"1":[]},"tags":[],"message":"","left":[]}',
        '{"begun":"2026-11-22T10:00:00+00:00","posts":{},"tags":[],"message":"","left":[[]]}',
    ],
)
def test_a_cursor_that_is_not_ours_has_a_name(world: InstagramWorld, cursor: str) -> None:
    with pytest.raises(UnexpectedResponse):
        world.channel().read_feedback(cursor)


def test_a_cursor_is_json_and_small(world: InstagramWorld) -> None:
    for n in range(3):
        world.stranger_replies(publish(world, f"P {n}"), "Voilà")
    _, cursor = walk(world.channel())
    assert set(json.loads(cursor)) == {"begun", "posts", "tags", "message", "left"}
    assert len(cursor) < 1000


def test_the_thread_of_a_comment_is_what_answers_it(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    theirs = world.stranger_replies(ours, "Un")
    world.stranger_replies(ours, "Ailleurs")
    answer = world.act("reply", parent_id=theirs, text="Deux", **{"as": "remi"})
    (one,) = world.channel().read_thread(theirs)
    assert (one.remote_id, one.parent_id, one.root_id) == (answer, theirs, ours)


def test_a_thread_that_never_ends_is_left(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    for n in range(3):
        world.stranger_replies(ours, f"N {n}")
    world.small_pages(1)
    world.repeat_cursors()
    assert len({one.remote_id for one in world.channel().read_thread(ours)}) == 1


def test_the_thread_of_a_post_that_is_gone_is_not_found(world: InstagramWorld) -> None:
    ours = publish(world, "Éphémère")
    world.stranger_deletes(ours)
    with pytest.raises(NotFound):
        world.channel().read_thread(ours)


# Answers.


def answer(world: InstagramWorld, remote_id: str, text: str) -> OutgoingPost:
    return world.post(text, reply_to=world.reply_to(remote_id))


def test_an_answer_below_an_answer_stands_beside_it_and_says_whom_it_is_for(
    world: InstagramWorld,
) -> None:
    ours = publish(world, "Dites")
    first = world.stranger_replies(ours, "Un")
    second = world.act("reply", parent_id=first, text="Deux", **{"as": "remi"})
    published = world.channel().publish(answer(world, second, "Merci"))
    assert world.parent_of(published.remote_id) == first
    assert world.text_of(published.remote_id) == "@remi Merci"


def test_a_comment_too_long_is_refused_with_its_limit(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    post = answer(world, world.stranger_replies(ours, "Un"), "a" * 2201)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(post)
    assert (caught.value.field, caught.value.limit) == ("text", 2200)


def test_an_answer_bears_no_file(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    theirs = world.stranger_replies(ours, "Un")
    image = world.channel().upload(world.image(""), progress=MemoryProgress())
    post = world.post("Merci", reply_to=world.reply_to(theirs), media=(image,))
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(post)
    assert caught.value.field == "media"


def test_an_answer_to_what_is_gone_names_what_it_answers(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    theirs = world.stranger_replies(ours, "Un")
    post = answer(world, theirs, "Merci")
    world.stranger_deletes(theirs)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(post)
    assert caught.value.field == "reply_to"


def test_an_answer_needs_no_container(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    post = world.prepared(answer(world, world.stranger_replies(ours, "Un"), "Merci"))
    assert post.prepared
    assert world.channel().is_prepared(post.prepared)
    published = world.channel().publish(post)
    assert world.text_of(published.remote_id) == "Merci"


def test_a_hidden_comment_takes_no_answer(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    theirs = world.stranger_replies(ours, "Publicité")
    world.channel().hide(theirs)
    again = world.channel().read_again([theirs])[theirs]
    assert (again.is_hidden, again.can_answer) == (True, False)


@pytest.mark.parametrize("action", ["tag", "mention", "message"])
def test_only_comments_under_our_posts_are_ours_to_hide(world: InstagramWorld, action: str) -> None:
    theirs = world.act(action, text="Bonjour ")
    channel = world.channel()
    for care in (channel.hide, channel.show, channel.remove):
        with pytest.raises(ContentRefused):
            care(theirs)
    assert channel.read_again([theirs])[theirs] is not None


def test_a_date_in_the_future_silences_nobody(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    early = world.stranger_replies(ours, "Demain")
    world.simulator.world.comments[early.partition(":")[2]].at += timedelta(days=9000)
    _, cursor = walk(world.channel())
    theirs = world.stranger_replies(ours, "Aujourd’hui")
    assert theirs in found(world, cursor)


def test_a_reading_that_a_date_in_the_future_had_silenced_goes_on(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    _, cursor = walk(world.channel())
    last = "2999-11-26T10:00:00+00:00"
    silent = {**json.loads(cursor), "begun": last, "posts": {ours: [0, last]}, "message": last}
    theirs = world.stranger_replies(ours, "Aujourd’hui")
    message = world.act("message", text="Bonjour")
    assert {theirs, message} <= set(found(world, json.dumps(silent)))
