"""Pictures, documents and videos on their way, cut at every step and taken up again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from beffroi.networks.contracts import HeldBytes, MediaKind, OutgoingMedia
from beffroi.networks.errors import ContentRefused, NetworkError, UnexpectedResponse
from beffroi.networks.linkedin.tests.world import LinkedInWorld
from beffroi.networks.linkedin.uploads import media_title, media_urn
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import MemoryProgress, small_image, upload


def video(size: int = 25) -> OutgoingMedia:
    content = bytes(range(size))
    return OutgoingMedia(HeldBytes(content), "video/mp4", 640, 360, "Le four", MediaKind.VIDEO, 5.0)


def document(title: str) -> OutgoingMedia:
    source = HeldBytes(b"%PDF-1.7")
    kind = MediaKind.DOCUMENT
    return OutgoingMedia(source, "application/pdf", 0, 0, "", kind, title=title)


MADE = [small_image("Un four"), document("Carte"), video()]
KINDS = ["image", "document", "video"]


@pytest.mark.parametrize("made", MADE, ids=KINDS)
def test_every_byte_arrives(world: LinkedInWorld, made: OutgoingMedia) -> None:
    world.change(part_bytes=10)
    media = upload(world.channel(), made)
    held = world.simulator.shelf.media[media_urn(media)]
    assert b"".join(held.content[number] for number in sorted(held.content)) == made.content
    assert held.owner == world.keeper.read().account_id
    assert world.channel().is_ready(media)
    assert (media.alt_text, media.kind) == (made.alt_text, made.kind)
    assert media_title(media) == made.title


def test_a_video_goes_in_parts(world: LinkedInWorld) -> None:
    world.change(part_bytes=10)
    media = upload(world.channel(), video())
    held = world.simulator.shelf.media[media_urn(media)]
    assert held.parts == [(0, 9), (10, 19), (20, 24)]


@pytest.mark.parametrize("made", MADE, ids=KINDS)
def test_where_it_stands_is_kept_before_each_call(
    world: LinkedInWorld, made: OutgoingMedia
) -> None:
    world.change(part_bytes=10)
    progress = MemoryProgress()
    media = world.channel().upload(made, progress=progress)
    assert all(json.loads(state)["urn"] == media_urn(media) for state in progress.states)
    assert len(progress.states) == (5 if made.kind is MediaKind.VIDEO else 3)


@pytest.mark.parametrize("made", MADE, ids=KINDS)
@pytest.mark.parametrize("calls", range(6))
def test_an_upload_that_is_cut_goes_on_with_the_same_file(
    world: LinkedInWorld, made: OutgoingMedia, calls: int
) -> None:
    world.change(part_bytes=10)
    channel, progress = world.channel(), MemoryProgress()
    for _ in range(calls):
        world.simulator.faults.add("*", Fault(FaultKind.SLOW, seconds=0))
    world.simulator.faults.add("*", Fault(FaultKind.CUT_AFTER))
    try:
        channel.upload(made, progress=progress)
    except NetworkError:
        world.simulator.faults.clear()
        channel.upload(made, progress=progress)
    world.simulator.faults.clear()
    kept = json.loads(progress.kept)
    held = world.simulator.shelf.media[kept["urn"]]
    assert held.finished_at is not None
    begun = [one for one in world.simulator.shelf.media.values() if one.content]
    assert begun == [held]


@pytest.mark.parametrize("made", MADE, ids=KINDS)
def test_a_file_that_was_handed_over_is_not_sent_again(
    world: LinkedInWorld, made: OutgoingMedia
) -> None:
    channel, progress = world.channel(), MemoryProgress()
    first = channel.upload(made, progress=progress)
    calls = world.simulator.calls.total()
    assert channel.upload(made, progress=progress) == first
    assert world.simulator.calls.total() == calls


@pytest.mark.parametrize("made", MADE, ids=KINDS)
def test_an_address_that_is_too_old_is_asked_for_again(
    world: LinkedInWorld, made: OutgoingMedia
) -> None:
    channel, progress = world.channel(), MemoryProgress()
    world.simulator.faults.add("put", Fault(FaultKind.CUT_BEFORE))
    with pytest.raises(NetworkError):
        channel.upload(made, progress=progress)
    old = json.loads(progress.kept)["urn"]
    world.advance(hours=25)
    media = channel.upload(made, progress=progress)
    assert media_urn(media) != old
    assert channel.is_ready(media)


def test_an_end_that_was_not_told_is_seen(world: LinkedInWorld) -> None:
    channel, progress = world.channel(), MemoryProgress()
    world.simulator.faults.add("upload", Fault(FaultKind.SLOW, seconds=0))
    world.simulator.faults.add("upload", Fault(FaultKind.CUT_AFTER))
    with pytest.raises(NetworkError):
        channel.upload(video(), progress=progress)
    media = channel.upload(video(), progress=progress)
    assert len(world.simulator.shelf.media) == 1
    assert channel.is_ready(media)


def test_an_end_that_is_refused_is_an_error_with_a_name(world: LinkedInWorld) -> None:
    channel, progress = world.channel(), MemoryProgress()
    world.simulator.faults.add("upload", Fault(FaultKind.SLOW, seconds=0))
    world.answer_once("upload", {"code": "INVALID_VIDEO_ID", "status": 400}, status=400)
    with pytest.raises(ContentRefused):
        channel.upload(video(), progress=progress)


@pytest.mark.parametrize("status", [403, 404])
def test_an_end_that_is_refused_and_cannot_be_looked_up_is_refused(
    world: LinkedInWorld, status: int
) -> None:
    world.simulator.faults.add("upload", Fault(FaultKind.SLOW, seconds=0))
    world.answer_once("upload", {"code": "UPDATING_ASSET_FAILED", "status": 400}, status=400)
    world.answer_once("media", {"code": "X", "status": status}, status=status)
    with pytest.raises(ContentRefused):
        upload(world.channel(), video())


def test_an_end_that_comes_too_late_begins_anew(world: LinkedInWorld) -> None:
    world.simulator.faults.add("upload", Fault(FaultKind.SLOW, seconds=0))
    world.answer_once("upload", {"code": "EXPIRED_UPLOAD_URL", "status": 400}, status=400)
    assert world.channel().is_ready(upload(world.channel(), video()))
    assert len(world.simulator.shelf.media) == 2


@pytest.mark.parametrize("kept", ["", "{", "[]", "{}", '{"urn": 1}', '{"parts": 3, "tags": []}'])
def test_what_cannot_be_read_of_an_earlier_try_begins_anew(world: LinkedInWorld, kept: str) -> None:
    media = world.channel().upload(small_image(""), progress=MemoryProgress(kept))
    assert world.channel().is_ready(media)


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"image": "urn:li:image:1"},
        {"uploadUrl": "https://www.linkedin.com/dms-uploads/1"},
    ],
)
def test_a_beginning_that_cannot_be_read_is_unexpected(
    world: LinkedInWorld, value: dict[str, str]
) -> None:
    world.answer_once("upload", {"value": value})
    with pytest.raises(UnexpectedResponse):
        upload(world.channel(), small_image(""))


def test_our_token_goes_to_linkedin_alone(world: LinkedInWorld) -> None:
    value = {"image": "urn:li:image:1", "uploadUrl": "https://linkedin.com.evil.test/dms-uploads/1"}
    world.answer_once("upload", {"value": value})
    with pytest.raises(UnexpectedResponse):
        upload(world.channel(), small_image(""))


@pytest.mark.parametrize("part", [{"uploadUrl": "x"}, {"firstByte": 0, "lastByte": 1}, 5])
def test_parts_that_cannot_be_read_are_unexpected(world: LinkedInWorld, part: object) -> None:
    value = {"video": "urn:li:video:1", "uploadInstructions": [part]}
    world.answer_once("upload", {"value": value})
    with pytest.raises(NetworkError):
        upload(world.channel(), video())


def test_a_part_without_a_tag_is_unexpected(world: LinkedInWorld) -> None:
    world.answer_once("put", "")
    with pytest.raises(UnexpectedResponse):
        upload(world.channel(), video())


def test_a_file_that_is_gone_is_refused(world: LinkedInWorld) -> None:
    channel = world.channel()
    media = upload(channel, small_image(""))
    world.simulator.shelf.media.clear()
    with pytest.raises(ContentRefused) as caught:
        channel.is_ready(media)
    assert caught.value.field == "media"


def test_a_state_that_nobody_documents_is_not_ready(world: LinkedInWorld) -> None:
    channel = world.channel()
    media = upload(channel, small_image(""))
    world.answer_once("media", {"status": "THINKING"})
    assert not channel.is_ready(media)
    world.change(processing=timedelta(minutes=1))
    assert not channel.is_ready(upload(channel, small_image("")))
