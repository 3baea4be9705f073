from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from beffroi.networks.contracts import FeedbackKind
from beffroi.networks.errors import (
    ContentRefused,
    OutcomeUnknown,
    PermissionLost,
    UnexpectedResponse,
)
from beffroi.networks.facebook import feedback
from beffroi.networks.facebook.tests.world import FacebookWorld
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.feedback_contract import find_feedback, walk
from beffroi.networks.tests.world import small_image, upload


def test_many_comments_under_one_post_are_all_read(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Racontez")).remote_id
    expected = [world.stranger_replies(ours, f"Réponse {n}") for n in range(35)]
    items, _ = walk(channel)
    assert [item.remote_id for item in items] == expected


def test_a_long_backlog_comes_in_pages_that_lose_and_double_nothing(
    world: FacebookWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback, "_ITEMS_MAX", 3)
    channel = world.channel()
    ours = channel.publish(world.post("Racontez")).remote_id
    expected = [world.stranger_replies(ours, f"Réponse {n}") for n in range(8)]
    expected += [world.stranger_mentions("Voyez "), world.stranger_writes("En privé")]
    items, _ = walk(channel)
    assert sorted(item.remote_id for item in items) == sorted(expected)


def test_a_comment_on_an_old_post_is_read_for_four_months(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Vieux")).remote_id
    post = world.simulator.world.posts[ours]
    post.created_at -= timedelta(days=90)
    _, cursor = walk(channel)
    theirs = world.stranger_replies(ours, "Toujours ouvert ?")
    items, _ = walk(channel, cursor)
    assert [item.remote_id for item in items] == [theirs]


def test_a_comment_that_shows_late_is_not_lost(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Racontez")).remote_id
    late = world.stranger_replies(ours, "Tard")
    hidden = world.simulator.world.comments.pop(late)
    world.advance(minutes=5)
    world.stranger_replies(ours, "Tôt")
    _, cursor = walk(channel)
    world.simulator.world.comments[late] = hidden
    items, _ = walk(channel, cursor)
    assert late in [item.remote_id for item in items]


def test_our_own_words_do_not_come_back(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Bonjour")).remote_id
    channel.publish(world.post("Premier commentaire", reply_to=world.reply_to(ours)))
    assert walk(channel)[0] == []


def test_an_answer_to_an_answer_goes_beside_it(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    first = world.stranger_replies(ours, "Moi")
    second = world.stranger_replies(first, "Moi aussi")
    found = find_feedback(channel, second)
    assert (found.parent_id, found.root_id) == (first, ours)
    answer = channel.publish(world.post("Parfait", reply_to=world.reply_to(second)))
    assert world.parent_of(answer.remote_id) == first


def test_what_is_read_again_is_what_was_read(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    first = world.stranger_replies(ours, "Moi")
    world.stranger_replies(first, "Moi aussi")
    world.stranger_mentions("Voyez ")
    items, _ = walk(channel)
    assert len(items) == 3
    again = channel.read_again([item.remote_id for item in items])
    assert [again[item.remote_id] for item in items] == items


def test_somebody_whom_the_network_does_not_name_is_nobody(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    world.simulator.hides_writers = True
    found = find_feedback(channel, world.stranger_replies(ours, "Moi"))
    assert (found.author.account_id, found.author.display_name) == ("", "")
    assert not found.is_ours


def test_an_edited_comment_is_read_as_it_is_now(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Un avis ?")).remote_id
    theirs = world.stranger_replies(ours, "Bof")
    world.act("edit", id=theirs, text="Finalement très bon")
    assert channel.read_again([theirs])[theirs].text == "Finalement très bon"


def test_what_we_may_no_longer_see_is_not_taken_for_deleted(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Un avis ?")).remote_id
    theirs = world.stranger_replies(ours, "Très bon")
    world.simulator.authority.narrow(without=("pages_read_engagement",))
    with pytest.raises(PermissionLost):
        channel.read_again([theirs])
    assert world.simulator.world.comments[theirs].message == "Très bon"


def test_a_removal_without_the_right_is_not_taken_for_a_success(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Un avis ?")).remote_id
    theirs = world.stranger_replies(ours, "Insulte")
    world.simulator.authority.narrow(without=("pages_manage_engagement",))
    with pytest.raises(PermissionLost):
        channel.remove(theirs)


def test_a_visitor_s_post_is_a_mention(world: FacebookWorld) -> None:
    theirs = world.act("visit", text="Merci pour l’accueil")["id"]
    found = find_feedback(world.channel(), theirs)
    assert (found.kind, found.text) == (FeedbackKind.MENTION, "Merci pour l’accueil")
    assert not found.is_ours


def test_a_mention_elsewhere_is_answered_under_it(world: FacebookWorld) -> None:
    channel, theirs = world.channel(), world.stranger_mentions("Je recommande ")
    answer = channel.publish(world.post("Merci !", reply_to=world.reply_to(theirs)))
    assert world.parent_of(answer.remote_id) == theirs


def test_lists_that_the_person_did_not_allow_are_left_out(world: FacebookWorld) -> None:
    world.keeper = world.keeper_with(
        "pages_read_engagement", "pages_manage_posts", "pages_show_list"
    )
    channel = world.channel()
    ours = channel.publish(world.post("Bonjour")).remote_id
    theirs = world.stranger_replies(ours, "Moi")
    world.stranger_writes("En privé")
    world.stranger_mentions("Voyez ")
    assert [item.remote_id for item in walk(channel)[0]] == [theirs]


# Recommendations: the vendor writes that they are no longer told.


def test_recommendations_that_are_no_longer_told_are_no_failure(world: FacebookWorld) -> None:
    world.act("recommend", text="Excellent pain")
    assert walk(world.channel())[0] == []


@pytest.mark.parametrize("is_positive", [True, False])
def test_a_recommendation_says_yes_or_no_and_has_no_stars(
    world: FacebookWorld, is_positive: bool
) -> None:
    world.simulator.gives_ratings = True
    story = world.act("recommend", text="Excellent pain", positive=is_positive)["id"]
    found = find_feedback(world.channel(), story)
    assert (found.kind, found.recommends, found.stars) == (FeedbackKind.REVIEW, is_positive, None)
    target = world.reply_to(story)
    answer = world.channel().publish(world.post("Merci !", reply_to=target))
    assert world.parent_of(answer.remote_id) == story


def test_a_verdict_that_nobody_documents_is_unknown(world: FacebookWorld) -> None:
    rating: dict[str, Any] = {
        "created_time": world.now().isoformat(),
        "recommendation_type": "lukewarm",
        "open_graph_story": {"id": "7"},
    }
    nameless = {"created_time": world.now().isoformat()}
    world.answer_once("ratings", {"data": [rating, nameless, 5]})
    (found,) = walk(world.channel())[0]
    assert (found.recommends, found.text, found.author.handle) == (None, "", "")


# Private messages.


def test_a_private_message_may_be_answered_for_a_day(world: FacebookWorld) -> None:
    theirs = world.stranger_writes("Avez-vous du seigle ?")
    found = find_feedback(world.channel(), theirs)
    assert found.kind is FeedbackKind.MESSAGE
    assert found.is_private
    assert found.reply_until == found.created_at + timedelta(hours=24)
    answer = world.channel().publish(world.post("Oui", reply_to=world.reply_to(theirs)))
    (sent,) = [one for one in world.simulator.world.messages if one.id == answer.remote_id]
    assert (sent.text, sent.author_id) == ("Oui", world.simulator.page.id)


def test_the_last_message_of_a_person_says_until_when_all_may_be_answered(
    world: FacebookWorld,
) -> None:
    first = world.stranger_writes("Bonjour")
    world.advance(hours=3)
    second = world.stranger_writes("Vous êtes là ?")
    channel = world.channel()
    until = find_feedback(channel, second).reply_until
    assert find_feedback(channel, first).reply_until == until


def test_after_a_day_an_answer_is_refused_for_its_target(world: FacebookWorld) -> None:
    channel, theirs = world.channel(), world.stranger_writes("Bonjour")
    target = world.reply_to(theirs)
    world.advance(hours=25)
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Trop tard", reply_to=target))
    assert caught.value.field == "reply_to"


def test_a_message_has_a_limit_of_its_own(world: FacebookWorld) -> None:
    channel, theirs = world.channel(), world.stranger_writes("Bonjour")
    target = world.reply_to(theirs)
    channel.publish(world.post("a" * 2000, reply_to=target))
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("a" * 2001, reply_to=target))
    assert (caught.value.field, caught.value.limit) == ("text", 2000)


def test_a_message_bears_no_file(world: FacebookWorld) -> None:
    channel, theirs = world.channel(), world.stranger_writes("Bonjour")
    photo = upload(channel, small_image("Pain"))
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Voilà", reply_to=world.reply_to(theirs), media=(photo,)))
    assert (caught.value.field, caught.value.limit) == ("media", 0)


def test_a_message_whose_answer_is_lost_is_found(world: FacebookWorld) -> None:
    channel, since = world.channel(), world.now()
    target = world.reply_to(world.stranger_writes("Bonjour"))
    world.simulator.faults.add("message", Fault(FaultKind.HALF_AFTER))
    answer = world.post("Oui", reply_to=target)
    with pytest.raises(OutcomeUnknown):
        channel.publish(answer)
    assert channel.find(answer, since=since) is not None


def test_a_conversation_shows_both_sides(world: FacebookWorld) -> None:
    channel, theirs = world.channel(), world.stranger_writes("Bonjour")
    root = find_feedback(channel, theirs).root_id
    world.advance(seconds=2)
    ours = channel.publish(world.post("Oui ?", reply_to=world.reply_to(theirs))).remote_id
    thread = channel.read_thread(root)
    assert [(one.remote_id, one.is_ours) for one in thread] == [(theirs, False), (ours, True)]
    assert {one.root_id for one in thread} == {root}


def test_the_twenty_newest_messages_of_a_conversation_are_read(world: FacebookWorld) -> None:
    written = [world.stranger_writes(f"Message {n}") for n in range(25)]
    channel = world.channel()
    items, _ = walk(channel)
    assert [item.remote_id for item in items] == written[5:]
    assert len(channel.read_thread(items[0].root_id)) == 20


def test_an_old_message_that_is_no_longer_told_is_not_said_to_be_gone(
    world: FacebookWorld,
) -> None:
    written = [world.stranger_writes(f"Message {n}") for n in range(25)]
    again = world.channel().read_again(written[4:6])
    assert list(again) == written[5:6]


def test_many_conversations_are_read_over_pages(world: FacebookWorld) -> None:
    world.small_pages(1)
    mine = world.stranger_writes("Bonjour")
    other = world.act("message", **{"as": "remi", "text": "Bonsoir"})["id"]
    items, _ = walk(world.channel())
    assert {item.remote_id for item in items} == {mine, other}


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "null",
        "[]",
        '{"at": 5}',
        '{"at": "2026-11-22T00:00:00+00:00"}',
        json.dumps({"at": "no", "id": "", "goes_on": False}),
    ],
)
def test_any_other_cursor_has_a_name(world: FacebookWorld, cursor: str) -> None:
    with pytest.raises(UnexpectedResponse):
        world.channel().read_feedback(cursor)


def test_items_of_an_unknown_shape_are_left_out(world: FacebookWorld) -> None:
    good = {"id": "1_2", "message": "Bonjour", "created_time": world.now().isoformat()}
    posts = [
        {"id": "9_1", "created_time": "yesterday"},
        {
            "id": "9_2",
            "created_time": world.now().isoformat(),
            "comments": {"data": [good, {"id": 5}, {"created_time": "x"}]},
        },
        {"id": "9_3", "created_time": world.now().isoformat(), "comments": []},
    ]
    world.answer_once("published_posts", {"data": posts, "paging": "none"})
    items, _ = walk(world.channel())
    assert [item.remote_id for item in items] == ["1_2"]


def test_a_date_in_the_future_silences_nobody(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Dites")).remote_id
    early = world.stranger_replies(ours, "Demain")
    world.simulator.world.comments[early].created_at += timedelta(days=9000)
    _, cursor = walk(channel)
    theirs = world.stranger_replies(ours, "Aujourd’hui")
    assert theirs in [item.remote_id for item in walk(channel, cursor)[0]]
    silent = json.dumps({"at": "2998-12-31T00:00:00+00:00", "id": "", "goes_on": False})
    _, cursor = walk(channel, silent)
    late = world.stranger_replies(ours, "Enfin")
    assert late in [item.remote_id for item in walk(channel, cursor)[0]]
