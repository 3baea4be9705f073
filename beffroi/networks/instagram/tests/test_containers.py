"""Containers: made from public files, taken up again, expired, failed, published once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

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
    MediaUnreachable,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    QuotaExhausted,
)
from beffroi.networks.instagram.simulator_world import Container
from beffroi.networks.instagram.tests.world import InstagramWorld, jpeg, picture, serve, video
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import MemoryProgress, upload


def handed(world: InstagramWorld, *files: OutgoingMedia) -> tuple[UploadedMedia, ...]:
    return tuple(upload(world.channel(), one) for one in files)


def containers(world: InstagramWorld) -> list[Container]:
    return list(world.simulator.world.containers.values())


def test_a_file_without_a_public_address_is_refused_before_any_call(world: InstagramWorld) -> None:
    world.simulator.calls.clear()
    with pytest.raises(MediaUnreachable):
        upload(world.channel(), picture(public_url=""))
    assert not world.simulator.calls


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/none.jpg", "https://10.0.0.1/a.jpg", "https://inside.test/a.jpg"]
)
def test_a_file_that_instagram_cannot_fetch_is_named_so(world: InstagramWorld, url: str) -> None:
    (image,) = handed(world, picture(public_url=url))
    with pytest.raises(MediaUnreachable):
        world.post("Rien", media=(image,))


def test_a_file_that_was_taken_away_meanwhile_is_named_so(world: InstagramWorld) -> None:
    (image,) = handed(world, picture(public_url=serve(jpeg()) + "/gone"))
    with pytest.raises(MediaUnreachable):
        world.post("Rien", media=(image,))


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n", jpeg(1000, 2000), jpeg(2000, 1000), b"", jpeg() + bytes(8_500_000)],
    ids=["no jpeg", "too tall", "too wide", "empty", "too large"],
)
def test_a_picture_that_instagram_does_not_take_is_refused(
    world: InstagramWorld, content: bytes
) -> None:
    (image,) = handed(world, picture(content=content))
    post = replace(world.post("Rien"), media=(image,), prepared="")
    with pytest.raises(ContentRefused) as caught:
        world.channel().prepare(post, progress=MemoryProgress())
    assert caught.value.field == "media"


def test_one_picture_is_one_container_with_its_words(world: InstagramWorld) -> None:
    world.post("Le pain", media=handed(world, picture("Une miche")))
    (container,) = containers(world)
    assert (container.kind, container.caption) == ("IMAGE", "Le pain")
    assert container.alt_texts == ("Une miche",)


def test_pictures_and_videos_together_are_a_carousel(world: InstagramWorld) -> None:
    post = world.post("Mêlé", media=handed(world, picture("Un"), video(), picture("Trois")))
    published = world.channel().publish(post)
    media = world.simulator.world.media[published.remote_id]
    assert (media.kind, media.alt_texts) == ("CAROUSEL_ALBUM", ("Un", "", "Trois"))
    assert [one.kind for one in containers(world)] == ["IMAGE", "VIDEO", "IMAGE", "CAROUSEL"]


@pytest.mark.parametrize("place", [PostFormat.POST, PostFormat.REEL])
def test_a_video_alone_is_a_reel(world: InstagramWorld, place: PostFormat) -> None:
    post = world.post("Le four", media=handed(world, video()), format=place)
    published = world.channel().publish(post)
    assert world.simulator.world.media[published.remote_id].product == "REELS"
    assert "/reel/" in published.url


@pytest.mark.parametrize("file", [picture("Vu de près"), video()], ids=["picture", "video"])
def test_a_story_is_a_file_without_words(world: InstagramWorld, file: OutgoingMedia) -> None:
    post = world.post("", media=handed(world, file), format=PostFormat.STORY)
    published = world.channel().publish(post)
    assert world.simulator.world.media[published.remote_id].product == "STORY"


@pytest.mark.parametrize(
    ("text", "place", "count", "field", "limit"),
    [
        ("", PostFormat.POST, 0, "media", 10),
        ("", PostFormat.STORY, 2, "media", 1),
        ("Perdu", PostFormat.STORY, 1, "text", 0),
        ("", PostFormat.REEL, 1, "media", 1),
        ("#a " * 31, PostFormat.POST, 1, "text", 30),
        ("@a " * 21, PostFormat.POST, 1, "text", 20),
    ],
)
def test_what_would_be_refused_is_never_asked(
    world: InstagramWorld, text: str, place: PostFormat, count: int, field: str, limit: int
) -> None:
    post = replace(
        world.post("Rien"), text=text, format=place, media=handed(world, *[picture()] * count)
    )
    world.simulator.calls.clear()
    with pytest.raises(ContentRefused) as caught:
        world.channel().prepare(post, progress=MemoryProgress())
    assert (caught.value.field, caught.value.limit) == (field, limit)
    assert not world.simulator.calls


def test_a_description_too_long_is_refused_with_its_limit(world: InstagramWorld) -> None:
    post = replace(world.post("Rien"), media=handed(world, picture("a" * 1001)))
    with pytest.raises(ContentRefused) as caught:
        world.channel().prepare(post, progress=MemoryProgress())
    assert (caught.value.field, caught.value.limit) == ("alt_text", 1000)


def test_a_document_is_no_file_for_instagram(world: InstagramWorld) -> None:
    paper = OutgoingMedia(
        HeldBytes(b"%PDF"), "application/pdf", 0, 0, "", MediaKind.DOCUMENT, public_url="https://a"
    )
    post = replace(world.post("Rien"), media=handed(world, paper))
    with pytest.raises(ContentRefused) as caught:
        world.channel().prepare(post, progress=MemoryProgress())
    assert caught.value.field == "media"


def test_a_carousel_goes_on_from_the_parts_that_were_made(world: InstagramWorld) -> None:
    channel, progress = world.channel(), MemoryProgress()
    post = replace(world.post("Trois"), media=handed(world, *[picture()] * 3), prepared="")
    before = len(containers(world))
    world.simulator.faults.add("prepare", Fault(FaultKind.SLOW, seconds=0))
    world.simulator.faults.add("prepare", Fault(FaultKind.CUT_BEFORE))
    with pytest.raises(NetworkUnavailable):
        channel.prepare(post, progress=progress)
    assert len(json.loads(progress.kept)["children"]) == 1
    assert channel.is_prepared(channel.prepare(post, progress=progress))
    assert len(containers(world)) - before == 4


def test_every_handle_is_kept_before_the_next_call(world: InstagramWorld) -> None:
    progress = MemoryProgress()
    post = replace(world.post("Trois"), media=handed(world, *[picture()] * 3))
    handle = world.channel().prepare(post, progress=progress)
    kept = [json.loads(one) for one in progress.states]
    assert [len(one["children"]) for one in kept] == [1, 2, 3, 3]
    assert [bool(one["container"]) for one in kept] == [False, False, False, True]
    assert progress.kept == handle


def test_preparing_again_takes_up_the_same_container(world: InstagramWorld) -> None:
    channel, progress, post = world.channel(), MemoryProgress(), world.post("Une fois")
    assert len({channel.prepare(post, progress=progress) for _ in range(3)}) == 1


def test_a_container_that_is_worked_on_is_not_ready(world: InstagramWorld) -> None:
    world.simulator.world.habits.processing_seconds = 60
    post = world.post("Patience")
    channel = world.channel()
    assert not channel.is_prepared(post.prepared)
    with pytest.raises(NetworkUnavailable):
        channel.publish(post)
    world.advance(seconds=60)
    assert channel.is_prepared(post.prepared)
    channel.publish(post)
    assert world.count_visible("Patience") == 1


def test_a_video_of_a_carousel_is_waited_for(world: InstagramWorld) -> None:
    channel, progress = world.channel(), MemoryProgress()
    post = replace(world.post("Mêlé"), media=handed(world, picture(), video()), prepared="")
    before = len(containers(world))
    world.simulator.world.habits.processing_seconds = 30
    with pytest.raises(NetworkUnavailable):
        channel.prepare(post, progress=progress)
    world.advance(seconds=30)
    handle = channel.prepare(post, progress=progress)
    assert len(containers(world)) - before == 3
    world.advance(seconds=30)
    assert channel.is_prepared(handle)


def test_what_expired_is_prepared_again(world: InstagramWorld) -> None:
    channel, progress = world.channel(), MemoryProgress()
    post = world.post("Demain")
    first = channel.prepare(post, progress=progress)
    world.advance(hours=24)
    with pytest.raises(NotFound):
        channel.is_prepared(first)
    with pytest.raises(NetworkUnavailable):
        channel.publish(world.with_prepared(post, first))
    second = channel.prepare(post, progress=progress)
    assert second != first
    channel.publish(world.with_prepared(post, second))
    assert world.count_visible("Demain") == 1


def test_parts_that_are_nearly_a_day_old_are_made_again(world: InstagramWorld) -> None:
    channel, progress = world.channel(), MemoryProgress()
    post = replace(world.post("Deux"), media=handed(world, picture(), video()), prepared="")
    world.simulator.world.habits.processing_seconds = 1
    with pytest.raises(NetworkUnavailable):
        channel.prepare(post, progress=progress)
    first = json.loads(progress.kept)["children"]
    world.simulator.world.habits.processing_seconds = 0
    world.advance(hours=23, minutes=30)
    channel.prepare(post, progress=progress)
    assert not set(first) & set(json.loads(progress.kept)["children"])


@pytest.mark.parametrize(
    ("subcode", "kind"),
    [
        (2207026, ContentRefused),
        (2207052, MediaUnreachable),
        (2207077, MediaUnreachable),
        (2207053, NotFound),
        (2207082, NotFound),
        (2207999, ContentRefused),
    ],
)
def test_a_container_that_failed_says_what_is_to_be_done(
    world: InstagramWorld, subcode: int, kind: type[Exception]
) -> None:
    world.simulator.world.habits.fails_with = subcode
    post = world.post("Raté")
    with pytest.raises(kind):
        world.channel().is_prepared(post.prepared)


def test_what_failed_is_prepared_again(world: InstagramWorld) -> None:
    channel, progress, post = world.channel(), MemoryProgress(), world.post("Encore")
    world.simulator.world.habits.fails_with = 2207053
    failed = channel.prepare(post, progress=progress)
    world.simulator.world.habits.fails_with = 0
    assert channel.prepare(post, progress=progress) != failed


def test_a_part_that_failed_ends_the_whole_and_the_next_try_begins_anew(
    world: InstagramWorld,
) -> None:
    channel, progress = world.channel(), MemoryProgress()
    post = replace(world.post("Deux"), media=handed(world, video(), picture()), prepared="")
    world.simulator.world.habits.fails_with = 2207026
    with pytest.raises(ContentRefused) as caught:
        channel.prepare(post, progress=progress)
    assert caught.value.field == "media"
    world.simulator.world.habits.fails_with = 0
    assert channel.is_prepared(channel.prepare(post, progress=progress))


def test_a_container_may_be_unknown_for_a_moment(world: InstagramWorld) -> None:
    channel, post = world.channel(), world.post("Frais")
    world.simulator.world.habits.statuses_unknown = True
    assert not channel.is_prepared(post.prepared)
    world.advance(minutes=6)
    with pytest.raises(NotFound):
        channel.is_prepared(post.prepared)


def test_a_status_that_is_new_to_us_is_not_ready(world: InstagramWorld) -> None:
    channel, post = world.channel(), world.post("Bientôt")
    world.answer_once("container", {"id": "1", "status_code": "REVIEWING"})
    assert not channel.is_prepared(post.prepared)


@pytest.mark.parametrize("handle", ["", "{}", "[]", "null", '{"container": "1"}'])
def test_a_handle_that_names_no_container_is_to_be_made_again(
    world: InstagramWorld, handle: str
) -> None:
    with pytest.raises(NotFound):
        world.channel().is_prepared(handle)


def test_a_container_is_published_once(world: InstagramWorld) -> None:
    channel, post = world.channel(), world.post("Une fois")
    channel.publish(post)
    with pytest.raises(OutcomeUnknown):  # it is out: to be looked up, not to be made again
        channel.publish(post)
    assert world.count_visible("Une fois") == 1


def test_a_post_whose_address_cannot_be_told_is_proven_all_the_same(
    world: InstagramWorld,
) -> None:
    channel, post = world.channel(), world.post("Sans adresse")
    world.refuse_once("media", 100, 33)
    published = channel.publish(post)
    assert published.remote_id in world.simulator.world.media
    assert published.url == world.simulator.origin + "/"


@pytest.mark.parametrize("body", [{}, {"id": None}, [], {"id": {}}])
def test_an_answer_without_an_id_is_no_proof(world: InstagramWorld, body: object) -> None:
    post = world.post("Sans preuve")
    world.answer_once("publish", body)
    with pytest.raises(OutcomeUnknown):
        world.channel().publish(post)


def test_a_post_that_was_never_prepared_is_not_published(world: InstagramWorld) -> None:
    post = replace(world.post("Trop tôt"), prepared="")
    with pytest.raises(ContentRefused):
        world.channel().publish(post)
    assert world.simulator.calls["publish"] == 0


def test_the_posts_of_a_day_are_counted_before_anything_is_made(world: InstagramWorld) -> None:
    channel = world.channel()
    world.simulator.world.habits.posts_a_day = 1
    channel.publish(world.post("Le premier"))
    at = world.simulator.world.published_at[0].replace(microsecond=0)
    world.advance(hours=2)
    made = len(containers(world))
    with pytest.raises(QuotaExhausted) as caught:
        world.post("Le second")
    assert caught.value.until == at + timedelta(days=1)
    assert len(containers(world)) == made
    world.advance(hours=22)
    channel.publish(world.post("Le second"))
    assert world.count_visible("Le second") == 1
