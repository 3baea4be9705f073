"""Comments and mentions: pages, cursors, threads, and what LinkedIn may answer instead."""

from __future__ import annotations

import json
from typing import Any

import pytest

from beffroi.networks.contracts import FeedbackKind
from beffroi.networks.errors import NetworkUnavailable, NotFound, UnexpectedResponse
from beffroi.networks.linkedin.simulator_strangers import BAKERY, ZOE
from beffroi.networks.linkedin.tests.world import LinkedInWorld
from beffroi.networks.tests.feedback_contract import walk


def posted(world: LinkedInWorld, text: str = "Qui vient ?") -> str:
    return str(world.channel().publish(world.post(text)).remote_id)


def test_one_call_tells_that_nothing_is_new(world: LinkedInWorld) -> None:
    _, cursor = walk(world.channel())
    world.simulator.calls.clear()
    world.channel().read_feedback(cursor)
    assert dict(world.simulator.calls) == {"notifications": 1}


def test_the_first_reading_goes_seven_days_back(world: LinkedInWorld) -> None:
    ours = posted(world)
    world.stranger_replies(ours, "Vieux")
    world.advance(days=8)
    recent = world.stranger_replies(ours, "Récent")
    assert [item.remote_id for item in walk(world.channel())[0]] == [recent]


def test_who_commented_is_known_by_a_urn_alone(world: LinkedInWorld) -> None:
    theirs = world.stranger_replies(posted(world), "Moi")
    (found,) = walk(world.channel())[0]
    assert found.remote_id == theirs
    assert (found.author.account_id, found.author.handle, found.author.display_name) == (
        ZOE,
        "",
        "",
    )


def test_an_answer_to_a_comment_tells_both_what_it_answers_and_the_post(
    world: LinkedInWorld,
) -> None:
    ours = posted(world)
    top = world.stranger_replies(ours, "Moi")
    nested = world.stranger_replies(top, "Moi aussi")
    found = {item.remote_id: item for item in walk(world.channel())[0]}
    assert (found[nested].parent_id, found[nested].root_id) == (top, ours)


def test_what_was_edited_comes_again_and_what_was_deleted_does_not(world: LinkedInWorld) -> None:
    ours = posted(world)
    edited = world.stranger_replies(ours, "Bof")
    deleted = world.stranger_replies(ours, "Nul")
    items, cursor = walk(world.channel())
    assert {item.remote_id for item in items} == {edited, deleted}
    world.stranger_edits(edited, "Très bon")
    world.stranger_deletes(deleted)
    items, _ = walk(world.channel(), cursor)
    assert [(item.remote_id, item.text) for item in items] == [(edited, "Très bon")]


def test_a_comment_is_told_once_however_often_it_changed(world: LinkedInWorld) -> None:
    theirs = world.stranger_replies(posted(world), "Un")
    world.stranger_edits(theirs, "Deux")
    assert [item.text for item in walk(world.channel())[0]] == ["Deux"]


def test_a_notification_that_is_shown_late_is_not_lost(world: LinkedInWorld) -> None:
    ours = posted(world)
    _, cursor = walk(world.channel())
    late = world.stranger_replies(ours, "En retard")
    told = world.simulator.state.notifications.pop()
    world.advance(minutes=20)
    seen = world.stranger_replies(ours, "À l’heure")
    items, cursor = walk(world.channel(), cursor)
    assert [item.remote_id for item in items] == [seen]
    world.simulator.state.notifications.insert(0, told)
    items, _ = walk(world.channel(), cursor)
    assert [item.remote_id for item in items] == [late]


def test_many_comments_come_page_by_page_and_each_once(world: LinkedInWorld) -> None:
    ours = posted(world)
    expected = [world.stranger_replies(ours, f"N° {n}") for n in range(60)]
    items, cursor = walk(world.channel())
    assert [item.remote_id for item in items] == expected
    assert walk(world.channel(), cursor)[0] == []


def test_a_span_with_more_than_is_read_at_once_is_read_in_halves(
    world: LinkedInWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beffroi.networks.linkedin.paging._PAGES_MAX", 2)
    world.small_pages(3)
    ours = posted(world)
    expected = []
    for n in range(15):
        world.advance(minutes=1)
        expected.append(world.stranger_replies(ours, f"N° {n}"))
    items, _ = walk(world.channel())
    assert sorted({item.remote_id for item in items}) == sorted(expected)


def test_an_instant_with_more_than_can_be_read_is_an_error_with_a_name(
    world: LinkedInWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beffroi.networks.linkedin.paging._PAGES_MAX", 2)
    world.small_pages(1)
    ours = posted(world)
    world.simulator.clock.freeze()
    for n in range(3):
        world.stranger_replies(ours, f"N° {n}")
    with pytest.raises(UnexpectedResponse):
        walk(world.channel())


def test_what_happens_to_another_page_is_not_ours(world: LinkedInWorld) -> None:
    post = world.simulator.state.add_post(BAKERY, "Chez eux")
    world.stranger_replies(post.urn, "Moi")
    assert walk(world.channel())[0] == []


def test_our_own_answers_and_reactions_are_no_feedback(world: LinkedInWorld) -> None:
    ours = posted(world)
    world.act("favourite", id=ours)
    world.channel().publish(world.post("Venez", reply_to=world.reply_to(ours)))
    assert walk(world.channel())[0] == []


def test_a_comment_that_cannot_be_read_does_not_hide_the_others(world: LinkedInWorld) -> None:
    ours = posted(world)
    world.stranger_replies(ours, "Illisible")
    readable = world.stranger_replies(ours, "Lisible")
    world.answer_once("comment", {"id": "x", "message": 5})
    assert [item.remote_id for item in walk(world.channel())[0]] == [readable]


def test_a_comment_that_fails_to_come_is_asked_for_again(world: LinkedInWorld) -> None:
    theirs = world.stranger_replies(posted(world), "Moi")
    world.answer_once("comment", "{}", status=503)
    with pytest.raises(NetworkUnavailable):
        world.channel().read_feedback(None)
    assert [item.remote_id for item in walk(world.channel())[0]] == [theirs]


def test_a_mention_in_a_post_that_we_may_not_read_is_passed_over(world: LinkedInWorld) -> None:
    world.stranger_mentions("Je recommande ")
    refusal = {"code": "ACCESS_DENIED", "status": 403}
    world.answer_once("post", refusal, status=403)
    assert walk(world.channel())[0] == []


@pytest.mark.parametrize(
    "element",
    [
        {},
        {"action": "COMMENT"},
        {"action": "COMMENT", "sourcePost": "urn:li:share:1"},
        {"action": "COMMENT", "sourcePost": 5, "generatedActivity": "urn:li:comment:(x,1)"},
        {"action": "LIKE", "sourcePost": "urn:li:share:1", "notificationId": 4},
        {"action": "SOMETHING_NEW", "notificationId": 4},
        {"action": "SHARE_MENTION", "generatedActivity": "urn:li:group:1"},
    ],
)
def test_a_notification_that_says_nothing_is_passed_over(
    world: LinkedInWorld, element: dict[str, Any]
) -> None:
    world.answer_once("notifications", {"elements": [element]})
    assert world.channel().read_feedback(None).items == ()


@pytest.mark.parametrize("body", ["[]", '{"elements": 5}', "{}", '"x"', "null"])
def test_notifications_that_cannot_be_read_are_unexpected(world: LinkedInWorld, body: str) -> None:
    world.answer_once("notifications", body)
    with pytest.raises(UnexpectedResponse):
        world.channel().read_feedback(None)


@pytest.mark.parametrize("cursor", ["", "[]", "{}", '{"since": "x", "passed": []}', "nul"])
def test_a_cursor_of_somebody_else_is_an_error_with_a_name(
    world: LinkedInWorld, cursor: str
) -> None:
    with pytest.raises(UnexpectedResponse):
        world.channel().read_feedback(cursor)


def test_a_cursor_is_json_and_stays_small(world: LinkedInWorld) -> None:
    ours = posted(world)
    for n in range(30):
        world.stranger_replies(ours, f"N° {n}")
    _, cursor = walk(world.channel())
    assert set(json.loads(cursor)) == {"since", "passed"}
    world.advance(hours=2)
    _, cursor = walk(world.channel(), cursor)
    assert json.loads(cursor)["passed"] == []


# Again, and whole threads


def test_an_own_post_read_again_is_ours(world: LinkedInWorld) -> None:
    ours = posted(world)
    found = world.channel().read_again([ours])[ours]
    assert (found.is_ours, found.root_id, found.kind) == (True, ours, FeedbackKind.REPLY)


def test_a_mention_is_answered_under_its_own_post(world: LinkedInWorld) -> None:
    theirs = world.stranger_mentions("Je recommande ")
    (found,) = walk(world.channel())[0]
    assert (found.kind, found.remote_id) == (FeedbackKind.MENTION, theirs)
    assert found.text == "Je recommande Atelier Martin"
    answer = world.channel().publish(world.post("Merci", reply_to=world.reply_to(theirs)))
    assert world.parent_of(answer.remote_id) == theirs


def test_what_we_may_no_longer_see_is_not_told(world: LinkedInWorld) -> None:
    ours = posted(world)
    world.answer_once("post", {"code": "ACCESS_DENIED", "status": 403}, status=403)
    assert dict(world.channel().read_again([ours])) == {}


def test_a_thread_is_whole_however_small_its_pages(world: LinkedInWorld) -> None:
    world.small_pages(2)
    ours = posted(world)
    tops = [world.stranger_replies(ours, f"N° {n}") for n in range(5)]
    nested = [world.stranger_replies(tops[0], f"Sous {n}") for n in range(3)]
    thread = world.channel().read_thread(ours)
    assert [item.remote_id for item in thread] == [*tops, *nested]


def test_the_thread_of_a_comment_is_what_answers_it(world: LinkedInWorld) -> None:
    ours = posted(world)
    top = world.stranger_replies(ours, "Moi")
    nested = world.stranger_replies(top, "Moi aussi")
    assert [item.remote_id for item in world.channel().read_thread(top)] == [nested]
    assert list(world.channel().read_thread(nested)) == []


def test_comments_without_answers_cost_one_call(world: LinkedInWorld) -> None:
    ours = posted(world)
    for n in range(5):
        world.stranger_replies(ours, f"N° {n}")
    world.simulator.calls.clear()
    world.channel().read_thread(ours)
    assert dict(world.simulator.calls) == {"comments": 1}


def test_answers_are_asked_for_when_their_number_is_not_told(world: LinkedInWorld) -> None:
    ours = posted(world)
    top = world.stranger_replies(ours, "Moi")
    nested = world.stranger_replies(top, "Moi aussi")
    urn = world.simulator.state.comments[top.rpartition("/")[2]].urn
    untold = {"id": top.rpartition("/")[2], "commentUrn": urn, "created": {"time": 1000}}
    world.answer_once("comments", {"elements": [untold]})
    assert [item.remote_id for item in world.channel().read_thread(ours)] == [top, nested]


def test_the_thread_of_what_is_gone_is_not_found(world: LinkedInWorld) -> None:
    ours = posted(world)
    top = world.stranger_replies(ours, "Moi")
    world.stranger_deletes(top)
    with pytest.raises(NotFound):
        world.channel().read_thread(top)


def test_pages_that_repeat_themselves_are_no_whole_thread(world: LinkedInWorld) -> None:
    ours = posted(world)
    world.stranger_replies(ours, "Moi")
    page = {
        "elements": [{"id": "5", "created": {"time": 1}, "commentsSummary": {}}],
        "paging": {"links": [{"rel": "next"}]},
    }
    for _ in range(2):
        world.answer_once("comments", page)
    with pytest.raises(UnexpectedResponse):
        world.channel().read_thread(ours)


def test_a_malformed_comment_does_not_hide_the_others_of_a_thread(world: LinkedInWorld) -> None:
    ours = posted(world)
    good = {"id": "7", "created": {"time": 1000}, "actor": "urn:li:person:x"}
    good["commentsSummary"] = {"totalFirstLevelComments": 0}
    world.answer_once("comments", {"elements": [{}, {"id": "6"}, {"id": []}, good, 5]})
    (only,) = world.channel().read_thread(ours)
    assert (only.remote_id, only.text) == (f"{ours}/comments/7", "")


# Removing


def test_a_comment_of_a_stranger_is_removed_with_what_answers_it(world: LinkedInWorld) -> None:
    ours = posted(world)
    top = world.stranger_replies(ours, "Publicité")
    nested = world.stranger_replies(top, "Encore")
    world.channel().remove(top)
    assert dict(world.channel().read_again([top, nested])) == {top: None, nested: None}
