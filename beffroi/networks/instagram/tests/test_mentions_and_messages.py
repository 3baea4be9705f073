"""Mentions, tags and private messages: each found and answered in its way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from beffroi.networks.contracts import FeedbackKind, OutgoingPost, ReplyTarget
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
)
from beffroi.networks.instagram import ids
from beffroi.networks.instagram.declaration import MESSAGES
from beffroi.networks.instagram.tests.world import InstagramWorld
from beffroi.networks.tests.feedback_contract import check_answer_limit, walk


def publish(world: InstagramWorld, text: str) -> str:
    remote_id: str = world.channel().publish(world.post(text)).remote_id
    return remote_id


def found(world: InstagramWorld, cursor: str | None = None) -> list[str]:
    return [one.remote_id for one in walk(world.channel(), cursor)[0]]


def answer(world: InstagramWorld, remote_id: str, text: str) -> OutgoingPost:
    return world.post(text, reply_to=world.reply_to(remote_id))


# Mentions and tags.


def test_a_caption_that_names_us_is_read_by_what_a_webhook_tells(world: InstagramWorld) -> None:
    theirs = world.act("mention", text="Je recommande ")
    assert found(world) == []
    again = world.channel().read_again([theirs])[theirs]
    assert again.kind is FeedbackKind.MENTION
    assert again.text == "Je recommande @ateliermartin"
    assert again.author.handle == "zoe"
    answered = world.channel().publish(answer(world, theirs, "Merci !"))
    assert world.text_of(answered.remote_id) == "Merci !"


def test_a_comment_that_names_us_is_read_and_answered(world: InstagramWorld) -> None:
    theirs = world.act("mention_in_comment", text="Comme chez ")
    again = world.channel().read_again([theirs])[theirs]
    assert again.text == "Comme chez @ateliermartin"
    assert again.author.account_id == ""
    answered = world.channel().publish(answer(world, theirs, "Merci !"))
    below = ids.read(theirs).within
    assert world.parent_of(answered.remote_id) == ids.write(ids.COMMENT, below)


def test_a_mention_that_is_gone_is_seen_as_gone(world: InstagramWorld) -> None:
    theirs = world.act("mention", text="Chez ")
    world.simulator.world.remove_media(ids.read(theirs).id)
    assert world.channel().read_again([theirs]) == {theirs: None}


def test_what_is_refused_when_read_again_does_not_hide_the_others(world: InstagramWorld) -> None:
    ours = publish(world, "Dites")
    comment = world.stranger_replies(ours, "Voilà")
    mention, message = world.act("mention", text="Chez "), world.act("message", text="Oui")
    world.refuse_once("account", 100, message="(#100) Comments are disabled")
    world.simulator.authority.narrow(without=[MESSAGES])
    assert set(world.channel().read_again([mention, message, comment])) == {comment}


def test_a_tag_comes_once_and_takes_no_answer(world: InstagramWorld) -> None:
    theirs = world.stranger_mentions("Chez ")
    items, cursor = walk(world.channel())
    assert [(one.remote_id, one.can_answer) for one in items] == [(theirs, False)]
    assert found(world, cursor) == []
    target = ReplyTarget(theirs, "zoe", items[0].reply_context)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("Merci", reply_to=target))
    assert caught.value.field == "reply_to"


def test_a_tag_that_is_gone_is_seen_as_gone(world: InstagramWorld) -> None:
    kept, gone = (world.stranger_mentions(f"{n} ") for n in range(2))
    world.simulator.world.remove_media(ids.read(gone).id)
    again = world.channel().read_again([kept, gone])
    assert again[gone] is None
    assert again[kept].kind is FeedbackKind.MENTION


def test_a_tag_too_far_back_is_not_told(world: InstagramWorld) -> None:
    old = world.stranger_mentions("Vieux ")
    for n in range(8):
        world.stranger_mentions(f"{n} ")
    world.small_pages(2)
    assert world.channel().read_again([old]) == {}


# Messages.


def test_a_message_arrives_in_private_with_the_end_of_its_window(world: InstagramWorld) -> None:
    theirs = world.act("message", text="Ouvert dimanche ?")
    (one,), _ = walk(world.channel())
    assert one.remote_id == theirs
    assert one.kind is FeedbackKind.MESSAGE
    assert (one.text, one.is_private, one.is_ours) == ("Ouvert dimanche ?", True, False)
    assert one.reply_until == one.created_at + timedelta(hours=24)


def test_both_sides_of_a_conversation_are_one(world: InstagramWorld) -> None:
    theirs = world.act("message", text="Ouvert ?")
    published = world.channel().publish(answer(world, theirs, "Oui"))
    items, _ = walk(world.channel())
    assert {one.root_id for one in items} == {items[0].root_id}
    assert [one.is_ours for one in items] == [False, True]
    thread = world.channel().read_thread(items[0].root_id)
    assert [one.remote_id for one in thread] == [theirs, published.remote_id]
    assert world.channel().read_thread(theirs) == thread


def test_a_message_after_its_window_is_not_taken(world: InstagramWorld) -> None:
    post = answer(world, world.act("message", text="Ouvert ?"), "Oui")
    world.advance(hours=24)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(post)
    assert caught.value.field == "reply_to"


def test_a_message_too_long_is_refused_with_its_limit(world: InstagramWorld) -> None:
    post = answer(world, world.act("message", text="Ouvert ?"), "é" * 501)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(post)
    assert (caught.value.field, caught.value.limit) == ("text", 1000)


def test_a_message_taken_back_is_seen_as_gone(world: InstagramWorld) -> None:
    theirs = world.act("message", text="Oups")
    world.stranger_deletes(theirs)
    assert world.channel().read_again([theirs]) == {theirs: None}


def test_messages_of_several_people_and_pages_all_arrive_once(world: InstagramWorld) -> None:
    expected = [world.act("message", text="A"), world.act("message", text="B", **{"as": "remi"})]
    world.small_pages(1)
    items, cursor = walk(world.channel())
    assert sorted(one.remote_id for one in items) == sorted(expected)
    world.small_pages(50)
    world.advance(minutes=30)
    later = world.act("message", text="C")
    assert set(found(world, cursor)) == {*expected, later}  # what overlaps comes again


def test_older_messages_without_details_are_passed_over(world: InstagramWorld) -> None:
    bare = {"data": [{"id": "c", "messages": {"data": [{"id": "m"}, {"id": "n", "from": {}}]}}]}
    world.answer_once("conversations", bare)
    assert found(world) == []


def test_a_target_without_its_person_cannot_be_answered(world: InstagramWorld) -> None:
    target = ReplyTarget(world.act("message", text="A"), "zoe", {})
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("B", reply_to=target))
    assert caught.value.field == "reply_to"


def test_a_dead_access_is_no_missing_source(world: InstagramWorld) -> None:
    publish(world, "Dites")
    world.refuse_once("conversations", 190, 460)
    with pytest.raises(AccessRevoked):
        walk(world.channel())


def test_an_answer_by_message_is_bounded_as_declared(world: InstagramWorld) -> None:
    check_answer_limit(world, world.act("message", text="Bonjour"))
