"""Videos on their way: in pieces, resumed, lost and found again; pictures that wait for them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from beffroi.networks.contract_tests import MemoryProgress, small_image, upload
from beffroi.networks.contracts import HeldBytes, MediaKind, OutgoingMedia, UploadedMedia
from beffroi.networks.errors import (
    ContentRefused,
    DuplicateContent,
    NetworkError,
    NetworkUnavailable,
    PolicyBlocked,
    UnexpectedResponse,
)
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.youtube.tests.world import YouTubeWorld, small_video
from beffroi.networks.youtube.uploads import CHUNK_BYTES

PIECES = "upload.put"
BIG = 2 * CHUNK_BYTES + 12_345


def video_id(media: UploadedMedia) -> str:
    return str(json.loads(media.handle)["video_id"])


def uploads(world: YouTubeWorld) -> list[str]:
    return list(world.simulator.state.videos)


def interrupt(world: YouTubeWorld, kind: FaultKind, *, media: OutgoingMedia) -> MemoryProgress:
    """Begin an upload whose first piece goes wrong; return what was kept of it."""
    progress = MemoryProgress()
    world.simulator.faults.add(PIECES, Fault(kind))
    with pytest.raises((NetworkUnavailable, UnexpectedResponse)):
        world.channel().upload(media, progress=progress)
    world.simulator.faults.clear()
    return progress


def test_a_long_video_goes_in_pieces_of_the_size_that_is_asked(world: YouTubeWorld) -> None:
    assert CHUNK_BYTES % (256 * 1024) == 0
    held = upload(world.channel(), small_video(BIG))
    assert uploads(world) == [video_id(held)]
    assert world.simulator.calls[PIECES] == 3


def test_a_video_is_private_and_bears_a_placeholder_until_it_is_published(
    world: YouTubeWorld,
) -> None:
    held = upload(world.channel(), small_video())
    video = world.video(video_id(held))
    assert video.status["privacyStatus"] == "private"
    assert video.snippet["title"].startswith("beffroi-")
    assert world.simulator.ledger.effects == []


def test_the_session_is_kept_before_the_first_byte(world: YouTubeWorld) -> None:
    progress = interrupt(world, FaultKind.CUT_BEFORE, media=small_video())
    assert "upload_id=" in json.loads(progress.kept)["session"]
    assert uploads(world) == []


@pytest.mark.parametrize("kind", [FaultKind.CUT_BEFORE, FaultKind.CUT_AFTER, FaultKind.HTML_AFTER])
def test_an_upload_goes_on_from_where_it_stood(world: YouTubeWorld, kind: FaultKind) -> None:
    progress = interrupt(world, kind, media=small_video(BIG))
    held = world.channel().upload(small_video(BIG), progress=progress)
    assert uploads(world) == [video_id(held)]
    assert world.simulator.calls["videos.insert"] == 1


def test_a_last_piece_without_an_answer_makes_no_second_video(world: YouTubeWorld) -> None:
    progress = interrupt(world, FaultKind.CUT_AFTER, media=small_video())
    assert len(uploads(world)) == 1
    held = world.channel().upload(small_video(), progress=progress)
    assert uploads(world) == [video_id(held)]


def test_a_lost_session_whose_video_arrived_is_found_by_its_placeholder(
    world: YouTubeWorld,
) -> None:
    progress = interrupt(world, FaultKind.CUT_AFTER, media=small_video())
    world.simulator.sessions.forget_all()
    upload(world.channel(), small_video())  # another one lies on top
    held = world.channel().upload(small_video(), progress=progress)
    assert video_id(held) == uploads(world)[0]
    assert len(uploads(world)) == 2


def test_a_lost_session_whose_video_did_not_arrive_is_begun_anew(world: YouTubeWorld) -> None:
    progress = interrupt(world, FaultKind.CUT_BEFORE, media=small_video())
    world.advance(days=8)
    held = world.channel().upload(small_video(), progress=progress)
    assert uploads(world) == [video_id(held)]
    assert world.simulator.calls["videos.insert"] == 2


def test_a_session_lost_between_two_pieces_may_be_tried_again(world: YouTubeWorld) -> None:
    progress = MemoryProgress()
    world.answer_once(PIECES, "Not Found", status=404)
    with pytest.raises(NetworkUnavailable):
        world.channel().upload(small_video(), progress=progress)
    assert world.channel().upload(small_video(), progress=progress).handle
    assert len(uploads(world)) == 1


def test_what_has_arrived_is_not_sent_again(world: YouTubeWorld) -> None:
    progress = MemoryProgress()
    held = world.channel().upload(small_video(), progress=progress)
    calls = world.simulator.calls.total()
    assert world.channel().upload(small_video(), progress=progress) == held
    assert world.simulator.calls.total() == calls


def test_a_dead_access_in_the_middle_is_renewed_and_the_session_kept(world: YouTubeWorld) -> None:
    progress = interrupt(world, FaultKind.CUT_BEFORE, media=small_video())
    world.simulator.authority.expire_access()
    world.channel().upload(small_video(), progress=progress)
    assert world.simulator.calls["videos.insert"] == 1
    assert len(uploads(world)) == 1


def test_a_door_that_refuses_a_token_without_json_gets_a_renewed_one(
    world: YouTubeWorld,
) -> None:
    world.answer_once(PIECES, "Invalid Credentials", status=401)
    assert upload(world.channel(), small_video()).handle
    assert world.keeper.renewals == 1
    assert len(uploads(world)) == 1


@pytest.mark.parametrize(
    "told", ["bytes=0-99999999", "nonsense", ""], ids=["too much", "nonsense", "nothing"]
)
def test_a_server_that_says_nonsense_of_its_progress_does_not_hold_us(
    world: YouTubeWorld, told: str
) -> None:
    headers = {"Range": told} if told else {}
    world.answer_once(PIECES, "", status=308, **headers)
    with pytest.raises(NetworkUnavailable):
        upload(world.channel(), small_video())


def test_a_session_elsewhere_is_not_trusted_with_our_token(world: YouTubeWorld) -> None:
    world.answer_once("videos.insert", "{}", Location="https://evil.test/upload")
    with pytest.raises(UnexpectedResponse):
        upload(world.channel(), small_video())
    world.answer_once("videos.insert", "{}")
    with pytest.raises(UnexpectedResponse):
        upload(world.channel(), small_video())


def test_what_was_kept_by_something_else_begins_anew(world: YouTubeWorld) -> None:
    for kept in ("nonsense", "[]", '{"other": 1}'):
        assert world.channel().upload(small_video(), progress=MemoryProgress(kept)).handle


def test_an_empty_file_and_a_document_are_refused(world: YouTubeWorld) -> None:
    document = replace(small_video(), kind=MediaKind.DOCUMENT)
    for media in (small_video(0), document):
        with pytest.raises(ContentRefused) as caught:
            upload(world.channel(), media)
        assert caught.value.field == "media"


def test_a_format_that_is_no_video_is_refused(world: YouTubeWorld) -> None:
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), replace(small_video(), media_type="text/plain"))
    assert caught.value.field == "media"


def test_a_video_is_ready_once_it_is_processed(world: YouTubeWorld) -> None:
    world.simulator.state.processing_seconds = 60
    held = upload(world.channel(), small_video())
    assert not world.channel().is_ready(held)
    world.advance(seconds=61)
    assert world.channel().is_ready(held)


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (("rejected", "duplicate"), DuplicateContent),
        (("rejected", "copyright"), ContentRefused),
        (("rejected", "length"), ContentRefused),
        (("rejected", "uploaderAccountSuspended"), PolicyBlocked),
        (("rejected", "uploaderAccountClosed"), PolicyBlocked),
        (("failed", "codec"), ContentRefused),
        (("failed", "emptyFile"), ContentRefused),
    ],
)
def test_a_video_that_youtube_will_not_show_says_why(
    world: YouTubeWorld, outcome: tuple[str, str], kind: type[NetworkError]
) -> None:
    world.simulator.state.next_outcome = outcome
    held = upload(world.channel(), small_video())
    with pytest.raises(kind) as caught:
        world.channel().is_ready(held)
    assert outcome[1] in caught.value.detail


def test_a_state_that_nobody_knows_waits_for_the_processing(world: YouTubeWorld) -> None:
    held = upload(world.channel(), small_video())
    for processing, expected in (("processing", False), ("succeeded", True)):
        parts = {
            "status": {"uploadStatus": "dreaming"},
            "processingDetails": {"processingStatus": processing},
        }
        world.answer_once("videos.list", {"items": [{"id": "x", **parts}]})
        assert world.channel().is_ready(held) is expected


def test_a_video_that_is_gone_is_refused(world: YouTubeWorld) -> None:
    held = upload(world.channel(), small_video())
    world.simulator.state.videos.clear()
    with pytest.raises(ContentRefused):
        world.channel().is_ready(held)


def test_a_picture_waits_without_any_call(world: YouTubeWorld) -> None:
    calls = world.simulator.calls.total()
    held = upload(world.channel(), small_image("Four"))
    assert world.channel().is_ready(held)
    assert world.simulator.calls.total() == calls


@pytest.mark.parametrize(
    "picture",
    [
        replace(small_image(""), source=HeldBytes(b"x" * 2_000_001)),
        replace(small_image(""), media_type="image/webp"),
    ],
    ids=["too heavy", "another type"],
)
def test_a_picture_that_is_no_thumbnail_is_refused(
    world: YouTubeWorld, picture: OutgoingMedia
) -> None:
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), picture)
    assert (caught.value.field, caught.value.limit) == ("media", 2_000_000)


def test_a_channel_that_may_set_no_thumbnail_stays_connected(world: YouTubeWorld) -> None:
    world.simulator.owner.long_uploads = "eligible"
    picture = upload(world.channel(), small_image(""))
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("Avec image", media=(picture,)))
    assert caught.value.field == "media"
    assert world.count_visible("Avec image") == 0


def test_only_a_verified_channel_takes_long_videos(world: YouTubeWorld) -> None:
    video = world.channel().read_limits().video
    assert video is not None
    assert video.seconds_max == 12 * 3600
    world.simulator.owner.long_uploads = "disallowed"
    video = world.channel().read_limits().video
    assert video is not None
    assert video.seconds_max == 900
