"""Mentions in pages, conversations, and what cannot be read."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from beffroi.networks.contracts import (
    ChannelMetric,
    DailyCount,
    FeedbackKind,
    FeedbackPage,
    IncomingFeedback,
)
from beffroi.networks.errors import NetworkUnavailable, UnexpectedResponse
from beffroi.networks.mastodon.simulator_state import Draft
from beffroi.networks.mastodon.tests.world import MastodonWorld
from beffroi.networks.simulation_crowd import Crowd
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.feedback_contract import walk


def ids(items: Any) -> list[str]:
    return [item.remote_id for item in items]


def only(world: MastodonWorld) -> IncomingFeedback:
    page: FeedbackPage = world.channel().read_feedback(None)
    (found,) = page.items
    return found


def test_other_and_unknown_notifications_are_passed_over(fork: MastodonWorld) -> None:
    ours = fork.channel().publish(fork.post("Bonjour")).remote_id
    for action in ("favourite", "boost", "follow"):
        fork.act(action, id=ours)
    state = fork.simulator.state
    state.notify(
        "quantum_poke", to=fork.simulator.owner, by=state.accounts[next(iter(state.accounts))]
    )
    theirs = fork.stranger_replies(ours, "Bonsoir")
    page = fork.channel().read_feedback(None)
    assert ids(page.items) == [theirs]
    assert len(json.loads(page.cursor)["recent"]) == 5


def test_one_mention_that_cannot_be_read_does_not_hide_the_others(world: MastodonWorld) -> None:
    theirs = world.stranger_mentions("Bonjour ")
    shown = world.simulator.writer.notification(world.simulator.state.notifications[0])
    broken: list[Any] = [
        {**shown, "id": "1", "status": None},
        {**shown, "id": "2", "status": {"id": "x"}},
        {**shown, "id": "3", "status": {**shown["status"], "created_at": "yesterday"}},
        {**shown, "id": "4", "status": {**shown["status"], "account": []}},
        {"type": "mention"},
        {**shown, "id": "5", "type": None},
        "nothing",
    ]
    world.answer_once("notifications", [shown, *broken])
    assert ids(world.channel().read_feedback(None).items) == [theirs]


def test_what_is_read_again_is_only_a_little(world: MastodonWorld) -> None:
    channel = world.channel()
    for n in range(30):
        world.stranger_mentions(f"Bonjour {n} ")
    items, cursor = walk(channel)
    assert len(items) == 30
    again, same = walk(channel, cursor)
    assert ids(again) == ids(items)[-5:]
    assert same == cursor


def test_a_notification_numbered_out_of_order_is_not_lost(world: MastodonWorld) -> None:
    channel, state = world.channel(), world.simulator.state
    for n in range(8):
        world.stranger_mentions(f"Bonjour {n} ")
    late = state.notifications.pop(-3)
    items, cursor = walk(channel)
    assert late.status_id not in ids(items)
    state.notifications.append(late)
    again, _ = walk(channel, cursor)
    assert late.status_id in ids(again)


def test_an_account_that_nobody_spoke_to_misses_nothing_later(world: MastodonWorld) -> None:
    channel = world.channel()
    cursor = channel.read_feedback(None).cursor
    expected = [world.stranger_mentions(f"Bonjour {n} ") for n in range(130)]
    world.change(calls_per_five_minutes=1000)
    items, cursor = walk(channel, cursor)
    assert ids(items) == expected
    later = world.stranger_mentions("Encore ")
    assert ids(walk(channel, cursor)[0])[-1] == later


def test_the_first_reading_stops_at_what_is_recent(world: MastodonWorld) -> None:
    for n in range(130):
        world.stranger_mentions(f"Bonjour {n} ")
    page = world.channel().read_feedback(None)
    assert (len(page.items), page.has_more) == (40, False)
    assert world.simulator.calls["notifications"] == 1


def test_a_mention_taken_away_before_it_was_passed_does_not_stop_the_reading(
    world: MastodonWorld,
) -> None:
    channel = world.channel()
    theirs = [world.stranger_mentions(f"Bonjour {n} ") for n in range(3)]
    _, cursor = walk(channel)
    for one in theirs:
        world.stranger_deletes(one)
    later = world.stranger_mentions("Encore ")
    assert ids(walk(channel, cursor)[0]) == [later]


def test_a_server_that_sends_the_oldest_first_is_read_in_order(world: MastodonWorld) -> None:
    for n in range(3):
        world.stranger_mentions(f"Bonjour {n} ")
        world.advance(seconds=1)
    shown = [world.simulator.writer.notification(n) for n in world.simulator.state.notifications]
    world.answer_once("notifications", shown)
    texts = [item.text for item in world.channel().read_feedback(None).items]
    assert [text.split()[1] for text in texts] == ["0", "1", "2"]


@pytest.mark.parametrize(
    "cursor",
    ["", "null", "[]", "{}", "12", '{"recent": 7}', '{"recent": null, "goes_on": true}', "\ud800"],
)
def test_a_cursor_that_is_not_ours_has_a_name(world: MastodonWorld, cursor: str) -> None:
    with pytest.raises(UnexpectedResponse):
        world.channel().read_feedback(cursor)


def test_a_conversation_begins_with_the_first_post_that_concerns_us(world: MastodonWorld) -> None:
    channel, state = world.channel(), world.simulator.state
    theirs = world.stranger_mentions("Une question ")
    ours = channel.publish(world.post("Oui ?", reply_to=world.reply_to(theirs))).remote_id
    back = world.stranger_replies(ours, "Ouvert demain ?")
    found = channel.read_again([theirs, ours, back])
    assert {item.root_id for item in found.values()} == {theirs}
    assert [found[one].kind for one in (theirs, ours, back)] == [
        FeedbackKind.MENTION,
        FeedbackKind.REPLY,
        FeedbackKind.REPLY,
    ]
    assert state.statuses[back].parent_id == ours


def test_a_comment_of_ours_among_strangers_begins_its_own_conversation(
    world: MastodonWorld,
) -> None:
    channel, state = world.channel(), world.simulator.state
    zoe = state.find_account("zoe")
    assert zoe is not None
    unrelated = state.post(zoe, Draft(text="Quel temps !")).id
    ours = channel.publish(world.post("Superbe", reply_to=world.reply_to(unrelated))).remote_id
    back = world.stranger_replies(ours, "N’est-ce pas")
    assert only(world).root_id == ours
    assert channel.read_again([back])[back].root_id == ours
    assert {item.root_id for item in channel.read_thread(ours)} == {ours}


def test_one_call_is_enough_for_all_who_answer_one_post(world: MastodonWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Dites")).remote_id
    for n in range(9):
        world.stranger_replies(ours, f"Réponse {n}")
    channel.read_feedback(None)
    assert world.simulator.calls["context"] == 1


def test_an_answer_whose_thread_is_gone_still_arrives(world: MastodonWorld) -> None:
    ours = world.channel().publish(world.post("Dites")).remote_id
    theirs = world.stranger_replies(ours, "Voilà")
    world.answer_once("context", {"error": "Record not found"}, status=404)
    found = only(world)
    assert (found.remote_id, found.parent_id, found.text) == (theirs, ours, "Voilà")


def test_a_thread_that_cannot_be_read_now_puts_the_page_off(world: MastodonWorld) -> None:
    ours = world.channel().publish(world.post("Dites")).remote_id
    world.stranger_replies(ours, "Voilà")
    world.simulator.faults.add("context", Fault(FaultKind.ERROR_BEFORE, status=503))
    with pytest.raises(NetworkUnavailable):
        world.channel().read_feedback(None)
    assert only(world).root_id == ours


def test_an_answer_to_what_is_deleted_stands_alone(world: MastodonWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Dites")).remote_id
    theirs = world.stranger_replies(ours, "Voilà")
    channel.delete(ours)
    found = only(world)
    assert (found.root_id, found.parent_id, found.text) == (theirs, None, "Voilà")


def test_a_private_word_is_marked_as_such(world: MastodonWorld) -> None:
    world.act("mention", text="Entre nous ", visibility="direct")
    assert only(world).is_private
    assert only(world).reply_context["visibility"] == "direct"


def test_followers_only_is_not_private(world: MastodonWorld) -> None:
    world.act("mention", text="Aux abonnés ", visibility="private")
    assert not only(world).is_private


def test_a_warning_comes_before_the_text(world: MastodonWorld) -> None:
    world.status(world.stranger_mentions("Miam ")).spoiler_text = "Gluten"
    assert only(world).text == "Gluten\n\nMiam @ateliermartin"


def test_only_the_mentions_that_address_an_answer_are_dropped(world: MastodonWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    theirs = world.stranger_replies(ours, "@remi@ailleurs.example tu viens chez @ateliermartin ?")
    answer = channel.publish(world.post("Oui", reply_to=world.reply_to(theirs))).remote_id
    thread = {item.remote_id: item.text for item in channel.read_thread(ours)}
    assert thread == {theirs: "@remi tu viens chez @ateliermartin ?", answer: "Oui"}


def test_an_answer_that_says_nothing_but_our_name_keeps_it(world: MastodonWorld) -> None:
    ours = world.channel().publish(world.post("Qui vient ?")).remote_id
    world.stranger_replies(ours, "")
    assert only(world).text == "@ateliermartin"


@pytest.mark.parametrize(
    ("stranger", "handle"), [("zoe", "zoe@mastodon.example"), ("remi", "remi@ailleurs.example")]
)
def test_every_handle_bears_its_host(world: MastodonWorld, stranger: str, handle: str) -> None:
    world.stranger = stranger
    world.stranger_mentions("Bonjour ")
    assert only(world).author.handle == handle


def test_the_host_of_handles_is_read_once(world: MastodonWorld) -> None:
    world.stranger_mentions("Bonjour ")
    for _ in range(3):
        only(world)
    assert world.simulator.calls["instance"] == 1


def test_who_chose_no_name_is_called_by_the_user_name(world: MastodonWorld) -> None:
    world.rename_stranger("  ")
    world.stranger_mentions("Bonjour ")
    assert only(world).author.display_name == "zoe"


def test_numbers_as_ids_become_text(world: MastodonWorld) -> None:
    world.stranger_mentions("Bonjour ")
    shown = world.simulator.writer.notification(world.simulator.state.notifications[0])
    world.answer_once("notifications", [{**shown, "id": 7, "status": {**shown["status"], "id": 8}}])
    assert only(world).remote_id == "8"


def test_counters_that_a_server_does_not_tell_are_unknown(fork: MastodonWorld) -> None:
    channel = fork.channel()
    ours = channel.publish(fork.post("Comptez")).remote_id
    fork.act("favourite", id=ours)
    fork.act("boost", id=ours)
    counters = channel.read_counters([ours])[ours]
    assert (counters.likes, counters.shares, counters.replies) == (1, 1, 0)
    assert counters.quotes is None


def test_how_many_follow_us_is_told_of_today_alone(world: MastodonWorld) -> None:
    channel, today = world.channel(), world.now().date()
    week = today - timedelta(days=7)
    told = DailyCount(ChannelMetric.FOLLOWERS, today, 12)
    assert list(channel.read_channel_counters(week, today)) == [told]
    assert list(channel.read_channel_counters(week, today - timedelta(days=1))) == []
    world.answer_once("me", {"id": "1", "username": "a", "acct": "a", "followers_count": -1})
    assert list(channel.read_channel_counters(today, today)) == []


def test_a_crowd_reacts_by_itself_as_time_goes_by(world: MastodonWorld) -> None:
    simulator = world.simulator
    simulator.crowds[simulator.owner.id] = Crowd(600, since=world.now(), a_week=7)
    channel = world.channel()
    ours = channel.publish(world.post("Comptez")).remote_id
    assert channel.read_counters([ours])[ours].likes == 0
    simulator.clock.advance(timedelta(days=1))
    young = channel.read_counters([ours])[ours]
    simulator.clock.advance(timedelta(days=6))
    old = channel.read_counters([ours])[ours]
    assert 0 < (young.likes or 0) <= (old.likes or 0) < 600
    assert 0 < (old.shares or 0) < (old.likes or 0)
    today = simulator.clock().date()
    around = today - timedelta(days=9), today + timedelta(days=1)
    assert [one.value for one in channel.read_channel_counters(*around)] == [607]


def test_a_deep_thread_is_read_whole(world: MastodonWorld) -> None:
    channel, last = world.channel(), world.channel().publish(world.post("Début")).remote_id
    first = last
    for n in range(60):
        last = world.stranger_replies(last, f"Niveau {n}")
        world.simulator.clock.advance(timedelta(seconds=1))
    thread = channel.read_thread(first)
    assert [item.text for item in thread] == [f"Niveau {n}" for n in range(60)]
    assert {item.root_id for item in thread} == {first}


def test_a_thread_that_turns_in_circles_ends(world: MastodonWorld) -> None:
    theirs = world.stranger_mentions("Bonjour ")
    shown = world.simulator.writer.notification(world.simulator.state.notifications[0])
    circle = {**shown["status"], "in_reply_to_id": theirs}
    world.answer_once("notifications", [{**shown, "status": circle}])
    assert only(world).remote_id == theirs


def test_a_parent_hidden_from_us_is_asked_for_once(world: MastodonWorld) -> None:
    state = world.simulator.state
    remi = state.find_account("remi", "ailleurs.example")
    zoe = state.find_account("zoe")
    assert remi
    assert zoe
    hidden = state.post(remi, Draft(text="@zoe secret", visibility="direct")).id
    first = state.post(zoe, Draft(text="@ateliermartin un", parent_id=hidden)).id
    second = state.post(zoe, Draft(text="@ateliermartin deux", parent_id=first)).id
    items = world.channel().read_feedback(None).items
    assert ids(items) == [first, second]
    assert {item.root_id for item in items} == {first}
    assert {item.kind for item in items} == {FeedbackKind.MENTION}
    assert world.simulator.calls["context"] == 1
