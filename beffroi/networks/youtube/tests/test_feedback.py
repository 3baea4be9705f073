"""Comments: shown, held, answered; old threads that go on; moderation."""

from __future__ import annotations

import json

import pytest

from beffroi.networks.contracts import FeedbackKind, IncomingFeedback
from beffroi.networks.errors import NetworkUnavailable, NotFound, UnexpectedResponse
from beffroi.networks.tests.feedback_contract import walk
from beffroi.networks.youtube.tests.world import YouTubeWorld


@pytest.fixture
def ours(world: YouTubeWorld) -> str:
    return world.channel().publish(world.post("Qui vient samedi ?")).remote_id


def read(world: YouTubeWorld, cursor: str | None = None) -> tuple[list[IncomingFeedback], str]:
    return walk(world.channel(), cursor)


@pytest.mark.parametrize("lane", ["heldForReview", "likelySpam"])
def test_what_youtube_holds_is_read_and_waits_for_us(
    world: YouTubeWorld, ours: str, lane: str
) -> None:
    theirs = str(world.act("reply", parent_id=ours, text="Un lien", lane=lane)["id"])
    items, _ = read(world)
    assert [(one.remote_id, one.is_held, one.is_hidden) for one in items] == [(theirs, True, True)]
    (again,) = world.channel().read_again([theirs]).values()
    assert again is not None
    assert (again.is_held, again.text) == (True, "Un lien")
    assert [one.remote_id for one in world.channel().read_thread(ours)] == [theirs]
    world.channel().show(theirs)
    (again,) = world.channel().read_again([theirs]).values()
    assert again is not None
    assert not again.is_held


def test_a_held_answer_to_a_shown_comment_is_read_once(world: YouTubeWorld, ours: str) -> None:
    shown = world.stranger_replies(ours, "Moi")
    held = str(world.act("reply", parent_id=shown, text="Lien", lane="heldForReview")["id"])
    items, _ = read(world)
    assert [(one.remote_id, one.is_held) for one in items] == [(shown, False), (held, True)]
    assert {one.root_id for one in items} == {ours}


def test_answers_that_do_not_come_with_their_thread_are_asked_for(
    world: YouTubeWorld, ours: str
) -> None:
    top = world.stranger_replies(ours, "Moi")
    answers = [world.stranger_replies(top, f"Moi aussi {place}") for place in range(8)]
    items, cursor = read(world)
    assert {one.remote_id for one in items} == {top, *answers}
    asked = world.simulator.calls["comments.list"]
    read(world, cursor)
    assert world.simulator.calls["comments.list"] == asked  # as many as were known
    late = world.stranger_replies(top, "Et moi")
    assert late in {one.remote_id for one in read(world, cursor)[0]}
    assert [one.remote_id for one in world.channel().read_thread(top)] == [*answers, late]


def test_a_new_answer_in_an_old_thread_is_found_within_a_day(
    world: YouTubeWorld, ours: str
) -> None:
    old = world.stranger_replies(ours, "Il y a longtemps")
    world.advance(days=40)
    world.stranger_replies(ours, "Entre les deux")
    world.advance(days=40)
    world.small_pages(1)
    world.stranger_replies(ours, "Récent")
    _, cursor = read(world)
    world.advance(hours=12)
    late = world.stranger_replies(old, "Une réponse tardive")
    items, cursor = read(world, cursor)
    assert late not in {one.remote_id for one in items}
    world.advance(hours=13)
    items, _ = read(world, cursor)
    assert late in {one.remote_id for one in items}


def test_a_comment_that_is_shown_hours_later_is_not_lost(world: YouTubeWorld, ours: str) -> None:
    hidden = world.stranger_replies(ours, "Avant")
    world.comment(hidden).lane = "rejected"  # as good as not there
    world.advance(hours=3)
    world.stranger_replies(ours, "Après")
    _, cursor = read(world)
    world.comment(hidden).lane = "published"
    assert hidden in {one.remote_id for one in read(world, cursor)[0]}


def test_an_edit_is_read_again_by_itself(world: YouTubeWorld, ours: str) -> None:
    theirs = world.stranger_replies(ours, "Bof")
    _, cursor = read(world)
    world.advance(days=2)
    world.stranger_edits(theirs, "Très bon")
    items, _ = read(world, cursor)
    assert [(one.text, one.edited_at is not None) for one in items] == [("Très bon", True)]


def test_our_own_words_are_no_news(world: YouTubeWorld, ours: str) -> None:
    theirs = world.stranger_replies(ours, "Moi")
    world.channel().publish(world.post("Merci", reply_to=world.reply_to(theirs)))
    items, _ = read(world)
    assert [one.remote_id for one in items] == [theirs]


def test_a_place_that_the_server_forgot_begins_the_list_anew(
    world: YouTubeWorld, ours: str
) -> None:
    world.small_pages(2)
    said = [world.stranger_replies(ours, f"Mot {place}") for place in range(5)]
    page = world.channel().read_feedback(None)
    assert page.has_more
    world.stranger_deletes(said[3])  # the last one of that page
    items, _ = read(world, page.cursor)
    assert {one.remote_id for one in items} >= {said[0], said[1], said[2]}


def test_a_server_that_refuses_the_beginning_is_an_error(world: YouTubeWorld) -> None:
    error = {"error": {"code": 400, "errors": [{"reason": "invalidPageToken"}]}}
    world.answer_once("commentThreads.list", error, status=400)
    with pytest.raises(UnexpectedResponse):
        world.channel().read_feedback(None)


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "nonsense",
        "[]",
        '{"lane": 7}',
        '{"lane": "0"}',
        '{"other": 1}',
        '{"newest": "yesterday"}',
        '{"newest": 3}',
        '{"counts": []}',
        '{"deep_at": "never"}',
        '{"newest": "2026-11-26T10:00:00"}',
    ],
)
def test_a_cursor_that_is_not_ours_is_an_error_with_a_name(
    world: YouTubeWorld, cursor: str
) -> None:
    with pytest.raises(UnexpectedResponse):
        world.channel().read_feedback(cursor)


def test_a_cursor_is_json_and_small(world: YouTubeWorld, ours: str) -> None:
    world.stranger_replies(ours, "Moi")
    _, cursor = read(world)
    assert json.loads(cursor)["newest"]
    assert len(cursor) < 500


def test_an_answer_has_nothing_below_it(world: YouTubeWorld, ours: str) -> None:
    top = world.stranger_replies(ours, "Moi")
    answer = world.stranger_replies(top, "Moi aussi")
    assert world.channel().read_thread(answer) == []
    with pytest.raises(NotFound):
        world.channel().read_thread("UgGone00000000000000000000")


def test_a_video_and_its_comments_are_read_again_together(world: YouTubeWorld, ours: str) -> None:
    theirs = world.stranger_replies(ours, "Moi")
    again = world.channel().read_again([ours, theirs, "gone0000000"])
    own = again[ours]
    assert own is not None
    assert (own.is_ours, own.text, own.root_id) == (True, "Qui vient samedi ?", ours)
    assert own.kind is FeedbackKind.REPLY
    assert again["gone0000000"] is None


def test_no_stranger_can_make_a_page_unreadable(world: YouTubeWorld, ours: str) -> None:
    world.wait_for(seconds=20)
    for number in range(100):
        top = world.stranger_replies(ours, f"{number}" + "é" * 9_000)
        for _ in range(2):
            world.stranger_replies(top, "é" * 9_000)
    items, _ = read(world)
    assert len(items) == 300


def test_many_are_read_again_in_few_calls(world: YouTubeWorld, ours: str) -> None:
    said = [world.stranger_replies(ours, f"Mot {place}") for place in range(60)]
    assert all(world.channel().read_again(said).values())
    assert world.simulator.calls["comments.list"] == 3


def test_somebody_whose_account_is_closed_has_no_id(world: YouTubeWorld) -> None:
    snippet = {
        "textDisplay": "Adieu",
        "publishedAt": "2026-11-26T10:00:00Z",
        "authorDisplayName": "Ancien",
    }
    comment = {"id": "Ug1", "snippet": snippet}
    thread = {"id": "Ug1", "snippet": {"topLevelComment": comment, "canReply": False}}
    world.answer_once("commentThreads.list", {"items": [thread]})
    (found,) = world.channel().read_feedback(None).items
    assert (found.author.account_id, found.author.display_name) == ("", "Ancien")
    assert not found.can_answer
    assert found.parent_id is None


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {"items": "none"},
        {"items": [{"id": "Ug1"}]},
        {"items": [{"snippet": {"topLevelComment": {"id": "Ug1", "snippet": {}}}}]},
    ],
)
def test_a_shape_that_nobody_documents_is_an_error_with_a_name(
    world: YouTubeWorld, answer: object
) -> None:
    world.answer_once("commentThreads.list", answer)
    with pytest.raises(UnexpectedResponse):
        world.channel().read_feedback(None)


def test_a_channel_without_comments_has_an_empty_page(world: YouTubeWorld) -> None:
    world.answer_once("commentThreads.list", {"kind": "youtube#commentThreadListResponse"})
    assert world.channel().read_feedback(None).items == ()


# Moderation.


def test_what_is_removed_can_never_be_shown_again(world: YouTubeWorld, ours: str) -> None:
    theirs = world.stranger_replies(ours, "Insulte")
    world.channel().remove(theirs)
    assert world.comment(theirs).lane == "rejected"
    with pytest.raises(NotFound):
        world.channel().show(theirs)


def test_what_its_author_took_away_is_removed(world: YouTubeWorld, ours: str) -> None:
    theirs = world.stranger_replies(ours, "Insulte")
    world.stranger_deletes(theirs)
    world.channel().remove(theirs)
    for call in (world.channel().hide, world.channel().show):
        with pytest.raises(NotFound):
            call(theirs)


@pytest.mark.parametrize(
    ("status", "reason"), [(400, "processingFailure"), (403, "forbidden"), (404, "commentNotFound")]
)
def test_a_failed_removal_of_what_still_stands_is_told(
    world: YouTubeWorld, ours: str, status: int, reason: str
) -> None:
    theirs = world.stranger_replies(ours, "Insulte")
    error = {"error": {"code": status, "errors": [{"reason": reason}]}}
    world.answer_once("comments.setModerationStatus", error, status=status)
    with pytest.raises((NetworkUnavailable, NotFound)):
        world.channel().remove(theirs)


def test_a_date_in_the_future_silences_nobody(world: YouTubeWorld, ours: str) -> None:
    snippet = {"textDisplay": "Demain", "publishedAt": "2999-11-26T10:00:00Z"}
    thread = {"id": "Ug1", "snippet": {"topLevelComment": {"id": "Ug1", "snippet": snippet}}}
    world.answer_once("commentThreads.list", {"items": [thread]})
    _, cursor = read(world)
    theirs = world.stranger_replies(ours, "Aujourd’hui")
    assert theirs in [one.remote_id for one in read(world, cursor)[0]]
    last = "2999-11-26T10:00:00+00:00"
    silent = json.dumps({"newest": last, "deep_newest": last, "deep_at": last})
    assert theirs in [one.remote_id for one in read(world, silent)[0]]
