"""What an earlier call made is found, or proven absent, or not told: never guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beffroi.networks.contracts import PostFormat
from beffroi.networks.errors import NetworkUnavailable, OutcomeUnknown, UnexpectedResponse
from beffroi.networks.instagram.tests.world import InstagramWorld, picture
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import upload


def test_a_post_that_is_live_in_spite_of_a_refusal_is_found(world: InstagramWorld) -> None:
    channel, post, since = world.channel(), world.post("Vu quand même"), world.now()
    world.simulator.world.habits.publish_reply = (4, 2207051)
    with pytest.raises(OutcomeUnknown):
        channel.publish(post)
    found = channel.find(post, since=since)
    assert world.text_of(found.remote_id) == "Vu quand même"
    assert world.count_visible("Vu quand même") == 1


def test_a_refusal_for_spam_that_did_hold_it_back_is_found_absent(world: InstagramWorld) -> None:
    channel, post, since = world.channel(), world.post("Retenu"), world.now()
    world.refuse_once("publish", 4, 2207051)
    with pytest.raises(OutcomeUnknown):
        channel.publish(post)
    assert channel.find(post, since=since) is None


def test_published_and_not_yet_listed_is_not_an_absence(world: InstagramWorld) -> None:
    channel, post, since = world.channel(), world.post("En route"), world.now()
    world.simulator.world.habits.lists_late_seconds = 60
    published = channel.publish(post)
    with pytest.raises(UnexpectedResponse):
        channel.find(post, since=since)
    world.advance(seconds=60)
    assert channel.find(post, since=since) == published


def test_a_post_made_with_a_telephone_is_not_taken_for_ours(world: InstagramWorld) -> None:
    channel, post, since = world.channel(), world.post("Bonjour"), world.now()
    world.act("post", text="Bonjour", **{"as": "us"})
    assert channel.find(post, since=since) is None


def test_of_two_with_the_same_words_the_known_one_is_left_out(world: InstagramWorld) -> None:
    channel, since = world.channel(), world.now()
    twin = channel.publish(world.post("Ouvert"))
    world.let_time_pass()
    post = world.post("Ouvert")
    published = channel.publish(post)
    assert channel.find(post, since=since, excluding=frozenset({twin.remote_id})) == published


def test_what_expired_unpublished_is_absent(world: InstagramWorld) -> None:
    channel, post, since = world.channel(), world.post("Jamais"), world.now()
    world.advance(hours=25)
    assert channel.find(post, since=since) is None


def test_the_list_tells_when_the_container_is_forgotten(world: InstagramWorld) -> None:
    channel, post, since = world.channel(), world.post("Oublié"), world.now()
    published = channel.publish(post)
    world.simulator.world.containers.clear()
    assert channel.find(post, since=since) == published


def test_a_caption_that_comes_back_without_its_at_signs_is_known(world: InstagramWorld) -> None:
    channel, post, since = world.channel(), world.post("Merci @zoe et @remi"), world.now()
    published = channel.publish(post)
    world.simulator.world.habits.drops_at_signs = True
    assert channel.find(post, since=since) == published


def test_posts_are_read_back_to_when_the_try_began(world: InstagramWorld) -> None:
    channel, post, since = world.channel(), world.post("Le bon"), world.now()
    published = channel.publish(post)
    world.small_pages(2)
    for n in range(5):
        world.let_time_pass()
        world.act("post", text=f"Autre {n}", **{"as": "us"})
    assert channel.find(post, since=since) == published


def test_a_list_that_never_ends_is_not_an_absence(world: InstagramWorld) -> None:
    channel, post, since = world.channel(), world.post("Perdu"), world.now()
    for n in range(3):
        world.act("post", text=f"Autre {n}", **{"as": "us"})
    world.simulator.world.containers.clear()
    world.small_pages(1)
    world.repeat_cursors()
    with pytest.raises(UnexpectedResponse):
        channel.find(post, since=since)


def test_a_failed_reading_of_the_list_is_not_an_absence(world: InstagramWorld) -> None:
    channel, post, since = world.channel(), world.post("Là"), world.now()
    channel.publish(post)
    world.simulator.faults.add("media_list", Fault(FaultKind.ERROR_BEFORE, status=503))
    with pytest.raises(NetworkUnavailable):
        channel.find(post, since=since)


def test_a_post_without_words_is_found_when_it_is_alone(world: InstagramWorld) -> None:
    channel, post, since = world.channel(), world.post(""), world.now()
    published = channel.publish(post)
    assert channel.find(post, since=since) == published
    world.act("post", text="", **{"as": "us"})
    with pytest.raises(UnexpectedResponse):
        channel.find(post, since=since)


def test_a_story_is_found_when_it_is_alone(world: InstagramWorld) -> None:
    channel, since = world.channel(), world.now()
    image = upload(channel, picture())
    post = world.post("", media=(image,), format=PostFormat.STORY)
    published = channel.publish(post)
    assert channel.find(post, since=since) == published
    world.act("post", text="", product="STORY", **{"as": "us"})
    with pytest.raises(UnexpectedResponse):
        channel.find(post, since=since)


def test_an_answer_under_a_comment_is_found_where_it_stands(world: InstagramWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    target = world.reply_to(world.stranger_replies(ours, "Moi"))
    post, since = world.post("Parfait", reply_to=target), world.now()
    assert channel.find(post, since=since) is None
    world.simulator.faults.add("reply", Fault(FaultKind.CUT_AFTER))
    with pytest.raises(OutcomeUnknown):
        channel.publish(post)
    found = channel.find(post, since=since)
    assert world.text_of(found.remote_id) == "Parfait"
    other = frozenset({found.remote_id})
    assert channel.find(post, since=since, excluding=other) is None


def test_a_comment_of_ours_under_our_post_is_found(world: InstagramWorld) -> None:
    channel = world.channel()
    target = world.reply_to(channel.publish(world.post("Un")).remote_id)
    post, since = world.post("Deux", reply_to=target), world.now()
    published = channel.publish(post)
    world.simulator.world.habits.omits_from = True
    assert channel.find(post, since=since) == published


def test_a_message_of_ours_is_found_in_its_conversation(world: InstagramWorld) -> None:
    channel = world.channel()
    target = world.reply_to(world.act("message", text="Ouvert ?"))
    post, since = world.post("Oui", reply_to=target), world.now()
    assert channel.find(post, since=since) is None
    published = channel.publish(post)
    assert channel.find(post, since=since) == published


def test_an_answer_to_a_mention_cannot_be_looked_up(world: InstagramWorld) -> None:
    target = world.reply_to(world.act("mention", text="Chez "))
    post = world.post("Merci", reply_to=target)
    with pytest.raises(UnexpectedResponse):
        world.channel().find(post, since=world.now())


def test_an_answer_under_what_is_gone_is_absent(world: InstagramWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    theirs = world.stranger_replies(ours, "Moi")
    post = world.post("Parfait", reply_to=world.reply_to(theirs))
    world.stranger_deletes(theirs)
    assert channel.find(post, since=world.now()) is None


def test_a_post_of_an_older_try_is_not_this_one(world: InstagramWorld) -> None:
    channel, post = world.channel(), world.post("Comme hier")
    channel.publish(world.post("Comme hier"))
    world.advance(hours=1)
    expired = replace(post, prepared="")
    assert channel.find(expired, since=world.now()) is None
