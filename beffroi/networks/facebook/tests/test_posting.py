from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from beffroi.networks.contracts import (
    HeldBytes,
    MediaKind,
    OutgoingMedia,
    PostFormat,
    UploadedMedia,
)
from beffroi.networks.errors import (
    ContentRefused,
    DuplicateContent,
    MediaUnreachable,
    NetworkUnavailable,
    OutcomeUnknown,
    PermissionLost,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.facebook.handles import loaded
from beffroi.networks.facebook.simulator import Simulator
from beffroi.networks.facebook.tests.world import FacebookWorld
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import MemoryProgress, small_image, upload


def test_a_link_is_given_apart_so_that_its_preview_shows(world: FacebookWorld) -> None:
    text = "Nouveau : https://example.com/pain (lisez)."
    published = world.channel().publish(world.post(text))
    post = world.simulator.world.posts[published.remote_id]
    assert (post.link, post.message) == ("https://example.com/pain", text)


def test_a_link_under_photos_stays_in_the_text(world: FacebookWorld) -> None:
    channel = world.channel()
    photo = upload(channel, small_image("Du pain"))
    published = channel.publish(world.post("Voir https://example.com", media=(photo,)))
    assert world.simulator.world.posts[published.remote_id].link == ""


def test_a_link_that_cannot_be_fetched_is_for_the_writer(world: FacebookWorld) -> None:
    world.simulator.cannot_fetch_links = True
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("https://example.com"))
    assert caught.value.field == "text"


def test_the_address_is_the_network_s_own(world: FacebookWorld) -> None:
    published = world.channel().publish(world.post("Bonjour"))
    assert published.url == f"{world.home}/{published.remote_id}"


def test_an_address_that_cannot_be_read_is_made(world: FacebookWorld) -> None:
    world.simulator.faults.add("node", Fault(FaultKind.ERROR_BEFORE))
    published = world.channel().publish(world.post("Bonjour"))
    assert published.url == f"{world.home}/{published.remote_id}"


def test_photos_alone_are_a_post(world: FacebookWorld) -> None:
    channel = world.channel()
    photos = tuple(upload(channel, small_image(f"Pain {n}")) for n in range(3))
    published = channel.publish(world.post("", media=photos))
    assert world.alt_texts_of(published.remote_id) == ["Pain 0", "Pain 1", "Pain 2"]


def test_a_photo_that_was_handed_over_is_not_sent_again(world: FacebookWorld) -> None:
    channel, progress = world.channel(), MemoryProgress()
    first = channel.upload(small_image("Pain"), progress=progress)
    again = channel.upload(small_image("Pain"), progress=MemoryProgress(progress.kept))
    assert again.handle == first.handle
    assert world.simulator.calls["upload"] == 1


def test_photos_that_stand_in_a_post_already_are_a_duplicate(world: FacebookWorld) -> None:
    channel = world.channel()
    post = world.post("Une", media=(upload(channel, small_image("Pain")),))
    channel.publish(post)
    with pytest.raises(DuplicateContent):
        channel.publish(post)


def test_the_very_same_text_again_is_a_duplicate(world: FacebookWorld) -> None:
    world.simulator.refuses_duplicates = True
    channel = world.channel()
    channel.publish(world.post("Bonjour"))
    with pytest.raises(DuplicateContent):
        channel.publish(world.post("Bonjour"))
    assert world.count_visible("Bonjour") == 1


def test_a_file_that_is_no_picture_is_refused(world: FacebookWorld) -> None:
    broken = replace(small_image("Pain"), source=video(b"not a picture").source)
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), broken)
    assert caught.value.field == "media"


def test_a_first_comment_stands_under_our_own_post(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Bonjour")).remote_id
    comment = channel.publish(world.post("Le lien", reply_to=world.reply_to(ours)))
    assert world.parent_of(comment.remote_id) == ours


def test_an_answer_may_bear_one_photo(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Bonjour")).remote_id
    photo = upload(channel, small_image("Pain"))
    target = world.reply_to(ours)
    comment = channel.publish(world.post("Voilà", reply_to=target, media=(photo,))).remote_id
    assert world.simulator.world.comments[comment].photo_id
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Deux", reply_to=target, media=(photo, photo)))
    assert (caught.value.field, caught.value.limit) == ("media", 1)


def test_an_answer_to_what_is_gone_asks_for_another_target(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Bonjour")).remote_id
    theirs = world.stranger_replies(ours, "Oui ?")
    target = world.reply_to(theirs)
    world.stranger_deletes(theirs)
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Voilà", reply_to=target))
    assert caught.value.field == "reply_to"


def test_an_edit_that_is_too_long_says_the_limit(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Bonjour")).remote_id
    with pytest.raises(ContentRefused) as caught:
        channel.edit(ours, world.post("a" * 63_207))
    assert (caught.value.field, caught.value.limit) == ("text", 63_206)


def test_an_answer_of_ours_can_be_changed_and_taken_away(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Bonjour")).remote_id
    answer = channel.publish(world.post("Le lien", reply_to=world.reply_to(ours))).remote_id
    channel.edit(answer, world.post("Le bon lien"))
    assert world.text_of(answer) == "Le bon lien"
    for _ in range(2):
        channel.delete(answer)
    assert world.count_visible("Le bon lien") == 0
    world.simulator.authority.narrow(without=("pages_manage_engagement",))
    with pytest.raises(PermissionLost):
        channel.delete(answer)


def test_somebody_else_s_words_cannot_be_changed(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Bonjour")).remote_id
    theirs = world.stranger_replies(ours, "Oui")
    with pytest.raises(PermissionLost):
        channel.edit(theirs, world.post("Non"))
    assert world.text_of(theirs) == "Oui"


def test_a_deletion_without_the_right_is_not_taken_for_a_success(world: FacebookWorld) -> None:
    ours = world.channel().publish(world.post("Bonjour")).remote_id
    world.simulator.authority.narrow(without=("pages_manage_posts",))
    with pytest.raises(PermissionLost):
        world.channel().delete(ours)
    assert world.count_visible("Bonjour") == 1


# Videos.


def video(content: bytes = b"\0\0\0\x18ftypmp42" * 9, **more: object) -> OutgoingMedia:
    made = OutgoingMedia(
        source=HeldBytes(content),
        media_type="video/mp4",
        width=1080,
        height=1920,
        alt_text="",
        kind=MediaKind.VIDEO,
        seconds=12.0,
    )
    return replace(made, **more)  # type: ignore[arg-type]


FORMATS = [PostFormat.POST, PostFormat.REEL, PostFormat.STORY]
ROUTES = {PostFormat.POST: "videos", PostFormat.REEL: "reels", PostFormat.STORY: "reels"}


def handed_over(world: FacebookWorld, post_format: PostFormat) -> UploadedMedia:
    handed = upload(world.channel(), video(format=post_format))
    assert world.channel().is_ready(handed)
    return handed


@pytest.mark.parametrize("post_format", FORMATS)
def test_a_video_is_unseen_until_it_is_published(
    world: FacebookWorld, post_format: PostFormat
) -> None:
    handed = handed_over(world, post_format)
    assert not world.simulator.world.posts
    published = world.channel().publish(world.post("Le four", media=(handed,), format=post_format))
    (post,) = world.simulator.world.posts.values()
    is_story = post_format is PostFormat.STORY  # nobody comments on it: its video's id serves
    assert published.remote_id == (post.video_id if is_story else post.id)
    assert post.place == ("story" if post_format is PostFormat.STORY else "feed")
    assert post.message == ("" if post_format is PostFormat.STORY else "Le four")


@pytest.mark.parametrize("post_format", FORMATS)
def test_a_video_whose_answer_is_lost_is_found_by_its_id(
    world: FacebookWorld, post_format: PostFormat
) -> None:
    post = world.post("Le four", media=(handed_over(world, post_format),), format=post_format)
    channel, since = world.channel(), world.now()
    assert channel.find(post, since=since) is None
    world.simulator.faults.add(ROUTES[post_format], Fault(FaultKind.CUT_AFTER))
    with pytest.raises(OutcomeUnknown):
        channel.publish(post)
    found = channel.find(post, since=since)
    assert found is not None
    (shown,) = world.simulator.world.posts.values()
    assert found.remote_id in {shown.id, shown.video_id}


@pytest.mark.parametrize("post_format", FORMATS)
def test_a_video_still_being_made_ready_is_neither_found_nor_absent(
    world: FacebookWorld, post_format: PostFormat
) -> None:
    world.simulator.processing_seconds = 60
    post = world.post("Le four", media=(handed_over(world, post_format),), format=post_format)
    channel, since = world.channel(), world.now()
    channel.publish(post)
    with pytest.raises(NetworkUnavailable):
        channel.find(post, since=since)
    world.advance(minutes=2)
    assert channel.find(post, since=since) is not None
    channel.publish(post)  # again: the same video is not shown twice
    assert len(world.simulator.ledger.published()) == 1


def test_a_video_that_cannot_be_read_is_for_the_writer(world: FacebookWorld) -> None:
    handed = handed_over(world, PostFormat.REEL)
    world.simulator.world.videos[next(iter(world.simulator.world.videos))].has_failed = True
    with pytest.raises(ContentRefused) as caught:
        world.channel().is_ready(handed)
    assert caught.value.field == "media"


def test_a_long_video_goes_on_from_where_it_stopped(world: FacebookWorld) -> None:
    content = b"\0\0\0\x18ftypmp42" * 200_000  # three parts of a megabyte
    progress, channel = MemoryProgress(), world.channel()
    handed = channel.upload(video(content), progress=progress)
    assert world.simulator.calls["videos"] == 4
    assert world.simulator.world.videos[_id(world)].content == content
    assert [kept for kept in progress.states if '"sent"' in kept]
    again = MemoryProgress(progress.states[1])
    world.simulator.world.videos[_id(world)].content = content[:1_000_000]
    assert channel.upload(video(content), progress=again).handle == handed.handle
    assert world.simulator.world.videos[_id(world)].content == content
    assert len(world.simulator.world.videos) == 1


def _id(world: FacebookWorld) -> str:
    return next(iter(world.simulator.world.videos))


@pytest.mark.parametrize(
    "told",
    [
        {"start_offset": "0", "end_offset": "0"},
        {"start_offset": "0", "end_offset": "5"},
        {"start_offset": "5", "end_offset": "5"},
        {"start_offset": "many", "end_offset": "5"},
        {},
    ],
)
def test_offsets_that_lead_nowhere_have_a_name(world: FacebookWorld, told: dict[str, str]) -> None:
    channel, progress = world.channel(), MemoryProgress()
    world.simulator.faults.add("videos", Fault(FaultKind.SLOW, seconds=0))
    world.answer_once("videos", told)
    with pytest.raises(UnexpectedResponse):
        channel.upload(video(), progress=progress)


def test_a_failed_transfer_of_a_reel_begins_no_second_video(world: FacebookWorld) -> None:
    progress = MemoryProgress()
    world.simulator.faults.add("rupload", Fault(FaultKind.CUT_BEFORE))
    with pytest.raises(NetworkUnavailable):
        world.channel().upload(video(format=PostFormat.REEL), progress=progress)
    world.channel().upload(video(format=PostFormat.REEL), progress=progress)
    assert len(world.simulator.world.videos) == 1


@pytest.mark.parametrize("post_format", FORMATS)
def test_an_upload_that_is_over_begins_again(world: FacebookWorld, post_format: PostFormat) -> None:
    progress = MemoryProgress()
    world.channel().upload(video(format=post_format), progress=progress)
    world.simulator.world.videos.clear()
    world.simulator.world.sessions.clear()
    again = MemoryProgress(progress.states[0])
    handed = world.channel().upload(video(format=post_format), progress=again)
    assert list(world.simulator.world.videos) == [loaded(handed.handle).video]


def test_a_refused_file_is_never_a_refused_text(world: FacebookWorld) -> None:
    world.refuse_once("upload", 100)
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), small_image("Pain"))
    assert caught.value.field == "media"


def test_a_reel_at_a_public_address_is_fetched(world: FacebookWorld) -> None:
    with Simulator() as elsewhere:
        address = f"{elsewhere.origin}/{elsewhere.page.id}"
        upload(world.channel(), video(format=PostFormat.REEL, public_url=address))
        assert world.simulator.world.videos[_id(world)].content.startswith(b"<!doctype html>")
        with pytest.raises(MediaUnreachable):
            upload(world.channel(), video(format=PostFormat.REEL, public_url=f"{address}9"))


def test_a_video_is_sent_nowhere_but_to_the_vendor(world: FacebookWorld) -> None:
    told = {"video_id": "1", "upload_url": "https://evil.test/take"}
    world.answer_once("reels", told)
    with pytest.raises(UnexpectedResponse):
        upload(world.channel(), video(format=PostFormat.REEL))


def test_a_reel_whose_post_is_not_told_is_known_by_its_video(world: FacebookWorld) -> None:
    channel = world.channel()
    post = world.post("Un", media=(handed_over(world, PostFormat.REEL),), format=PostFormat.REEL)
    world.answer_once("reels", {"success": True})
    published = channel.publish(post)
    assert published.remote_id == _id(world)
    world.answer_once("reels", {"success": True})
    world.simulator.faults.add("node", Fault(FaultKind.ERROR_BEFORE))
    assert channel.publish(post).remote_id == _id(world)


@pytest.mark.parametrize("body", [{}, {"success": False}, {"success": "yes"}, []])
def test_an_end_of_upload_that_claims_no_success_leaves_the_outcome_open(
    world: FacebookWorld, body: Any
) -> None:
    post = world.post("Un", media=(handed_over(world, PostFormat.REEL),), format=PostFormat.REEL)
    world.answer_once("reels", body)
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(post)


def test_an_answer_bears_no_video_and_says_its_limit(world: FacebookWorld) -> None:
    channel = world.channel()
    target = world.reply_to(channel.publish(world.post("Bonjour")).remote_id)
    film = handed_over(world, PostFormat.POST)
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Voilà", reply_to=target, media=(film,)))
    assert caught.value.field == "media"
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("a" * 63_207, reply_to=target))
    assert (caught.value.field, caught.value.limit) == ("text", 63_206)


def test_a_video_and_a_photo_do_not_go_together(world: FacebookWorld) -> None:
    channel = world.channel()
    media = (handed_over(world, PostFormat.POST), upload(channel, small_image("Pain")))
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Les deux", media=media))
    assert caught.value.field == "media"
    reel = handed_over(world, PostFormat.REEL)
    with pytest.raises(ContentRefused):
        channel.publish(world.post("Ailleurs", media=(reel,), format=PostFormat.STORY))


def test_a_story_shows_one_photo_and_is_found_by_it(world: FacebookWorld) -> None:
    channel, since = world.channel(), world.now()
    photo = upload(channel, small_image("Le four"))
    post = world.post("", media=(photo,), format=PostFormat.STORY)
    with pytest.raises(UnexpectedResponse):  # the archive may be off: nothing is proven
        channel.find(post, since=since)
    other = upload(channel, small_image("Le comptoir"))
    channel.publish(world.post("", media=(other,), format=PostFormat.STORY))
    assert channel.find(post, since=since) is None
    published = channel.publish(post)
    assert world.simulator.world.posts[published.remote_id].place == "story"
    assert channel.find(post, since=since) == published
    with pytest.raises(ContentRefused):
        channel.publish(world.post("", media=(photo, photo), format=PostFormat.STORY))


def test_thirty_reels_a_day_are_the_most(world: FacebookWorld) -> None:
    channel = world.channel()
    for n in range(30):
        reel = handed_over(world, PostFormat.REEL)
        channel.publish(world.post(f"Reel {n}", media=(reel,), format=PostFormat.REEL))
    reel = handed_over(world, PostFormat.REEL)
    with pytest.raises(RateLimited):
        channel.publish(world.post("Un de trop", media=(reel,), format=PostFormat.REEL))


def test_a_document_is_refused(world: FacebookWorld) -> None:
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), replace(small_image(""), kind=MediaKind.DOCUMENT))
    assert caught.value.field == "media"


def test_a_handle_of_another_network_has_a_name(world: FacebookWorld) -> None:
    for handle in ("", "{}", "[]", '{"id": "1"}', '{"sent": 3}'):
        media = (UploadedMedia(handle, 1, 1, ""),)
        with pytest.raises(UnexpectedResponse):
            world.channel().publish(world.post("Bonjour", media=media))
