"""Posts, cards, files and answers as they reach LinkedIn, and what it refuses of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from beffroi.networks.contracts import (
    LinkCard,
    MediaKind,
    OutgoingMedia,
    ReplyTarget,
    UploadedMedia,
)
from beffroi.networks.errors import (
    ContentRefused,
    DuplicateContent,
    NetworkUnavailable,
    OutcomeUnknown,
    PermissionLost,
    QuotaExhausted,
    RateLimited,
    VersionRetired,
)
from beffroi.networks.linkedin.tests.test_uploads import document, video
from beffroi.networks.linkedin.tests.world import LinkedInWorld
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import small_image, upload


def content_of(world: LinkedInWorld, remote_id: str) -> dict[str, object]:
    return dict(world.simulator.state.posts[remote_id].content)


def test_a_post_bears_what_the_interface_wants(world: LinkedInWorld) -> None:
    published = world.channel().publish(world.post("Le #pain (bio)"))
    held = world.simulator.state.posts[published.remote_id]
    assert held.commentary == r"Le {hashtag|\#|pain} \(bio\)"
    assert (held.author, held.visibility) == (world.keeper.read().account_id, "PUBLIC")
    assert published.url == f"https://www.linkedin.com/feed/update/{published.remote_id}/"


def test_a_mention_that_was_typed_becomes_one(world: LinkedInWorld) -> None:
    channel, since = world.channel(), world.now()
    post = world.post("Merci @[Acme (FR)](urn:li:organization:1) !")
    published = channel.publish(post)
    assert world.text_of(published.remote_id) == "Merci Acme (FR) !"
    assert channel.find(post, since=since) == published


def test_a_post_may_be_for_connections_alone(world: LinkedInWorld) -> None:
    published = world.channel().publish(world.post("Entre nous", visibility="connections"))
    assert world.simulator.state.posts[published.remote_id].visibility == "CONNECTIONS"


def test_an_audience_that_linkedin_has_not_is_refused(world: LinkedInWorld) -> None:
    with pytest.raises(ContentRefused):
        world.channel().publish(world.post("À moi", visibility="private"))


def test_one_picture_stands_alone_and_several_together(world: LinkedInWorld) -> None:
    channel = world.channel()
    image = upload(channel, small_image("Un four"))
    one = channel.publish(world.post("Une", media=(image,))).remote_id
    two = channel.publish(world.post("Deux", media=(image, image))).remote_id
    assert set(content_of(world, one)) == {"media"}
    assert set(content_of(world, two)) == {"multiImage"}


def test_twenty_pictures_are_taken(world: LinkedInWorld) -> None:
    channel = world.channel()
    image = upload(channel, small_image("Un four"))
    published = channel.publish(world.post("Vingt", media=(image,) * 20))
    assert len(world.alt_texts_of(published.remote_id)) == 20


def test_a_link_bears_the_card_that_we_bring(world: LinkedInWorld) -> None:
    channel = world.channel()
    thumbnail = upload(channel, small_image(""))
    card = LinkCard("https://a.test/pain", "Le pain", "Tout sur lui", thumbnail)
    text = "À lire : https://a.test/pain"
    assert channel.card_link(text) == "https://a.test/pain"
    published = channel.publish(world.post(text, link_card=card))
    assert content_of(world, published.remote_id) == {
        "article": {
            "source": "https://a.test/pain",
            "title": "Le pain",
            "description": "Tout sur lui",
            "thumbnail": next(iter(world.simulator.shelf.media)),
        }
    }


def test_a_card_without_a_title_shows_its_address(world: LinkedInWorld) -> None:
    card = LinkCard("https://a.test/", "", "")
    published = world.channel().publish(world.post("https://a.test/", link_card=card))
    assert content_of(world, published.remote_id) == {
        "article": {"source": "https://a.test/", "title": "https://a.test/"}
    }


def test_a_document_bears_its_title(world: LinkedInWorld) -> None:
    channel = world.channel()
    titled = upload(channel, document(title="Carte d’hiver"))
    published = channel.publish(world.post("La carte", media=(titled,)))
    assert content_of(world, published.remote_id)["media"]["title"] == "Carte d’hiver"  # type: ignore[index]
    other = channel.publish(world.post("Encore", media=(titled,), title="Carte de mars"))
    assert content_of(world, other.remote_id)["media"]["title"] == "Carte de mars"  # type: ignore[index]


def test_a_document_without_a_title_is_refused_before_any_call(world: LinkedInWorld) -> None:
    channel = world.channel()
    bare = upload(channel, document(title=""))
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("La carte", media=(bare,)))
    assert caught.value.field == "title"
    assert world.simulator.calls["publish"] == 0


def test_files_of_several_kinds_are_refused_before_any_call(world: LinkedInWorld) -> None:
    channel = world.channel()
    files = (upload(channel, small_image("")), upload(channel, document(title="Carte")))
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Mélange", media=files))
    assert (caught.value.field, caught.value.limit) == ("media", 1)
    assert world.simulator.calls["publish"] == 0


@pytest.mark.parametrize("made", [video(), document(title="Carte"), small_image("Un four")])
def test_a_post_that_comes_before_its_file_is_ready_is_made_later(
    world: LinkedInWorld, made: OutgoingMedia
) -> None:
    channel = world.channel()
    world.change(processing=timedelta(minutes=5))
    media = upload(channel, made)
    assert not channel.is_ready(media)
    post = world.post("Avec un fichier", media=(media,))
    with pytest.raises(NetworkUnavailable):
        channel.publish(post)
    assert world.count_visible(post.text) == 0
    world.advance(minutes=5)
    assert channel.is_ready(media)
    channel.publish(post)
    assert world.count_visible(post.text) == 1


def test_a_file_that_could_not_be_read_is_refused(world: LinkedInWorld) -> None:
    channel = world.channel()
    world.change(processing_fails=True)
    media = upload(channel, video())
    with pytest.raises(ContentRefused) as caught:
        channel.is_ready(media)
    assert caught.value.field == "media"
    with pytest.raises(ContentRefused):
        channel.publish(world.post("Film", media=(media,)))


def test_a_file_of_another_page_is_refused(world: LinkedInWorld) -> None:
    media = UploadedMedia('{"urn": "urn:li:image:unknown"}', 1, 1, "")
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("Image", media=(media,)))
    assert caught.value.field == "media"


def test_an_alternative_text_too_long_is_refused_with_its_limit(world: LinkedInWorld) -> None:
    channel = world.channel()
    media = replace(upload(channel, small_image("")), alt_text="é" * 4087)
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Image", media=(media,)))
    assert (caught.value.field, caught.value.limit) == ("alt_text", 4086)


# What was posted already


def test_the_very_same_is_refused_with_the_urn_of_what_is_there(world: LinkedInWorld) -> None:
    channel = world.channel()
    first = channel.publish(world.post("Ouvert dimanche"))
    with pytest.raises(DuplicateContent) as caught:
        channel.publish(world.post("Ouvert dimanche"))
    assert caught.value.remote_id == first.remote_id
    assert world.count_visible("Ouvert dimanche") == 1


def test_a_ghost_of_a_deleted_post_is_not_given_for_one_that_is_there(
    world: LinkedInWorld,
) -> None:
    channel = world.channel()
    gone = channel.publish(world.post("Ouvert dimanche"))
    channel.delete(gone.remote_id)
    with pytest.raises(DuplicateContent) as caught:
        channel.publish(world.post("Ouvert dimanche"))
    assert caught.value.remote_id == ""
    world.advance(hours=24)
    channel.publish(world.post("Ouvert dimanche"))
    assert world.count_visible("Ouvert dimanche") == 1


def test_a_duplicate_whose_fate_cannot_be_read_keeps_its_urn(world: LinkedInWorld) -> None:
    channel = world.channel()
    first = channel.publish(world.post("Ouvert dimanche"))
    world.answer_once("post", "{}", status=503)
    with pytest.raises(DuplicateContent) as caught:
        channel.publish(world.post("Ouvert dimanche"))
    assert caught.value.remote_id == first.remote_id


# Proof


@pytest.mark.parametrize("urn", ["", "7431", "urn:li:activity:1", "<b>"])
def test_an_urn_that_cannot_be_read_is_doubt(world: LinkedInWorld, urn: str) -> None:
    world.answer_once("publish", "", status=201, **{"x-restli-id": urn})
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(world.post("Sorti ?"))


def test_a_post_of_the_older_kind_is_one_too(world: LinkedInWorld) -> None:
    world.answer_once("publish", "", status=201, **{"x-restli-id": "urn:li:ugcPost:7431"})
    assert world.channel().publish(world.post("Sorti")).remote_id == "urn:li:ugcPost:7431"


# Answers


def test_an_answer_to_an_answer_hangs_under_the_comment_of_both(world: LinkedInWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    top = world.stranger_replies(ours, "Moi")
    nested = world.stranger_replies(top, "Moi aussi")
    answer = channel.publish(world.post("Merci", reply_to=world.reply_to(nested))).remote_id
    assert world.parent_of(answer) == top
    assert channel.read_again([answer])[answer].parent_id == top


@pytest.mark.parametrize("shows", [True, False])
def test_an_answer_is_known_by_its_number_whatever_the_body_says(
    world: LinkedInWorld, shows: bool
) -> None:
    world.change(shows_created_comments=shows)
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    theirs = world.stranger_replies(ours, "Moi")
    answer = channel.publish(world.post("Merci", reply_to=world.reply_to(theirs)))
    assert channel.read_again([answer.remote_id])[answer.remote_id].text == "Merci"


def test_an_answer_is_plain_text(world: LinkedInWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    answer = channel.publish(world.post("Oui (#pain) *", reply_to=world.reply_to(ours)))
    assert world.text_of(answer.remote_id) == "Oui (#pain) *"


def test_an_answer_too_long_is_refused_with_the_limit_of_comments(world: LinkedInWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    target = world.reply_to(ours)
    channel.publish(world.post("é" * 1250, reply_to=target))
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("é" * 1251, reply_to=target))
    assert (caught.value.field, caught.value.limit) == ("text", 1250)


def test_an_answer_to_what_is_gone_is_refused(world: LinkedInWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    theirs = world.stranger_replies(ours, "Moi")
    target = world.reply_to(theirs)
    world.stranger_deletes(theirs)
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Merci", reply_to=target))
    assert caught.value.field == "reply_to"


def test_an_answer_that_nothing_tells_where_to_hang_is_refused(world: LinkedInWorld) -> None:
    target = ReplyTarget("urn:li:share:1/comments/2", "")
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("Merci", reply_to=target))
    assert caught.value.field == "reply_to"


def test_an_answer_bears_no_file(world: LinkedInWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    image = upload(channel, small_image("Un four"))
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Voilà", reply_to=world.reply_to(ours), media=(image,)))
    assert caught.value.field == "media"


@pytest.mark.parametrize("kind", [FaultKind.CUT_AFTER, FaultKind.ERROR_AFTER])
def test_an_answer_in_doubt_is_found(world: LinkedInWorld, kind: FaultKind) -> None:
    channel, since = world.channel(), world.now()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    theirs = world.stranger_replies(ours, "Moi")
    post = world.post("Merci", reply_to=world.reply_to(theirs))
    assert channel.find(post, since=since) is None
    world.simulator.faults.add("comment_publish", Fault(kind))
    with pytest.raises(OutcomeUnknown):
        channel.publish(post)
    found = channel.find(post, since=since)
    assert found is not None
    assert world.text_of(found.remote_id) == "Merci"
    assert channel.find(post, since=since, excluding=frozenset([found.remote_id])) is None


def test_an_answer_under_what_is_gone_is_absent(world: LinkedInWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    theirs = world.stranger_replies(ours, "Moi")
    post = world.post("Merci", reply_to=world.reply_to(theirs))
    world.stranger_deletes(theirs)
    assert channel.find(post, since=world.now()) is None


# Changing and taking away


def test_a_comment_of_ours_is_edited_and_taken_away(world: LinkedInWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    answer = channel.publish(world.post("Merci", reply_to=world.reply_to(ours))).remote_id
    channel.edit(answer, world.post("Merci (vraiment)"))
    assert world.text_of(answer) == "Merci (vraiment)"
    for _ in range(2):
        channel.delete(answer)
    assert channel.read_again([answer]) == {answer: None}


def test_an_edit_is_escaped_as_a_post_is(world: LinkedInWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Fermé")).remote_id
    channel.edit(ours, world.post("Fermé (mardi) #pain"))
    assert world.text_of(ours) == "Fermé (mardi) #pain"


def test_an_edit_too_long_is_refused_with_its_limit(world: LinkedInWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Fermé")).remote_id
    with pytest.raises(ContentRefused) as caught:
        channel.edit(ours, world.post("é" * 3001))
    assert (caught.value.field, caught.value.limit) == ("text", 3000)


# Refusals of the whole


def test_a_retired_version_is_for_the_operator(world: LinkedInWorld) -> None:
    world.change(is_version_retired=True)
    with pytest.raises(VersionRetired):
        world.channel().publish(world.post("Jamais"))
    with pytest.raises(VersionRetired):
        world.channel().read_feedback(None)


def test_the_calls_of_a_day_come_back_at_midnight(world: LinkedInWorld) -> None:
    channel = world.channel()
    world.change(calls_per_day=1)
    channel.publish(world.post("Un"))
    with pytest.raises(QuotaExhausted) as caught:
        channel.publish(world.post("Deux"))
    until = caught.value.until
    assert until is not None
    assert until.time().isoformat() == "00:00:00"
    assert timedelta(0) < until - world.now() <= timedelta(days=1)
    world.simulator.clock.set(until)
    channel.publish(world.post("Deux"))
    assert world.count_visible("Deux") == 1


def test_comments_that_come_too_quickly_wait_a_minute(world: LinkedInWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Qui vient ?")).remote_id
    target = world.reply_to(ours)
    message = "Comment create throttled: creation rate limit exceeded for member"
    world.answer_once("comment_publish", {"status": 429, "message": message}, status=429)
    with pytest.raises(RateLimited) as caught:
        channel.publish(world.post("Merci", reply_to=target))
    assert caught.value.retry_after_seconds == 60


def test_a_role_that_was_lost_asks_for_a_permission(world: LinkedInWorld) -> None:
    world.simulator.state.roles.clear()
    with pytest.raises(PermissionLost):
        world.channel().publish(world.post("Jamais"))
    with pytest.raises(PermissionLost):
        world.channel().read_feedback(None)


def test_kinds_are_kept_with_what_was_handed_over(world: LinkedInWorld) -> None:
    assert upload(world.channel(), video()).kind is MediaKind.VIDEO
