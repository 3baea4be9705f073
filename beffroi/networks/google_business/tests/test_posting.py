"""Posts that Google looks at, pictures that it fetches, answers that are put in their place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from beffroi.networks.contract_tests import upload
from beffroi.networks.contracts import MediaKind, OutgoingPost
from beffroi.networks.errors import (
    ContentRefused,
    MediaUnreachable,
    NetworkError,
    NotFound,
    OutcomeUnknown,
    PermissionLost,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.google_business.tests.world import GoogleBusinessWorld, picture
from beffroi.networks.simulation_faults import AFTER_EFFECT, BEFORE_EFFECT, Fault, FaultKind


def answer(world: GoogleBusinessWorld, text: str = "Merci") -> OutgoingPost:
    """Return an answer to a customer's review, ready to go."""
    theirs = world.stranger_replies("", "Très bien")
    return world.post(text, reply_to=world.reply_to(theirs))


def test_a_post_has_its_text_its_language_and_its_address(world: GoogleBusinessWorld) -> None:
    published = world.channel().publish(world.post("Ouvert dimanche"))
    post = world.google_post(published.remote_id)
    assert (post.summary, post.language) == ("Ouvert dimanche", "fr")
    assert published.url.startswith("https://local.google.com/")


def test_a_link_becomes_a_button_and_an_edit_changes_it(world: GoogleBusinessWorld) -> None:
    ours = world.channel().publish(world.post("Voir https://exemple.fr/a.")).remote_id
    assert world.google_post(ours).link == "https://exemple.fr/a"
    world.channel().edit(ours, world.post("Voir https://exemple.fr/b"))
    assert world.google_post(ours).link == "https://exemple.fr/b"
    assert world.google_post(world.channel().publish(world.post("Rien")).remote_id).link == ""


def test_a_post_that_google_still_looks_at_is_published(world: GoogleBusinessWorld) -> None:
    world.simulator.state.deciding_seconds = 60
    published = world.channel().publish(world.post("Ouvert dimanche"))
    assert published.url == f"{world.home}/posts"
    assert world.channel().is_still_up(published.remote_id) is None
    world.advance(seconds=61)
    assert world.channel().is_still_up(published.remote_id) is True
    world.channel().delete(published.remote_id)
    assert world.channel().is_still_up(published.remote_id) is False


def test_a_post_that_google_rejects_at_once_is_refused(world: GoogleBusinessWorld) -> None:
    with pytest.raises(ContentRefused):
        world.channel().publish(world.post("Appelez le 02 40 12 34 56"))
    assert world.simulator.ledger.effects == []


def test_a_post_that_google_rejects_later_is_told(world: GoogleBusinessWorld) -> None:
    ours = world.channel().publish(world.post("Ouvert dimanche")).remote_id
    world.act("reject", id=ours)
    with pytest.raises(ContentRefused):
        world.channel().is_still_up(ours)
    (again,) = world.channel().read_again([ours]).values()
    assert again is not None
    assert again.is_hidden


@pytest.mark.parametrize(
    ("state", "expected"),
    [("LIVE", True), ("RECURRING", True), ("SCHEDULED", None), ("DREAMING", None)],
)
def test_a_state_that_nobody_knows_is_not_decided(
    world: GoogleBusinessWorld, state: str, expected: bool | None
) -> None:
    ours = world.channel().publish(world.post("Ouvert dimanche")).remote_id
    world.answer_once("localPosts.get", {"name": ours, "state": state})
    assert world.channel().is_still_up(ours) is expected


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture(200, 300), ContentRefused),
        (picture(size=1000), ContentRefused),
        (picture(size=5_000_001), ContentRefused),
        (b"GIF89a" + b"\0" * 12_000, ContentRefused),
    ],
    ids=["too small", "too light", "too heavy", "another type"],
)
def test_a_picture_that_google_does_not_take_is_refused(
    world: GoogleBusinessWorld, content: bytes, kind: type[NetworkError]
) -> None:
    held = upload(world.channel(), world.image(content=content))
    with pytest.raises(kind) as caught:
        world.channel().publish(world.post("Avec une image", media=(held,)))
    assert getattr(caught.value, "field", "") == "media"
    assert world.count_visible("Avec une image") == 0


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/a.png", "https://nowhere.test/a.png"])
def test_a_picture_that_google_cannot_fetch_is_told(
    world: GoogleBusinessWorld, address: str
) -> None:
    held = upload(world.channel(), replace(world.image(), public_url=address))
    with pytest.raises(MediaUnreachable):
        world.channel().publish(world.post("Avec une image", media=(held,)))


def test_a_picture_that_is_gone_from_our_address_is_told(world: GoogleBusinessWorld) -> None:
    address = world.image().public_url + "-gone"
    held = upload(world.channel(), replace(world.image(), public_url=address))
    with pytest.raises(MediaUnreachable):
        world.channel().publish(world.post("Avec une image", media=(held,)))


def test_only_pictures_are_taken(world: GoogleBusinessWorld) -> None:
    for change in ({"kind": MediaKind.VIDEO}, {"media_type": "image/webp"}):
        with pytest.raises(ContentRefused) as caught:
            upload(world.channel(), replace(world.image(), **change))
        assert caught.value.field == "media"


def test_a_picture_is_ready_at_once(world: GoogleBusinessWorld) -> None:
    assert world.channel().is_ready(upload(world.channel(), world.image()))


def test_ten_changes_a_minute_are_all(world: GoogleBusinessWorld) -> None:
    for number in range(10):
        world.channel().publish(world.post(f"Nouvelle {number}"))
    with pytest.raises(RateLimited) as caught:
        world.channel().publish(world.post("Encore une"))
    assert caught.value.retry_after_seconds == 60
    world.advance(seconds=61)
    world.channel().publish(world.post("Encore une"))
    assert world.count_visible("Encore une") == 1


def test_a_place_that_is_not_verified_may_say_nothing(world: GoogleBusinessWorld) -> None:
    post = answer(world)
    world.simulator.place.is_verified = False
    for refused in (post, world.post("Bonjour")):
        with pytest.raises(PermissionLost):
            world.channel().publish(refused)


def test_an_edit_of_what_is_gone_is_not_found(world: GoogleBusinessWorld) -> None:
    gone = f"{world.simulator.place.whole_name}/localPosts/1"
    with pytest.raises(NotFound):
        world.channel().edit(gone, world.post("Bonjour"))


# Looking up.


def test_a_post_is_found_on_whatever_page_it_is(world: GoogleBusinessWorld) -> None:
    post, since = world.post("Retrouvez-moi"), world.now()
    published = world.channel().publish(post)
    for number in range(5):
        world.channel().publish(world.post(f"Après {number}"))
    world.small_pages(2)
    assert world.channel().find(post, since=since) == published


@pytest.mark.parametrize("tidied", ["Ouvert dimanche : crème", "Ouvert  dimanche\n: crème "])
def test_a_text_that_the_server_tidied_is_known_again(
    world: GoogleBusinessWorld, tidied: str
) -> None:
    post, since = world.post("Ouvert dimanche : cre\u0300me"), world.now()
    published = world.channel().publish(post)
    world.google_post(published.remote_id).summary = tidied
    assert world.channel().find(post, since=since) == published


def test_pages_that_never_end_prove_nothing(world: GoogleBusinessWorld) -> None:
    for _ in range(2):
        world.answer_once("localPosts.list", {"localPosts": [], "nextPageToken": "again"})
    with pytest.raises(UnexpectedResponse):
        world.channel().find(world.post("Personne"), since=world.now())


def test_the_same_text_of_another_day_is_not_taken_for_it(world: GoogleBusinessWorld) -> None:
    post = world.post("Ouvert dimanche")
    world.channel().publish(post)
    world.simulator.clock.advance(timedelta(hours=1))
    assert world.channel().find(post, since=world.now()) is None


# Answers.


def test_an_answer_is_put_under_its_review(world: GoogleBusinessWorld) -> None:
    post = answer(world)
    published = world.channel().publish(post)
    assert post.reply_to is not None
    assert published.remote_id == f"{post.reply_to.remote_id}/reply"
    assert world.review(published.remote_id).reply == "Merci"
    assert len(world.simulator.ledger.published("Merci")) == 1


def test_an_answer_put_twice_is_there_once(world: GoogleBusinessWorld) -> None:
    post = answer(world)
    assert world.channel().publish(post) == world.channel().publish(post)
    assert len(world.simulator.ledger.published()) == 1
    assert len(world.simulator.ledger.effects) == 1


@pytest.mark.parametrize("kind", AFTER_EFFECT, ids=lambda kind: kind.value)
def test_an_answer_whose_outcome_is_unknown_is_found(
    world: GoogleBusinessWorld, kind: FaultKind
) -> None:
    post, since = answer(world), world.now()
    world.wait_for(seconds=0.5)
    world.simulator.faults.add("reviews.updateReply", Fault(kind))
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(post)
    found = world.channel().find(post, since=since)
    assert found is not None
    assert world.text_of(found.remote_id) == "Merci"


@pytest.mark.parametrize("kind", BEFORE_EFFECT, ids=lambda kind: kind.value)
def test_an_answer_that_did_not_leave_is_absent(
    world: GoogleBusinessWorld, kind: FaultKind
) -> None:
    post, since = answer(world), world.now()
    world.wait_for(seconds=0.5)
    world.simulator.faults.add("reviews.updateReply", Fault(kind))
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(post)
    assert world.channel().find(post, since=since) is None


def test_an_older_answer_is_not_ours_and_a_newer_one_is_a_question(
    world: GoogleBusinessWorld,
) -> None:
    post = answer(world)
    assert post.reply_to is not None
    review = world.review(post.reply_to.remote_id)
    world.simulator.state.put_reply(review, "Une autre réponse")
    with pytest.raises(UnexpectedResponse):
        world.channel().find(post, since=world.now())
    world.simulator.clock.advance(timedelta(hours=1))
    assert world.channel().find(post, since=world.now()) is None


def test_an_answer_to_a_review_that_is_gone_is_refused(world: GoogleBusinessWorld) -> None:
    post = answer(world)
    assert post.reply_to is not None
    world.stranger_deletes(post.reply_to.remote_id)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(post)
    assert caught.value.field == "reply_to"
    assert world.channel().find(post, since=world.now()) is None


def test_an_answer_too_long_or_with_a_file_is_refused(world: GoogleBusinessWorld) -> None:
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(answer(world, "é" * 2049))
    assert (caught.value.field, caught.value.limit) == ("text", 4096)
    post = replace(answer(world), media=(upload(world.channel(), world.image()),))
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(post)
    assert caught.value.field == "media"


def test_an_answer_to_our_own_answer_is_refused(world: GoogleBusinessWorld) -> None:
    ours = world.channel().publish(answer(world)).remote_id
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("Encore", reply_to=world.reply_to(ours)))
    assert caught.value.field == "reply_to"


def test_an_answer_that_google_rejects_at_once_is_refused(world: GoogleBusinessWorld) -> None:
    post = answer(world)
    world.simulator.state.next_reply_outcome = "REJECTED"
    with pytest.raises(ContentRefused):
        world.channel().publish(post)


def test_an_answer_is_looked_at_and_may_be_rejected_later(world: GoogleBusinessWorld) -> None:
    world.simulator.state.deciding_seconds = 60
    ours = world.channel().publish(answer(world)).remote_id
    assert world.channel().is_still_up(ours) is None
    world.advance(seconds=61)
    assert world.channel().is_still_up(ours) is True
    world.act("reject", id=ours)
    with pytest.raises(ContentRefused):
        world.channel().is_still_up(ours)
    (again,) = world.channel().read_again([ours]).values()
    assert again is not None
    assert again.is_hidden


def test_an_answer_without_a_state_is_shown(world: GoogleBusinessWorld) -> None:
    post = answer(world)
    assert post.reply_to is not None
    review = post.reply_to.remote_id
    world.answer_once("reviews.get", {"name": review, "reviewReply": {"comment": "Merci"}})
    assert world.channel().is_still_up(f"{review}/reply") is True


def test_an_answer_without_its_words_is_a_doubt(world: GoogleBusinessWorld) -> None:
    bodies: list[object] = [{}, []]
    for body in bodies:
        world.answer_once("reviews.updateReply", body)
        with pytest.raises(OutcomeUnknown):
            world.channel().publish(answer(world))


def test_an_answer_is_edited_and_taken_away(world: GoogleBusinessWorld) -> None:
    ours = world.channel().publish(answer(world)).remote_id
    world.channel().edit(ours, world.post("Grand merci"))
    assert world.text_of(ours) == "Grand merci"
    for _ in range(2):
        world.channel().delete(ours)
    assert world.channel().read_again([ours]) == {ours: None}
    assert world.channel().is_still_up(ours) is False
