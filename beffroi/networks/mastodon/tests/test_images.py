"""Pictures that are ready, not yet, never, or no longer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beffroi.networks.errors import AccessRevoked, ContentRefused, NetworkUnavailable
from beffroi.networks.mastodon.tests.world import MastodonWorld
from beffroi.networks.tests.world import eventually, small_image, upload


def test_a_picture_that_the_server_works_on_is_not_ready_yet(world: MastodonWorld) -> None:
    world.simulator.clock.freeze()
    world.change(processing_seconds=30)
    channel = world.channel()
    image = upload(channel, small_image("Four"))
    assert not channel.is_ready(image)
    world.advance(seconds=30)
    assert channel.is_ready(image)
    published = channel.publish(world.post("Avec image", media=(image,)))
    assert world.alt_texts_of(published.remote_id) == ["Four"]


def test_a_post_that_comes_before_its_picture_may_come_again(world: MastodonWorld) -> None:
    world.simulator.clock.freeze()
    world.change(processing_seconds=30)
    channel = world.channel()
    post = world.post("Trop tôt", media=(upload(channel, small_image("Four")),))
    with pytest.raises(NetworkUnavailable):
        channel.publish(post)
    assert world.count_visible("Trop tôt") == 0
    world.advance(seconds=30)
    channel.publish(post)
    assert world.count_visible("Trop tôt") == 1


def test_a_refusal_once_every_picture_is_ready_is_final(world: MastodonWorld) -> None:
    world.simulator.clock.freeze()
    world.change(processing_seconds=30)
    channel = world.channel()
    post = world.post("x" * 501, media=(upload(channel, small_image("Four")),))
    world.advance(seconds=30)
    with pytest.raises(ContentRefused) as caught:
        channel.publish(post)
    assert (caught.value.field, caught.value.limit) == ("text", 500)


def test_a_server_that_only_has_the_older_call_gets_it(fork: MastodonWorld) -> None:
    image = upload(fork.channel(), small_image("Four"))
    assert fork.simulator.calls["upload"] == 2
    assert fork.channel().is_ready(image)


def test_a_page_in_place_of_the_newer_call_leads_to_the_older(world: MastodonWorld) -> None:
    world.answer_once("upload", "<html>nothing here", status=404)
    assert upload(world.channel(), small_image("Four")).handle


def test_a_picture_unused_for_a_day_must_be_sent_again(world: MastodonWorld) -> None:
    image = upload(world.channel(), small_image("Four"))
    world.advance(hours=25)
    with pytest.raises(ContentRefused) as caught:
        world.channel().is_ready(image)
    assert caught.value.field == "media"


def test_a_picture_that_the_server_could_not_read_is_refused(world: MastodonWorld) -> None:
    image = upload(world.channel(), small_image("Four"))
    world.answer_once("media", {"error": "Error processing thumbnail"}, status=422)
    with pytest.raises(ContentRefused) as caught:
        world.channel().is_ready(image)
    assert caught.value.field == "media"


def test_a_page_in_front_of_the_server_says_nothing_about_a_picture(world: MastodonWorld) -> None:
    image = upload(world.channel(), small_image("Four"))
    world.answer_once("media", "<html>blocked", status=404)
    with pytest.raises(NetworkUnavailable):
        world.channel().is_ready(image)


def test_an_alternative_text_too_long_is_refused_with_its_limit(world: MastodonWorld) -> None:
    world.change(alt_text_max=40)
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), small_image("é" * 41))
    assert (caught.value.field, caught.value.limit) == ("alt_text", 40)


def test_a_picture_too_heavy_is_refused_with_its_limit(world: MastodonWorld) -> None:
    world.change(image_bytes_max=20)
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), small_image("Four"))
    assert (caught.value.field, caught.value.limit) == ("media", 20)


def test_a_type_that_the_server_does_not_take_is_refused(world: MastodonWorld) -> None:
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), replace(small_image("Four"), media_type="image/tiff"))
    assert (caught.value.field, caught.value.limit) == ("media", None)


def test_an_access_that_may_not_upload_must_be_given_again(world: MastodonWorld) -> None:
    narrow = world.simulator.authority.issue(world.simulator.owner.id, ["read", "write:statuses"])
    world.keeper.change(access_token=narrow)
    with pytest.raises(AccessRevoked):
        upload(world.channel(), small_image("Four"))


def test_a_picture_already_in_a_post_is_not_dropped_in_silence(world: MastodonWorld) -> None:
    channel = world.channel()
    image = upload(channel, small_image("Four"))
    channel.publish(world.post("Une", media=(image,)))
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Deux", media=(image,)))
    assert caught.value.field == "media"


def test_a_picture_of_which_nothing_can_be_told_does_not_hide_the_refusal(
    world: MastodonWorld,
) -> None:
    world.change(processing_seconds=0.01)
    channel = world.channel()
    image = upload(channel, small_image("Four"))
    eventually(lambda: channel.is_ready(image))
    world.answer_once("media", "<html>")
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("x" * 501, media=(image,)))
    assert caught.value.field == "text"
