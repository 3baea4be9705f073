"""Pictures in one call, GIFs and videos in pieces, and going on where an earlier try came."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from beffroi.networks.contracts import HeldBytes, MediaKind, OutgoingMedia
from beffroi.networks.errors import (
    ContentRefused,
    NetworkUnavailable,
    UnexpectedResponse,
)
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import MemoryProgress, small_image, upload
from beffroi.networks.x import files
from beffroi.networks.x.tests.world import XWorld

PIECES = 4


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PIECE_BYTES", 100)


def a_video(alt_text: str = "") -> OutgoingMedia:
    return OutgoingMedia(
        source=HeldBytes(bytes(range(256)) + b"x" * 130),
        media_type="video/mp4",
        width=1280,
        height=720,
        alt_text=alt_text,
        kind=MediaKind.VIDEO,
        seconds=12.0,
    )


def a_gif() -> OutgoingMedia:
    return replace(a_video(), media_type="image/gif", kind=MediaKind.IMAGE, seconds=None)


def held(world: XWorld) -> list[Any]:
    return list(world.simulator.state.files.values())


def test_a_picture_goes_in_one_call(world: XWorld) -> None:
    progress = MemoryProgress()
    image = world.channel().upload(small_image("Four"), progress=progress)
    (one,) = held(world)
    assert json.loads(image.handle)["media_key"] == one.key == f"3_{one.id}"
    assert (one.category, one.alt_text) == ("tweet_image", "Four")
    assert world.channel().is_ready(image)
    assert (world.simulator.calls["upload"], world.simulator.calls["file"]) == (1, 0)


def test_a_picture_without_words_is_not_described(world: XWorld) -> None:
    assert world.paid(lambda: upload(world.channel(), small_image(""))) == []
    assert world.simulator.calls["describe"] == 0


@pytest.mark.parametrize(
    ("media", "category"), [(a_video(), "tweet_video"), (a_gif(), "tweet_gif")]
)
def test_what_moves_goes_in_pieces(world: XWorld, media: OutgoingMedia, category: str) -> None:
    channel = world.channel()
    uploaded = upload(channel, media)
    (one,) = held(world)
    assert (one.category, len(one.pieces), sum(one.pieces)) == (category, PIECES, 386)
    assert channel.is_ready(uploaded)
    published = channel.publish(world.post("Regardez", media=(uploaded,)))
    assert world.seen(published.remote_id).file_ids == (one.id,)


def test_each_step_is_kept_before_the_next(world: XWorld) -> None:
    progress = MemoryProgress()
    world.channel().upload(a_video("Le four"), progress=progress)
    states = [json.loads(state) for state in progress.states]
    assert [state["sent"] for state in states] == [0, 1, 2, 3, 4, 4, 4]
    assert [state["is_closed"] for state in states] == [False] * 5 + [True] * 2
    assert [state["is_described"] for state in states] == [False] * 6 + [True]


@pytest.mark.parametrize("route", ["append", "close", "describe"])
@pytest.mark.parametrize("kind", [FaultKind.CUT_BEFORE, FaultKind.CUT_AFTER])
def test_a_later_try_goes_on_with_the_same_file(world: XWorld, route: str, kind: FaultKind) -> None:
    channel, progress = world.channel(), MemoryProgress()
    world.simulator.faults.add(route, Fault(kind))
    with pytest.raises(NetworkUnavailable):
        channel.upload(a_video("Le four"), progress=progress)
    uploaded = channel.upload(a_video("Le four"), progress=progress)
    (one,) = held(world)
    assert (sum(one.pieces), one.alt_text) == (386, "Le four")
    assert channel.is_ready(uploaded)
    assert world.simulator.calls["begin"] == 1


def test_a_picture_is_not_sent_twice_because_its_words_were_late(world: XWorld) -> None:
    channel, progress = world.channel(), MemoryProgress()
    world.simulator.faults.add("describe", Fault(FaultKind.CUT_BEFORE))
    with pytest.raises(NetworkUnavailable):
        channel.upload(small_image("Four"), progress=progress)
    channel.upload(small_image("Four"), progress=progress)
    assert [one.alt_text for one in held(world)] == ["Four"]


def test_after_a_day_an_upload_begins_again(world: XWorld) -> None:
    channel, progress = world.channel(), MemoryProgress()
    world.simulator.faults.add("close", Fault(FaultKind.CUT_BEFORE))
    with pytest.raises(NetworkUnavailable):
        channel.upload(a_video(), progress=progress)
    world.advance(hours=25)
    assert channel.is_ready(channel.upload(a_video(), progress=progress))
    assert world.simulator.calls["begin"] == 2


def test_x_is_not_asked_sooner_than_it_wants(world: XWorld) -> None:
    world.change(processing_seconds=12, check_after_seconds=5)
    channel = world.channel()
    uploaded = upload(channel, a_video())
    for seconds, is_ready, asked in ((0, False, 0), (4, False, 0), (2, False, 1), (3, False, 1)):
        world.advance(seconds=seconds)
        assert channel.is_ready(uploaded) == is_ready
        assert world.simulator.calls["file"] == asked
    world.advance(seconds=4)
    assert channel.is_ready(uploaded)


def test_another_process_simply_asks(world: XWorld) -> None:
    world.change(processing_seconds=12)
    uploaded = upload(world.channel(), a_video())
    fresh = XWorld(world.simulator)
    fresh.keeper = world.keeper
    assert not fresh.channel().is_ready(uploaded)
    assert world.simulator.calls["file"] == 1


def test_a_video_that_is_still_worked_on_cannot_be_published(world: XWorld) -> None:
    world.change(processing_seconds=60)
    channel = world.channel()
    uploaded = upload(channel, a_video())
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Regardez", media=(uploaded,)))
    assert caught.value.field == "media"
    assert world.count_visible("Regardez") == 0


def test_a_video_that_x_cannot_read_is_refused_for_good(world: XWorld) -> None:
    world.change(processing_seconds=1, processing_fails=True)
    channel = world.channel()
    uploaded = upload(channel, a_video())
    world.advance(seconds=6)
    with pytest.raises(ContentRefused) as caught:
        channel.is_ready(uploaded)
    assert caught.value.field == "media"


@pytest.mark.parametrize(
    "info",
    [{"state": "succeeded"}, {"state": None}, {}, "x", {"state": "unheard of"}],
)
def test_an_unknown_state_of_work_is_waited_for_and_none_is_done(world: XWorld, info: Any) -> None:
    channel = world.channel()
    uploaded = upload(channel, a_video())
    (one,) = held(world)
    world.answer_once("file", {"data": {"id": one.id, "processing_info": info}})
    assert channel.is_ready(uploaded) == (info != {"state": "unheard of"})


@pytest.mark.parametrize("status", [400, 404])
def test_a_file_that_x_no_longer_knows_is_to_be_given_again(world: XWorld, status: int) -> None:
    channel = world.channel()
    uploaded = upload(channel, a_video())
    kind = "https://api.x.com/2/problems/resource-not-found"
    world.answer_once("file", {"title": "Not Found", "type": kind}, status=status)
    with pytest.raises(ContentRefused) as caught:
        channel.is_ready(uploaded)
    assert caught.value.field == "media"


def test_a_picture_too_heavy_is_refused_with_the_limit(world: XWorld) -> None:
    world.be_patient()
    heavy = replace(small_image(""), source=HeldBytes(b"x" * 5_000_001))
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), heavy)
    assert (caught.value.field, caught.value.limit) == ("media", 5_000_000)


def test_a_description_too_long_is_refused_with_the_limit(world: XWorld) -> None:
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), small_image("é" * 1001))
    assert (caught.value.field, caught.value.limit) == ("alt_text", 1000)


def test_a_file_of_another_kind_is_refused(world: XWorld) -> None:
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), replace(a_video(), media_type="video/avi"))
    assert (caught.value.field, caught.value.limit) == ("media", None)


def test_a_video_and_a_picture_make_no_post(world: XWorld) -> None:
    channel = world.channel()
    both = (upload(channel, a_video()), upload(channel, small_image("Four")))
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Trop", media=both))
    assert caught.value.field == "media"


def test_an_answer_without_a_number_is_no_upload(world: XWorld) -> None:
    world.answer_once("upload", {"data": {"size": 5}})
    with pytest.raises(UnexpectedResponse):
        upload(world.channel(), small_image("Four"))
