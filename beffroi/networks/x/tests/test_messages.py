"""What people say to us alone, and what we answer them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from beffroi.networks.contracts import FeedbackKind, ReplyTarget
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    OutcomeUnknown,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.feedback_contract import check_answer_limit, walk
from beffroi.networks.tests.world import small_image, upload
from beffroi.networks.x.declaration import SCOPES
from beffroi.networks.x.simulator_messages import SimulatedMessage
from beffroi.networks.x.tests.world import XWorld


def says(world: XWorld, text: str, who: str = "zoe_lyon") -> str:
    return f"dm-{world.act('message', text=text, **{'as': who})['id']}"


def said(world: XWorld, text: str) -> list[SimulatedMessage]:
    return [one for one in world.simulator.messages.said.values() if one.text == text]


def target(world: XWorld, remote_id: str) -> ReplyTarget:
    return world.reply_to(remote_id)


# Reading


def test_a_message_arrives_with_what_is_needed_to_answer_it(world: XWorld) -> None:
    theirs = says(world, "Avez-vous encore du seigle ? & < >")
    (found,) = walk(world.channel())[0]
    assert (found.remote_id, found.kind) == (theirs, FeedbackKind.MESSAGE)
    assert found.text == "Avez-vous encore du seigle ? & < >"
    assert (found.is_private, found.is_ours, found.can_answer) == (True, False, True)
    assert found.author.handle == "zoe_lyon"
    assert found.url.startswith(f"{world.simulator.origin}/messages/")


def test_a_conversation_is_one_whoever_speaks(world: XWorld) -> None:
    theirs = says(world, "Bonjour")
    says(world, "Bonsoir", who="remi")
    channel = world.channel()
    channel.publish(world.post("Oui ?", reply_to=target(world, theirs)))
    found = {item.text: item for item in walk(channel)[0]}
    assert found["Oui ?"].root_id == found["Bonjour"].root_id != found["Bonsoir"].root_id
    assert [found[text].is_ours for text in ("Bonjour", "Oui ?", "Bonsoir")] == [
        False,
        True,
        False,
    ]


def test_only_what_is_new_comes_again(world: XWorld) -> None:
    says(world, "Un")
    world.advance(minutes=1)
    last = says(world, "Deux")
    _, cursor = walk(world.channel())
    later = says(world, "Trois")
    assert [item.remote_id for item in walk(world.channel(), cursor)[0]] == [last, later]


def test_what_shows_up_late_is_not_lost(world: XWorld) -> None:
    late = says(world, "En retard")
    hidden = world.simulator.messages.said.pop(late.removeprefix("dm-"))
    world.advance(seconds=5)
    says(world, "À l’heure")
    _, cursor = walk(world.channel())
    world.simulator.messages.said[hidden.id] = hidden
    assert late in [item.remote_id for item in walk(world.channel(), cursor)[0]]


def test_many_messages_are_read_page_after_page(world: XWorld) -> None:
    expected = [says(world, f"Numéro {n}") for n in range(13)]
    world.small_pages(4)
    items, cursor = walk(world.channel())
    assert sorted(item.remote_id for item in items) == sorted(expected)
    later = [says(world, f"Suite {n}") for n in range(6)]
    items, _ = walk(world.channel(), cursor)
    found = [item.remote_id for item in items]
    assert sorted(one for one in found if one not in expected) == sorted(later)


def test_what_comes_between_two_pages_is_neither_lost_nor_doubled(world: XWorld) -> None:
    world.small_pages(2)
    expected = [says(world, f"Numéro {n}") for n in range(5)]
    seen: list[str] = []
    cursor, has_more = None, True
    while has_more:
        page = world.channel().read_feedback(cursor)
        seen.extend(item.remote_id for item in page.items)
        cursor, has_more = page.cursor, page.has_more
        if len(expected) < 9:
            expected.append(says(world, f"Entre deux {len(expected)}"))
    items, _ = walk(world.channel(), cursor)
    assert len(seen) == len(set(seen))
    assert {*seen, *(item.remote_id for item in items)} == set(expected)


def test_a_server_that_repeats_itself_does_not_hold_us(world: XWorld) -> None:
    for n in range(5):
        says(world, f"Numéro {n}")
    world.small_pages(2)
    world.repeat_cursors()
    walk(world.channel())


def test_the_first_reading_goes_back_a_week(world: XWorld) -> None:
    says(world, "Ancien")
    world.advance(days=8)
    recent = says(world, "Récent")
    assert [item.remote_id for item in walk(world.channel())[0]] == [recent]


def test_a_group_can_be_read_and_not_answered(world: XWorld) -> None:
    event = {
        "id": "9",
        "text": "À tous",
        "sender_id": "5",
        "dm_conversation_id": "1234",
        "created_at": world.now().isoformat(),
    }
    world.answer_once("messages", {"data": [event], "meta": {"result_count": 1}})
    (found,) = walk(world.channel())[0]
    assert (found.text, found.can_answer, dict(found.reply_context)) == ("À tous", False, {})


def test_messages_that_cannot_be_read_do_not_hold_the_others(world: XWorld) -> None:
    event = {
        "id": "9",
        "text": "Bonjour",
        "sender_id": "5",
        "dm_conversation_id": "5-6",
        "created_at": world.now().isoformat(),
    }
    broken = [{"id": "8"}, "x", {**event, "created_at": None}]
    world.answer_once("messages", {"data": [*broken, event], "meta": {"result_count": 3}})
    assert [item.remote_id for item in walk(world.channel())[0]] == ["dm-9"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultKind.ERROR_BEFORE, status=500),
        Fault(FaultKind.ERROR_BEFORE, status=429),
        Fault(FaultKind.ERROR_BEFORE, status=403, body='{"title":"x","detail":"Forbidden"}'),
        Fault(FaultKind.ERROR_BEFORE, status=404),
        Fault(FaultKind.HTML_BEFORE),
        Fault(FaultKind.CUT_BEFORE),
    ],
)
def test_what_goes_wrong_with_messages_hides_no_mention(world: XWorld, fault: Fault) -> None:
    theirs, private = world.stranger_mentions("Bonjour "), says(world, "Psst")
    world.simulator.faults.add("messages", fault)
    page = world.channel().read_feedback(None)
    assert [item.remote_id for item in page.items] == [theirs]
    assert not page.has_more
    items, _ = walk(world.channel(), page.cursor)
    assert private in [item.remote_id for item in items]


def test_credits_and_a_dead_access_are_told_all_the_same(world: XWorld) -> None:
    body = '{"title":"Payment Required","type":"https://api.x.com/2/problems/credits-depleted"}'
    for status, expected in ((402, QuotaExhausted), (403, QuotaExhausted)):
        fault = Fault(FaultKind.ERROR_BEFORE, status=status, body=body)
        world.simulator.faults.add("messages", fault)
        with pytest.raises(expected):
            world.channel().read_feedback(None)
    world.keeper.change(refresh_token="dead")
    unauthorized = Fault(FaultKind.ERROR_BEFORE, status=401, body='{"title":"Unauthorized"}')
    world.simulator.faults.add("messages", unauthorized)
    with pytest.raises(AccessRevoked):
        world.channel().read_feedback(None)


def test_an_access_that_may_not_read_messages_does_not_ask(world: XWorld) -> None:
    world.keeper = world.new_keeper(scopes=tuple(one for one in SCOPES if one != "dm.read"))
    says(world, "Psst")
    assert walk(world.channel())[0] == []
    assert world.simulator.calls["messages"] == 0


def test_more_than_fifteen_readings_wait(world: XWorld) -> None:
    says(world, "Psst")
    for _ in range(15):
        world.channel().read_feedback(None)
    assert world.channel().read_feedback(None).items == ()
    world.advance(minutes=15, seconds=1)
    assert len(world.channel().read_feedback(None).items) == 1


def test_a_message_is_paid_once_a_day(world: XWorld) -> None:
    says(world, "Psst")
    channel = world.channel()
    expected = [("0.010", "DM Event: Read"), ("0.010", "User: Read")]
    assert sorted(world.paid(lambda: channel.read_feedback(None))) == expected
    assert world.paid(lambda: channel.read_feedback(None)) == []
    noted = sum(cost.usd for cost in world.keeper.costs)
    assert noted == world.simulator.meter.spent_usd


def test_a_message_that_is_gone_is_seen_as_gone(world: XWorld) -> None:
    kept, gone = says(world, "Reste"), says(world, "Part")
    del world.simulator.messages.said[gone.removeprefix("dm-")]
    found = world.channel().read_again([kept, gone])
    assert found[kept].text == "Reste"
    assert found[gone] is None


def test_messages_and_posts_are_read_again_together(world: XWorld) -> None:
    both = [says(world, "Psst"), world.stranger_mentions("Bonjour ")]
    assert set(world.channel().read_again(both)) == set(both)


def test_a_webhook_leads_to_the_message(world: XWorld) -> None:
    theirs = says(world, "Psst")
    payload = {"direct_message_events": [{"id": theirs.removeprefix("dm-")}, {"id": None}]}
    own = world.simulator.owner.id
    body = world.simulator.webhooks.body("dm.received", account_id=own, payload=payload)
    (notice,) = world.network.read_notices(body)
    assert notice.remote_ids == (theirs,)
    assert world.channel().read_again(notice.remote_ids)[theirs].text == "Psst"


# Answering


def test_an_answer_goes_to_that_person_alone(world: XWorld) -> None:
    theirs = says(world, "Ouvert ?")
    post = world.post("Oui, voir exemple.fr", reply_to=target(world, theirs))
    costs = world.paid(lambda: world.channel().publish(post))
    assert costs == [("0.015", "DM Interaction: Create")]
    (sent,) = said(world, post.text)
    assert sent.pair[0] == world.simulator.owner.id
    assert world.count_visible(post.text) == 0


def test_an_answer_may_bear_a_picture(world: XWorld) -> None:
    theirs = target(world, says(world, "Une photo ?"))
    image = upload(world.channel(), small_image("Four"))
    world.channel().publish(world.post("Voici", media=(image,), reply_to=theirs))
    assert len(said(world, "Voici")[0].file_ids) == 1


@pytest.mark.parametrize("kind", [FaultKind.CUT_AFTER, FaultKind.HTML_AFTER])
def test_a_doubtful_answer_is_found(world: XWorld, kind: FaultKind) -> None:
    post = world.post("Oui & non", reply_to=target(world, says(world, "Ouvert ?")))
    since = world.now()
    world.simulator.faults.add("send", Fault(kind))
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(post)
    found = world.channel().find(post, since=since)
    assert found is not None
    assert found.remote_id == f"dm-{said(world, 'Oui & non')[0].id}"
    excluding = frozenset({found.remote_id})
    assert world.channel().find(post, since=since, excluding=excluding) is None


def test_an_answer_that_never_left_is_absent(world: XWorld) -> None:
    theirs = says(world, "Ouvert ?")
    post, since = world.post("Ouvert ?", reply_to=target(world, theirs)), world.now()
    world.simulator.faults.add("send", Fault(FaultKind.CUT_BEFORE))
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(post)
    assert world.channel().find(post, since=since) is None


def test_an_older_answer_with_the_same_words_is_another(world: XWorld) -> None:
    theirs = target(world, says(world, "Ouvert ?"))
    world.channel().publish(world.post("Oui", reply_to=theirs))
    world.advance(minutes=3)
    assert world.channel().find(world.post("Oui", reply_to=theirs), since=world.now()) is None


def test_an_answer_is_found_behind_many_others(world: XWorld) -> None:
    theirs = target(world, says(world, "Ouvert ?"))
    post, since = world.post("Oui", reply_to=theirs), world.now()
    published = world.channel().publish(post)
    for n in range(7):
        says(world, f"Encore {n}")
    world.small_pages(3)
    assert world.channel().find(post, since=since) == published


@pytest.mark.parametrize(
    "body",
    [
        {"data": [{"id": "1"}], "meta": {"result_count": 1}},
        {},
        {"data": [], "meta": {"next_token": "again"}},
    ],
)
def test_a_lookup_that_cannot_tell_does_not(world: XWorld, body: Any) -> None:
    post = world.post("Oui", reply_to=target(world, says(world, "Ouvert ?")))
    for _ in range(10):
        world.answer_once("messages_with", body)
    with pytest.raises(UnexpectedResponse):
        world.channel().find(post, since=world.now())


def test_what_a_wrong_clock_dated_is_found(world: XWorld) -> None:
    post = world.post("Oui", reply_to=target(world, says(world, "Ouvert ?")))
    published = world.channel().publish(post)
    found = world.channel().find(post, since=world.now() + timedelta(minutes=5))
    assert found == published


def test_who_takes_no_messages_of_ours_is_told(world: XWorld) -> None:
    post = world.post("Oui", reply_to=target(world, says(world, "Ouvert ?")))
    world.change(takes_messages=False)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(post)
    assert caught.value.field == "reply_to"


@pytest.mark.parametrize("body", ["{}", '{"data":{}}', '{"data":{"dm_event_id":"5"}}'])
def test_an_answer_without_a_number_is_doubtful(world: XWorld, body: str) -> None:
    post = world.post("Oui", reply_to=target(world, says(world, "Ouvert ?")))
    world.answer_once("send", body, status=201)
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(post)


def test_an_answer_can_be_taken_back(world: XWorld) -> None:
    theirs = says(world, "Ouvert ?")
    channel = world.channel()
    sent = channel.publish(world.post("Oui", reply_to=target(world, theirs)))
    for _ in range(2):
        channel.delete(sent.remote_id)
    assert said(world, "Oui") == []
    with pytest.raises(PolicyBlocked):
        channel.delete(theirs)


def test_a_message_has_no_thread_and_no_counters(world: XWorld) -> None:
    channel = world.channel()
    theirs = says(world, "Ouvert ?")
    ours = channel.publish(world.post("Bonjour")).remote_id
    assert list(channel.read_thread(theirs)) == []
    assert set(channel.read_counters([theirs, ours])) == {ours}


def test_too_many_answers_wait(world: XWorld) -> None:
    theirs = target(world, says(world, "Ouvert ?"))
    for n in range(15):
        world.channel().publish(world.post(f"Oui {n}", reply_to=theirs))
    with pytest.raises(RateLimited):
        world.channel().publish(world.post("Trop", reply_to=theirs))


def test_the_cursor_holds_both_positions(world: XWorld) -> None:
    theirs, private = world.stranger_mentions("Bonjour "), says(world, "Psst")
    _, cursor = walk(world.channel())
    kept = json.loads(cursor)
    assert kept["mentions"]["after"] == theirs
    assert f"dm-{kept['messages']['after']}" == private


def test_an_answer_by_message_is_bounded_as_declared(world: XWorld) -> None:
    check_answer_limit(world, says(world, "Bonjour"))
