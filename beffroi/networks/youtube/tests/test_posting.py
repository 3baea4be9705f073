"""Videos and comments made visible, changed, taken away, looked up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from beffroi.networks.contract_tests import small_image, upload
from beffroi.networks.contracts import OutgoingPost
from beffroi.networks.errors import (
    ContentRefused,
    DuplicateContent,
    NetworkError,
    NotFound,
    OutcomeUnknown,
    PolicyBlocked,
    ReviewRequired,
    UnexpectedResponse,
)
from beffroi.networks.simulation_faults import AFTER_EFFECT, BEFORE_EFFECT, Fault, FaultKind
from beffroi.networks.youtube.tests.world import YouTubeWorld, small_video
from beffroi.networks.youtube.uploads import videos_of


def video_id(post: OutgoingPost) -> str:
    return videos_of(post.media)[0].video_id


def comment_on(world: YouTubeWorld, text: str = "Merci") -> OutgoingPost:
    """Return an answer to a stranger's comment, ready to go."""
    ours = world.channel().publish(world.post("Bonjour")).remote_id
    theirs = world.stranger_replies(ours, "Bravo")
    return world.post(text, reply_to=world.reply_to(theirs))


def test_one_change_gives_title_text_tags_language_and_publicity(world: YouTubeWorld) -> None:
    post = world.post("Bonjour", title="Le four", tags=("pain", "four"))
    world.video(video_id(post)).status["embeddable"] = False
    world.video(video_id(post)).snippet["categoryId"] = "26"
    published = world.channel().publish(post)
    video = world.video(published.remote_id)
    assert video.snippet["title"] == "Le four"
    assert video.snippet["tags"] == ["pain", "four"]
    assert video.snippet["defaultLanguage"] == "fr"
    assert video.snippet["categoryId"] == "26"
    assert (video.status["privacyStatus"], video.status["embeddable"]) == ("public", False)
    assert published.url.endswith(f"/watch?v={published.remote_id}")
    effects = world.simulator.ledger.effects
    assert [effect.kind for effect in effects] == ["published"]


def test_publishing_twice_is_seen_once(world: YouTubeWorld) -> None:
    post = world.post("Bonjour")
    assert world.channel().publish(post) == world.channel().publish(post)
    assert len(world.simulator.ledger.published()) == 1


def test_a_video_may_be_for_those_who_have_its_address(world: YouTubeWorld) -> None:
    published = world.channel().publish(world.post("Bonjour", visibility="unlisted"))
    assert world.video(published.remote_id).status["privacyStatus"] == "unlisted"


def test_an_audience_that_youtube_lacks_is_refused(world: YouTubeWorld) -> None:
    with pytest.raises(ContentRefused):
        world.channel().publish(world.post("Bonjour", visibility="private"))


def test_a_video_without_a_title_is_refused(world: YouTubeWorld) -> None:
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("Bonjour", title=" "))
    assert (caught.value.field, caught.value.limit) == ("title", 100)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "t" * 101}, "title"),
        ({"title": "a > b"}, "title"),
        ({"text": "é" * 2501}, "text"),
        ({"text": "a < b"}, "text"),
        ({"tags": ("x" * 501,)}, "tags"),
        ({"language": "xx"}, "language"),
    ],
)
def test_a_refusal_names_what_to_change(
    world: YouTubeWorld, change: dict[str, object], field: str
) -> None:
    post = replace(world.post("Bonjour"), **change)  # type: ignore[arg-type] # fields of a post
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(post)
    assert caught.value.field == field
    assert world.simulator.ledger.effects == []


def test_a_post_with_two_videos_or_none_is_refused(world: YouTubeWorld) -> None:
    one, other = (upload(world.channel(), small_video()) for _ in range(2))
    picture = upload(world.channel(), small_image(""))
    for media in ((one, other), (picture,), (), (one, picture, picture)):
        with pytest.raises(ContentRefused) as caught:
            world.channel().publish(replace(world.post("Trop"), media=media))
        assert caught.value.field == "media"


def test_a_video_that_went_before_its_publication_is_refused(world: YouTubeWorld) -> None:
    post = world.post("Bonjour")
    world.simulator.state.videos.clear()
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(post)
    assert caught.value.field == "media"
    assert world.channel().find(post, since=world.now()) is None


def test_a_video_that_youtube_keeps_private_asks_for_an_audit(world: YouTubeWorld) -> None:
    world.simulator.state.locks_private = True
    post = world.post("Bonjour")
    with pytest.raises(ReviewRequired):
        world.channel().publish(post)
    assert world.channel().find(post, since=world.now()) is None
    assert world.count_visible("Bonjour") == 0


def test_an_answer_that_tells_no_audience_is_read_again(world: YouTubeWorld) -> None:
    post = world.post("Bonjour")
    world.answer_once("videos.update", {"id": video_id(post)})
    with pytest.raises(ReviewRequired):  # nothing took effect: it still is private
        world.channel().publish(post)
    world.answer_once("videos.update", {"id": video_id(post), "status": {"other": 1}})
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(post)


def test_a_video_made_public_by_hand_is_not_yet_ours(world: YouTubeWorld) -> None:
    post = world.post("Bonjour")
    world.video(video_id(post)).status["privacyStatus"] = "public"
    assert world.channel().find(post, since=world.now()) is None
    world.video(video_id(post)).snippet["title"] = "Changé à la main"
    found = world.channel().find(post, since=world.now())
    assert found is not None
    assert found.remote_id == video_id(post)


def test_a_find_without_a_video_finds_nothing(world: YouTubeWorld) -> None:
    post = replace(world.post("Bonjour"), media=())
    assert world.channel().find(post, since=world.now()) is None


# Comments.


def test_an_answer_stands_under_its_comment_and_leads_to_it(world: YouTubeWorld) -> None:
    post = comment_on(world)
    published = world.channel().publish(post)
    assert post.reply_to is not None
    assert world.parent_of(published.remote_id) == post.reply_to.remote_id
    assert f"&lc={published.remote_id}" in published.url


def test_an_answer_to_an_answer_stands_beside_it(world: YouTubeWorld) -> None:
    answer = world.channel().publish(comment_on(world)).remote_id
    theirs = world.stranger_replies(answer, "De rien")
    again = world.channel().publish(world.post("À bientôt", reply_to=world.reply_to(theirs)))
    assert world.parent_of(again.remote_id) == world.parent_of(answer)


@pytest.mark.parametrize("kind", AFTER_EFFECT, ids=lambda kind: kind.value)
def test_an_answer_whose_outcome_is_unknown_is_found(world: YouTubeWorld, kind: FaultKind) -> None:
    post, since = comment_on(world), world.now()
    world.wait_for(seconds=0.5)
    world.simulator.faults.add("comments.insert", Fault(kind))
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(post)
    found = world.channel().find(post, since=since)
    assert found is not None
    assert world.text_of(found.remote_id) == "Merci"
    assert world.count_visible("Merci") == 1


@pytest.mark.parametrize("kind", BEFORE_EFFECT, ids=lambda kind: kind.value)
def test_an_answer_that_did_not_leave_is_absent(world: YouTubeWorld, kind: FaultKind) -> None:
    post, since = comment_on(world), world.now()
    world.wait_for(seconds=0.5)
    world.simulator.faults.add("comments.insert", Fault(kind))
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(post)
    assert world.channel().find(post, since=since) is None


@pytest.mark.parametrize("kind", [FaultKind.CUT_AFTER, FaultKind.HTML_AFTER])
def test_a_comment_on_our_own_video_is_found_too(world: YouTubeWorld, kind: FaultKind) -> None:
    ours = world.channel().publish(world.post("Bonjour")).remote_id
    post, since = world.post("Un mot", reply_to=world.reply_to(ours)), world.now()
    world.simulator.faults.add("commentThreads.insert", Fault(kind))
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(post)
    found = world.channel().find(post, since=since)
    assert found is not None
    assert world.parent_of(found.remote_id) == ours


def test_a_comment_whose_pages_go_far_back_is_found(world: YouTubeWorld) -> None:
    ours = world.channel().publish(world.post("Bonjour")).remote_id
    post, since = world.post("Un mot", reply_to=world.reply_to(ours)), world.now()
    published = world.channel().publish(post)
    for place in range(5):
        world.stranger_replies(ours, f"Après {place}")
    world.small_pages(2)
    assert world.channel().find(post, since=since) == published
    world.repeat_cursors()
    with pytest.raises(NetworkError):
        world.channel().find(replace(post, text="Autre"), since=since)


def test_the_same_words_said_before_are_not_taken_for_it(world: YouTubeWorld) -> None:
    post = comment_on(world)
    twin = world.channel().publish(post).remote_id
    assert world.channel().find(post, since=world.now(), excluding=frozenset({twin})) is None
    world.simulator.clock.advance(timedelta(minutes=10))
    assert world.channel().find(post, since=world.now()) is None


def test_an_answer_that_the_server_tidied_is_known_again(world: YouTubeWorld) -> None:
    post, since = comment_on(world, "Merci,  cre\u0300me\n"), world.now()
    published = world.channel().publish(post)
    world.comment(published.remote_id).text = "Merci, crème"
    assert world.channel().find(post, since=since) == published


def test_answers_whose_pages_never_end_prove_nothing(world: YouTubeWorld) -> None:
    post = comment_on(world)
    for _ in range(2):
        again = {"kind": "list", "items": [], "nextPageToken": "again"}
        world.answer_once("comments.list", again)
    with pytest.raises(UnexpectedResponse):
        world.channel().find(post, since=world.now())


def test_an_answer_is_found_on_whatever_page_it_is(world: YouTubeWorld) -> None:
    post, since = comment_on(world), world.now()
    assert post.reply_to is not None
    for number in range(120):
        world.stranger_replies(post.reply_to.remote_id, f"Avant {number}")
    published = world.channel().publish(post)
    assert world.channel().find(post, since=since) == published
    assert world.simulator.calls["comments.list"] >= 2


def test_an_answer_below_what_is_gone_is_absent(world: YouTubeWorld) -> None:
    post = comment_on(world)
    assert post.reply_to is not None
    world.stranger_deletes(post.reply_to.remote_id)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(post)
    assert caught.value.field == "reply_to"
    assert world.channel().find(post, since=world.now()) is None


def test_a_video_whose_comments_are_off_takes_none(world: YouTubeWorld) -> None:
    ours = world.channel().publish(world.post("Bonjour")).remote_id
    post = world.post("Un mot", reply_to=world.reply_to(ours))
    world.video(ours).comments_disabled = True
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(post)
    assert caught.value.field == "reply_to"
    assert world.channel().find(post, since=world.now()) is None
    assert world.channel().read_thread(ours) == []


def test_a_comment_takes_no_files(world: YouTubeWorld) -> None:
    post = replace(comment_on(world), media=(upload(world.channel(), small_video()),))
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(post)
    assert caught.value.field == "media"


def test_an_answer_without_an_id_is_a_doubt(world: YouTubeWorld) -> None:
    post = comment_on(world)
    world.answer_once("comments.insert", {"snippet": {}})
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(post)


def test_a_comment_of_ours_is_edited_and_taken_away(world: YouTubeWorld) -> None:
    ours = world.channel().publish(comment_on(world)).remote_id
    edited = world.channel().edit(ours, world.post("Grand merci", reply_to=None))
    assert (edited.remote_id, world.text_of(ours)) == (ours, "Grand merci")
    for _ in range(2):
        world.channel().delete(ours)
    assert world.channel().read_again([ours]) == {ours: None}


def test_an_edit_keeps_what_it_does_not_bring(world: YouTubeWorld) -> None:
    post = world.post("Fermé lundi", tags=("pain",))
    ours = world.channel().publish(post).remote_id
    world.channel().edit(ours, replace(post, text="Fermé mardi", title="", tags=()))
    video = world.video(ours)
    assert (video.snippet["title"], video.snippet["tags"]) == ("Un titre", ["pain"])
    assert video.status["privacyStatus"] == "public"


def test_an_edit_of_what_is_gone_is_not_found(world: YouTubeWorld) -> None:
    post = world.post("Bonjour")
    with pytest.raises(NotFound):
        world.channel().edit("video000001", post)


# What becomes of it later.


def test_a_video_that_stands_is_up(world: YouTubeWorld) -> None:
    world.simulator.state.processing_seconds = 60
    ours = world.channel().publish(world.post("Bonjour")).remote_id
    assert world.channel().is_still_up(ours) is None
    world.advance(seconds=61)
    assert world.channel().is_still_up(ours) is True
    world.video(ours).status["privacyStatus"] = "private"
    assert world.channel().is_still_up(ours) is False
    world.channel().delete(ours)
    assert world.channel().is_still_up(ours) is False


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("copyright", ContentRefused),
        ("duplicate", DuplicateContent),
        ("uploaderAccountSuspended", PolicyBlocked),
    ],
)
def test_a_video_that_youtube_takes_down_says_why(
    world: YouTubeWorld, reason: str, kind: type[NetworkError]
) -> None:
    ours = world.channel().publish(world.post("Bonjour")).remote_id
    world.act("reject", id=ours, reason=reason)
    with pytest.raises(kind) as caught:
        world.channel().is_still_up(ours)
    assert reason in caught.value.detail


def test_a_comment_stands_until_it_is_gone(world: YouTubeWorld) -> None:
    ours = world.channel().publish(comment_on(world)).remote_id
    assert world.channel().is_still_up(ours) is True
    world.channel().delete(ours)
    assert world.channel().is_still_up(ours) is False
