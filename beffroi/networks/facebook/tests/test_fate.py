from __future__ import annotations

import pytest

from beffroi.networks.contracts import PostFormat
from beffroi.networks.errors import ContentRefused, PermissionLost
from beffroi.networks.facebook.tests.test_posting import FORMATS, handed_over
from beffroi.networks.facebook.tests.world import FacebookWorld


def test_what_stands_stands_until_it_is_taken_away(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Bonjour")).remote_id
    answer = channel.publish(world.post("Le lien", reply_to=world.reply_to(ours))).remote_id
    assert channel.is_still_up(ours) is True
    assert channel.is_still_up(answer) is True
    channel.delete(ours)
    assert channel.is_still_up(ours) is False
    assert channel.is_still_up(answer) is False


@pytest.mark.parametrize("post_format", FORMATS)
def test_a_video_stands_once_it_is_ready(world: FacebookWorld, post_format: PostFormat) -> None:
    world.simulator.processing_seconds = 60
    channel = world.channel()
    handed = handed_over(world, post_format)
    post = world.post("Le four", media=(handed,), format=post_format)
    ours = channel.publish(post).remote_id
    assert channel.is_still_up(ours) is None
    world.advance(minutes=2)
    assert channel.is_still_up(ours) is True


@pytest.mark.parametrize("post_format", FORMATS)
def test_a_video_that_could_not_be_read_never_stood(
    world: FacebookWorld, post_format: PostFormat
) -> None:
    world.simulator.processing_seconds = 60
    channel = world.channel()
    handed = handed_over(world, post_format)
    post = world.post("Le four", media=(handed,), format=post_format)
    ours = channel.publish(post).remote_id
    for video in world.simulator.world.videos.values():
        video.has_failed = True
    with pytest.raises(ContentRefused) as caught:
        channel.is_still_up(ours)
    assert caught.value.field == "media"
    assert not world.simulator.ledger.published()


def test_a_story_of_video_can_be_taken_away(world: FacebookWorld) -> None:
    channel = world.channel()
    handed = handed_over(world, PostFormat.STORY)
    ours = channel.publish(world.post("", media=(handed,), format=PostFormat.STORY)).remote_id
    for _ in range(2):
        channel.delete(ours)
    assert channel.is_still_up(ours) is False
    assert not world.simulator.world.posts


def test_what_we_may_no_longer_see_has_no_fate(world: FacebookWorld) -> None:
    ours = world.channel().publish(world.post("Bonjour")).remote_id
    world.simulator.authority.narrow(without=("pages_read_engagement",))
    with pytest.raises(PermissionLost):
        world.channel().is_still_up(ours)
