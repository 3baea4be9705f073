"""Videos: sent in one call and never held whole, waited for, described, refused."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pytest

from beffroi.networks.contracts import HeldBytes, MediaKind
from beffroi.networks.declarations import Draft, DraftMedia, ProblemCode
from beffroi.networks.errors import ContentRefused, NetworkUnavailable
from beffroi.networks.mastodon.files import media_id
from beffroi.networks.mastodon.limits import DEFAULTS, parse_limits
from beffroi.networks.mastodon.tests.world import MastodonWorld
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import (
    MemoryProgress,
    small_image,
    small_video,
    upload,
)


@dataclass
class Watched:
    """A heavy file that counts how much of it was asked for at once."""

    size_bytes: int
    largest: int = 0

    def read(self, start: int, length: int) -> bytes:
        self.largest = max(self.largest, length)
        head = b"\0\0\0\x18ftypmp42"
        content = head.ljust(self.size_bytes, b"\1") if start == 0 else b"\1" * self.size_bytes
        return content[: max(0, min(length, self.size_bytes - start))]


def test_a_video_leaves_with_its_description(world: MastodonWorld) -> None:
    channel = world.channel()
    video = upload(channel, small_video("Le four"))
    assert video.kind is MediaKind.VIDEO
    published = channel.publish(world.post("Film", media=(video,)))
    (shown,) = [
        world.simulator.state.media[one] for one in world.status(published.remote_id).media_ids
    ]
    assert (shown.type, shown.description) == ("video", "Le four")


def test_a_server_that_only_has_the_older_call_gets_the_whole_video(fork: MastodonWorld) -> None:
    video = upload(fork.channel(), small_video("Le four"))
    assert fork.simulator.calls["upload"] == 2
    assert fork.channel().is_ready(video)


def test_a_heavy_video_is_never_held_whole(world: MastodonWorld) -> None:
    source = Watched(5_000_000)
    upload(world.channel(), replace(small_video("Le four"), source=source))
    assert 0 < source.largest <= 1_000_000


def test_a_video_that_the_server_works_on_is_waited_for(world: MastodonWorld) -> None:
    world.simulator.clock.freeze()
    world.change(processing_seconds=1200)
    channel = world.channel()
    video = upload(channel, small_video("Le four"))
    assert not channel.is_ready(video)
    with pytest.raises(NetworkUnavailable):
        channel.publish(world.post("Film", media=(video,)))
    world.advance(minutes=20)
    assert channel.is_ready(video)
    channel.publish(world.post("Film", media=(video,)))
    assert world.count_visible("Film") == 1


def test_a_video_whose_encoding_the_server_cannot_read_is_refused(world: MastodonWorld) -> None:
    world.simulator.clock.freeze()
    world.change(processing_seconds=30, spoils_videos=True)
    channel = world.channel()
    video = upload(channel, small_video("Le four"))
    assert not channel.is_ready(video)
    world.advance(seconds=30)
    with pytest.raises(ContentRefused) as caught:
        channel.is_ready(video)
    assert caught.value.field == "media"


def test_what_only_says_that_it_is_a_video_is_refused(world: MastodonWorld) -> None:
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), replace(small_video(""), source=HeldBytes(b"\x1aE\xdf\xa3" * 9)))
    assert (caught.value.field, caught.value.limit) == ("media", None)


def test_a_video_too_heavy_is_refused_with_its_limit(world: MastodonWorld) -> None:
    world.change(video_bytes_max=20)
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), small_video("Le four"))
    assert (caught.value.field, caught.value.limit) == ("media", 20)


def test_a_description_too_long_is_refused_with_its_limit(world: MastodonWorld) -> None:
    world.change(alt_text_max=40)
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), small_video("é" * 41))
    assert (caught.value.field, caught.value.limit) == ("alt_text", 40)


def test_a_video_beside_a_picture_is_refused_by_the_server_and_foreseen(
    world: MastodonWorld,
) -> None:
    channel = world.channel()
    media = (upload(channel, small_image("Four")), upload(channel, small_video("Le four")))
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Les deux", media=media))
    assert caught.value.field == "media"
    drafted = [DraftMedia(one, "", 9, 9, 9) for one in (MediaKind.IMAGE, MediaKind.VIDEO)]
    (problem,) = world.network.problems(Draft("", media=tuple(drafted)), limits=DEFAULTS)
    assert problem.code is ProblemCode.MEDIA_MIXED
    assert not world.network.problems(Draft("", media=tuple(drafted[1:])), limits=DEFAULTS)


# After a crash


def test_a_video_that_was_handed_over_is_not_sent_again(world: MastodonWorld) -> None:
    progress = MemoryProgress()
    first = world.channel().upload(small_video("Le four"), progress=progress)
    again = world.channel().upload(small_video("Le four"), progress=MemoryProgress(progress.kept))
    assert media_id(again) == media_id(first)
    assert world.simulator.calls["upload"] == 1


def test_what_was_handed_over_long_ago_is_sent_again(world: MastodonWorld) -> None:
    stale = json.dumps({"id": "9", "was_processing": False, "until": "2020-01-01T00:00:00+00:00"})
    video = world.channel().upload(small_video("Le four"), progress=MemoryProgress(stale))
    assert world.channel().is_ready(video)


@pytest.mark.parametrize("kind", [FaultKind.CUT_BEFORE, FaultKind.CUT_AFTER, FaultKind.HALF_AFTER])
def test_a_call_that_is_cut_is_made_again_whole(world: MastodonWorld, kind: FaultKind) -> None:
    progress = MemoryProgress()
    world.simulator.faults.add("upload", Fault(kind))
    with pytest.raises(NetworkUnavailable):
        world.channel().upload(small_video("Le four"), progress=progress)
    assert not progress.kept
    video = world.channel().upload(small_video("Le four"), progress=progress)
    published = world.channel().publish(world.post("Film", media=(video,)))
    assert world.alt_texts_of(published.remote_id) == ["Le four"]


def test_a_film_whose_post_may_be_out_there_is_found_again(world: MastodonWorld) -> None:
    channel, since = world.channel(), world.now()
    post = world.post("Film", media=(upload(channel, small_video("Le four")),))
    published = channel.publish(post)
    assert channel.find(post, since=since) == published


# Limits


def test_the_bounds_of_videos_are_those_of_the_instance(world: MastodonWorld) -> None:
    world.change(video_bytes_max=40_000_000, video_pixels_max=2_304_000, alt_text_max=420)
    video = world.channel().read_limits().video
    assert video is not None
    assert (video.bytes_max, video.pixels_max) == (40_000_000, 2_304_000)
    assert (video.alt_text_max, "video/mp4" in video.types) == (420, True)


def test_a_server_that_lists_no_type_of_videos_takes_none(world: MastodonWorld) -> None:
    world.change(video_types=())
    assert world.channel().read_limits().video is None


def test_a_server_that_lists_nothing_is_given_the_usual_bounds() -> None:
    assert parse_limits({"configuration": {"media_attachments": {}}}).video == DEFAULTS.video
