"""Reviews: stars, translations, edits, pages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from beffroi.networks.contracts import FeedbackKind, IncomingFeedback
from beffroi.networks.errors import NotFound, UnexpectedResponse
from beffroi.networks.google_business.tests.world import GoogleBusinessWorld
from beffroi.networks.tests.feedback_contract import walk


def review(world: GoogleBusinessWorld, **payload: Any) -> str:
    return str(world.act("reply", **payload)["id"])


def read(
    world: GoogleBusinessWorld, cursor: str | None = None
) -> tuple[list[IncomingFeedback], str]:
    return walk(world.channel(), cursor)


@pytest.mark.parametrize("stars", [1, 2, 3, 4, 5])
def test_a_review_has_its_stars(world: GoogleBusinessWorld, stars: int) -> None:
    theirs = review(world, text="Bonne adresse", stars=stars)
    (found,) = read(world)[0]
    assert (found.remote_id, found.stars, found.kind) == (theirs, stars, FeedbackKind.REVIEW)


def test_stars_may_come_without_a_word(world: GoogleBusinessWorld) -> None:
    review(world, stars=2)
    (found,) = read(world)[0]
    assert (found.text, found.stars) == ("", 2)


@pytest.mark.parametrize("rating", ["STAR_RATING_UNSPECIFIED", "SIX", None])
def test_a_rating_that_nobody_knows_is_none(world: GoogleBusinessWorld, rating: Any) -> None:
    raw = {
        "name": "accounts/101/locations/201/reviews/x",
        "starRating": rating,
        "createTime": "2026-11-20T10:00:00Z",
    }
    world.answer_once("reviews.list", {"reviews": [raw]})
    (found,) = world.channel().read_feedback(None).items
    assert (found.stars, found.text, found.edited_at) == (None, "", None)


def test_a_translation_is_left_out(world: GoogleBusinessWorld) -> None:
    review(world, text="(Translated by Google) Very good\n\n(Original)\nTrès bien")
    assert read(world)[0][0].text == "Très bien"


def test_somebody_who_wants_no_name_has_none_of_ours(world: GoogleBusinessWorld) -> None:
    world.rename_stranger("A Google user")
    review(world, text="Bien", anonymous=True)
    (found,) = read(world)[0]
    assert (found.author.account_id, found.author.display_name) == ("", "A Google user")


def test_an_edited_review_is_read_again_by_itself(world: GoogleBusinessWorld) -> None:
    theirs = review(world, text="Bof", stars=2)
    review(world, text="Bien")
    _, cursor = read(world)
    world.advance(days=10)
    world.act("edit", id=theirs, text="Très bien", stars=5)
    items, _ = read(world, cursor)
    found = next(one for one in items if one.remote_id == theirs)
    assert (found.text, found.stars, found.edited_at is not None) == ("Très bien", 5, True)


def test_a_sweep_ends_a_little_before_where_the_last_one_began(
    world: GoogleBusinessWorld,
) -> None:
    old = [review(world, text=f"Ancien {number}") for number in range(6)]
    world.advance(days=30)
    recent = review(world, text="Récent")
    _, cursor = read(world)
    world.small_pages(2)
    calls = world.simulator.calls["reviews.list"]
    items, _ = read(world, cursor)
    assert {one.remote_id for one in items} == {recent}
    assert world.simulator.calls["reviews.list"] == calls + 1
    assert len(read(world)[0]) == len(old) + 1


def test_a_place_that_the_server_forgot_begins_the_list_anew(world: GoogleBusinessWorld) -> None:
    said = [review(world, text=f"Mot {number}") for number in range(5)]
    world.small_pages(2)
    page = world.channel().read_feedback(None)
    assert page.has_more
    world.stranger_deletes(said[3])  # the last one of that page
    items, _ = read(world, page.cursor)
    assert {one.remote_id for one in items} >= set(said[:3])


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "nonsense",
        "[]",
        '{"other": 1}',
        '{"newest": "yesterday"}',
        '{"newest": "2026-11-26T10:00:00"}',
        '{"page": -1}',
        '{"page": "1"}',
        '{"token": 3}',
    ],
)
def test_a_cursor_that_is_not_ours_is_an_error_with_a_name(
    world: GoogleBusinessWorld, cursor: str
) -> None:
    with pytest.raises(UnexpectedResponse):
        world.channel().read_feedback(cursor)


def test_a_cursor_is_json(world: GoogleBusinessWorld) -> None:
    review(world, text="Bien")
    assert json.loads(read(world)[1])["newest"]


def test_a_place_without_reviews_has_an_empty_page(world: GoogleBusinessWorld) -> None:
    page = world.channel().read_feedback(None)
    assert (page.items, page.has_more) == ((), False)
    assert world.channel().read_feedback(page.cursor).items == ()


@pytest.mark.parametrize("answer", [[], {"reviews": "none"}, {"reviews": [{"name": "x"}]}])
def test_a_shape_that_nobody_documents_is_an_error_with_a_name(
    world: GoogleBusinessWorld, answer: object
) -> None:
    world.answer_once("reviews.list", answer)
    with pytest.raises(UnexpectedResponse):
        world.channel().read_feedback(None)


def test_a_review_that_is_gone_has_no_thread(world: GoogleBusinessWorld) -> None:
    theirs = review(world, text="Bien")
    world.stranger_deletes(theirs)
    with pytest.raises(NotFound):
        world.channel().read_thread(theirs)


def test_a_page_of_google_s_own_leads_to_the_review(world: GoogleBusinessWorld) -> None:
    raw = {
        "name": "accounts/101/locations/201/reviews/x",
        "createTime": "2026-11-20T10:00:00Z",
        "reviewReplyUrl": "https://search.google.com/local/reviews?x",
    }
    world.answer_once("reviews.list", {"reviews": [raw]})
    (found,) = world.channel().read_feedback(None).items
    assert found.url == "https://search.google.com/local/reviews?x"


def test_an_own_post_is_read_again(world: GoogleBusinessWorld) -> None:
    ours = world.channel().publish(world.post("Ouvert dimanche")).remote_id
    (again,) = world.channel().read_again([ours]).values()
    assert again is not None
    assert (again.text, again.is_ours, again.can_answer) == ("Ouvert dimanche", True, False)


def test_a_date_in_the_future_silences_nobody(world: GoogleBusinessWorld) -> None:
    raw = {"name": "accounts/101/locations/201/reviews/x", "createTime": "2999-11-20T10:00:00Z"}
    world.answer_once("reviews.list", {"reviews": [raw]})
    _, cursor = read(world)
    theirs = review(world, text="Aujourd’hui")
    assert theirs in [one.remote_id for one in read(world, cursor)[0]]
    silent = json.dumps({"newest": "2999-11-20T10:00:00+00:00"})
    assert theirs in [one.remote_id for one in read(world, silent)[0]]


def test_a_first_reading_with_a_date_in_the_future_is_whole(world: GoogleBusinessWorld) -> None:
    raw = {"name": "accounts/101/locations/201/reviews/x", "createTime": "2999-11-20T10:00:00Z"}
    theirs = review(world, text="Aujourd’hui")
    world.answer_once("reviews.list", {"reviews": [raw], "nextPageToken": "1"})
    page = world.channel().read_feedback(None)
    assert page.has_more
    items, _ = read(world, json.dumps({**json.loads(page.cursor), "token": ""}))
    assert theirs in [one.remote_id for one in items]
