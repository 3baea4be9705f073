"""Videos: through the video service, or straight into a server that the service does not know."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from beffroi.networks.bluesky.tests.refusals import JOBS, SERVICE
from beffroi.networks.bluesky.tests.world import BlueskyWorld
from beffroi.networks.bluesky.videos import _service_origin
from beffroi.networks.contracts import HeldBytes, MediaKind, OutgoingMedia, UploadedMedia
from beffroi.networks.declarations import Draft, DraftMedia, ProblemCode
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    PolicyBlocked,
    QuotaExhausted,
    UnexpectedResponse,
)
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import MemoryProgress, small_image, small_video, upload


@dataclass
class Watched:
    """A heavy file that notes how much of it was asked for at once."""

    size_bytes: int
    largest: int = 0

    def read(self, start: int, length: int) -> bytes:
        self.largest = max(self.largest, length)
        head = b"\0\0\0\x18ftypmp42" if start == 0 else b""
        return head.ljust(max(0, min(length, self.size_bytes - start)), b"\1")


def answer(world: BlueskyWorld, call: str, body: object, *, status: int = 200) -> None:
    fault = Fault(FaultKind.ERROR_BEFORE, status=status, body=json.dumps(body))
    world.simulator.faults.add(call, fault)


def settle(world: BlueskyWorld, **settings: Any) -> None:
    world.simulator.video.settings = replace(world.simulator.video.settings, **settings)


def embed_of(world: BlueskyWorld, remote_id: str) -> dict[str, Any]:
    found: dict[str, Any] = world.record(remote_id)["embed"]
    return found


def publish_film(world: BlueskyWorld, alt_text: str = "Le four") -> dict[str, Any]:
    channel = world.channel()
    video = upload(channel, small_video(alt_text))
    assert channel.is_ready(video)
    return embed_of(world, channel.publish(world.post("Film", media=(video,))).remote_id)


def test_a_video_leaves_with_its_description_and_its_shape(world: BlueskyWorld) -> None:
    embed = publish_film(world)
    assert (embed["$type"], embed["alt"]) == ("app.bsky.embed.video", "Le four")
    assert embed["aspectRatio"] == {"width": 640, "height": 360}
    (job,) = world.simulator.video.jobs.values()
    assert embed["video"]["ref"]["$link"] == job.cid
    assert world.simulator.calls["uploadBlob"] == 0


def test_a_video_without_words_has_no_description(world: BlueskyWorld) -> None:
    assert "alt" not in publish_film(world, alt_text="")


def test_a_heavy_video_is_never_held_whole(world: BlueskyWorld) -> None:
    source = Watched(5_000_000)
    upload(world.channel(), replace(small_video("Le four"), source=source))
    assert 0 < source.largest <= 1_000_000
    assert [job.size for job in world.simulator.video.jobs.values()] == [5_000_000]


@pytest.mark.parametrize("state", ["", "JOB_STATE_DREAMING"])
def test_a_video_that_is_worked_on_is_waited_for(world: BlueskyWorld, state: str) -> None:
    world.simulator.clock.freeze()
    settle(world, processing=timedelta(minutes=20), strange_state=state)
    channel = world.channel()
    video = upload(channel, small_video("Le four"))
    assert not channel.is_ready(video)
    with pytest.raises(NetworkUnavailable):
        channel.publish(world.post("Film", media=(video,)))
    world.simulator.clock.advance(timedelta(minutes=20))
    assert channel.is_ready(video)
    channel.publish(world.post("Film", media=(video,)))
    assert world.count_visible("Film") == 1


def test_a_video_that_was_worked_on_before_is_taken_as_it_is(world: BlueskyWorld) -> None:
    assert publish_film(world)["video"] == publish_film(world)["video"]
    assert len(world.simulator.video.jobs) == 1


def test_a_known_video_that_is_named_by_what_it_became_is_taken(world: BlueskyWorld) -> None:
    made = publish_film(world)["video"]
    answer(world, "uploadVideo", {"error": "already_exists", "blob": made}, status=409)
    video = upload(world.channel(), small_video("Le four"))
    assert world.channel().is_ready(video)
    published = world.channel().publish(world.post("Encore", media=(video,)))
    assert embed_of(world, published.remote_id)["video"] == made


def test_an_error_beside_what_was_made_is_no_refusal(world: BlueskyWorld) -> None:
    channel = world.channel()
    video = upload(channel, small_video("Le four"))
    blob = {"$type": "blob", "ref": {"$link": "bafy"}, "mimeType": "video/mp4", "size": 9}
    job = {"state": "JOB_STATE_FAILED", "error": "already_exists", "blob": blob}
    for status in (200, 409):
        answer(world, "getJobStatus", {"jobStatus": job}, status=status)
        assert channel.is_ready(video)


def test_a_video_stands_alone_in_a_post(world: BlueskyWorld) -> None:
    channel = world.channel()
    media = (upload(channel, small_image("Four")), upload(channel, small_video("Le four")))
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Les deux", media=media))
    assert (caught.value.field, caught.value.limit) == ("media", 1)
    drafted = [DraftMedia(one, "", 9, 9, 9) for one in (MediaKind.IMAGE, MediaKind.VIDEO)]
    limits = channel.read_limits()
    (problem,) = world.network.problems(Draft("", media=tuple(drafted)), limits=limits)
    assert problem.code is ProblemCode.MEDIA_MIXED
    assert not world.network.problems(Draft("", media=tuple(drafted[1:])), limits=limits)


# Exactly once


def test_the_job_is_kept_before_the_next_call(world: BlueskyWorld) -> None:
    progress = MemoryProgress()
    video = world.channel().upload(small_video("Le four"), progress=progress)
    (job,) = world.simulator.video.jobs
    assert json.loads(progress.kept)["job"] == job
    again = world.channel().upload(small_video("Le four"), progress=MemoryProgress(progress.kept))
    assert again == video
    assert world.simulator.calls["uploadVideo"] == 1


def test_what_was_handed_over_long_ago_is_handed_over_again(world: BlueskyWorld) -> None:
    stale = json.dumps({"job": "gone", "until": "2020-01-01T00:00:00+00:00"})
    video = world.channel().upload(small_video("Le four"), progress=MemoryProgress(stale))
    assert world.channel().is_ready(video)


@pytest.mark.parametrize("call", ["getServiceAuth", "getUploadLimits", "uploadVideo"])
@pytest.mark.parametrize("kind", [FaultKind.CUT_BEFORE, FaultKind.CUT_AFTER, FaultKind.HALF_AFTER])
def test_a_call_that_is_cut_is_made_again_and_one_job_comes_of_it(
    world: BlueskyWorld, call: str, kind: FaultKind
) -> None:
    progress = MemoryProgress()
    world.simulator.faults.add(call, Fault(kind))
    with pytest.raises(NetworkUnavailable):
        world.channel().upload(small_video("Le four"), progress=progress)
    video = world.channel().upload(small_video("Le four"), progress=progress)
    channel = world.channel()
    channel.publish(world.post("Film", media=(video,)))
    assert world.count_visible("Film") == 1
    assert len(world.simulator.video.jobs) == 1


def test_a_job_that_cannot_be_read_publishes_nothing_and_proves_it(world: BlueskyWorld) -> None:
    channel = world.channel()
    video = upload(channel, small_video("Le four"))
    bodies: list[Any] = [[], {"jobStatus": {"state": "JOB_STATE_COMPLETED"}}]
    for body in bodies:
        answer(world, "getJobStatus", body)
        answer(world, "getJobStatus", body)
        if body:
            with pytest.raises(UnexpectedResponse):
                channel.is_ready(video)
        else:
            assert not channel.is_ready(video)
        with pytest.raises(NetworkUnavailable):
            channel.publish(world.post("Film", media=(video,)))
    assert world.count_visible("Film") == 0


def test_a_film_whose_post_may_be_out_there_is_found_again(world: BlueskyWorld) -> None:
    channel, since = world.channel(), world.now()
    post = world.post("Film", media=(upload(channel, small_video("Le four")),))
    published = channel.publish(post)
    assert channel.find(post, since=since) == published
    forgotten = replace(post, media=(replace(post.media[0], handle=""),))
    assert channel.find(forgotten, since=since) == published


# Straight into the account's server


@pytest.mark.parametrize("lacking", [{"is_served": False}, {"gives_tokens": False}])
def test_where_there_is_no_service_the_video_goes_straight_into_the_server(
    world: BlueskyWorld, lacking: dict[str, bool]
) -> None:
    settle(world, **lacking)
    embed = publish_film(world)
    assert embed["video"]["mimeType"] == "video/mp4"
    assert world.simulator.calls["uploadBlob"] == 1
    assert not world.simulator.video.jobs


def test_an_account_that_the_service_does_not_know_goes_straight_too(world: BlueskyWorld) -> None:
    answer(world, "uploadVideo", {"error": "BadJwt"}, status=401)
    publish_film(world)
    assert world.simulator.calls["uploadBlob"] == 1


def test_a_video_is_sent_whole_again_after_a_stale_access(world: BlueskyWorld) -> None:
    settle(world, is_served=False)
    answer(world, "uploadBlob", {"error": "ExpiredToken"}, status=400)
    embed = publish_film(world)
    assert embed["video"]["size"] == small_video("Le four").source.size_bytes
    assert world.keeper.renewals == 1


def test_a_video_too_heavy_for_the_server_is_refused(world: BlueskyWorld) -> None:
    settle(world, is_served=False)
    world.simulator.blob_bytes_max = 10
    with pytest.raises(ContentRefused) as caught:
        upload(world.channel(), small_video("Le four"))
    assert (caught.value.field, caught.value.limit) == ("media", None)


def test_a_bad_token_that_makes_the_upload_fail_is_renewed(world: BlueskyWorld) -> None:
    settle(world, is_served=False)
    answer(world, "uploadBlob", {"error": "InternalServerError"}, status=500)
    with pytest.raises(NetworkUnavailable):
        upload(world.channel(), small_video("Le four"))


# Refusals


@pytest.mark.parametrize(("status", "body", "kind", "told"), SERVICE)
def test_a_refusal_of_the_service_has_its_name(
    world: BlueskyWorld, status: int, body: Any, kind: type[NetworkError], told: dict[str, Any]
) -> None:
    answer(world, "uploadVideo", body, status=status)
    with pytest.raises(NetworkError) as caught:
        upload(world.channel(), small_video("Le four"))
    assert type(caught.value) is kind
    assert {name: getattr(caught.value, name) for name in told} == told
    assert world.simulator.calls["uploadBlob"] == 0


@pytest.mark.parametrize(("job", "kind", "told"), JOBS)
def test_a_job_that_failed_has_its_name(
    world: BlueskyWorld, job: dict[str, Any], kind: type[NetworkError], told: dict[str, Any]
) -> None:
    channel = world.channel()
    video = upload(channel, small_video("Le four"))
    answer(world, "getJobStatus", {"jobStatus": job})
    with pytest.raises(NetworkError) as caught:
        channel.is_ready(video)
    assert type(caught.value) is kind
    assert {name: getattr(caught.value, name) for name in told} == told


def test_an_account_whose_e_mail_is_not_confirmed_is_told_before_anything_is_sent(
    world: BlueskyWorld,
) -> None:
    settle(world, is_email_confirmed=False)
    with pytest.raises(PolicyBlocked):
        upload(world.channel(), small_video("Le four"))
    assert world.simulator.calls["uploadVideo"] == 0


def test_a_day_s_allowance_that_is_used_up_is_a_quota(world: BlueskyWorld) -> None:
    world.simulator.clock.freeze()
    settle(world, videos_a_day=1)
    upload(world.channel(), small_video("Le four"))
    with pytest.raises(QuotaExhausted) as caught:
        upload(world.channel(), small_video("Le pain"))
    assert caught.value.until == world.now() + timedelta(hours=1)


def test_a_day_s_allowance_too_small_for_this_video_is_a_quota(world: BlueskyWorld) -> None:
    answer(world, "getUploadLimits", {"canUpload": True, "remainingDailyBytes": 10})
    with pytest.raises(QuotaExhausted):
        upload(world.channel(), small_video("Le four"))


def test_what_is_no_video_is_told_once_the_service_has_looked(world: BlueskyWorld) -> None:
    channel = world.channel()
    video = upload(channel, replace(small_video(""), source=HeldBytes(b"\x1aE\xdf\xa3" * 9)))
    with pytest.raises(ContentRefused) as caught:
        channel.is_ready(video)
    assert caught.value.field == "media"


def test_a_job_that_the_service_forgot_is_a_file_to_send_again(world: BlueskyWorld) -> None:
    channel = world.channel()
    video = upload(channel, small_video("Le four"))
    world.simulator.video.jobs.clear()
    with pytest.raises(ContentRefused) as caught:
        channel.is_ready(video)
    assert caught.value.field == "media"


def test_a_video_that_no_post_named_for_an_hour_is_gone(world: BlueskyWorld) -> None:
    channel = world.channel()
    video = upload(channel, small_video("Le four"))
    assert channel.is_ready(video)
    world.simulator.clock.advance(timedelta(hours=1, seconds=1))
    with pytest.raises(ContentRefused) as caught:
        channel.publish(world.post("Film", media=(video,)))
    assert caught.value.field == "media"


def test_a_job_of_another_account_is_not_ours_to_show(world: BlueskyWorld) -> None:
    channel = world.channel()
    video = upload(channel, small_video("Le four"))
    (job,) = world.simulator.video.jobs.values()
    job.did = world.simulator.other.did
    with pytest.raises(UnexpectedResponse):
        channel.is_ready(video)


def test_what_another_account_holds_cannot_be_shown(world: BlueskyWorld) -> None:
    theirs = {"$type": "blob", "ref": {"$link": "bafk"}, "mimeType": "video/mp4", "size": 9}
    world.simulator.world.store_blob(world.simulator.other.did, theirs, at=world.now())
    made = UploadedMedia(json.dumps({"blob": theirs}), 16, 9, "", MediaKind.VIDEO)
    with pytest.raises(ContentRefused) as caught:
        world.channel().publish(world.post("Volé", media=(made,)))
    assert caught.value.field == "media"


def test_a_dead_access_asks_to_reconnect(world: BlueskyWorld) -> None:
    world.revoke()
    with pytest.raises(AccessRevoked):
        upload(world.channel(), small_video("Le four"))


def test_the_service_of_a_real_account_is_bluesky_s_own() -> None:
    assert _service_origin("https://morel.us-east.host.bsky.network") == "https://video.bsky.app"
    assert _service_origin("http://127.0.0.1:8901") == "http://127.0.0.1:8901"


def test_nothing_is_made_of_pictures(world: BlueskyWorld) -> None:
    made: OutgoingMedia = small_image("Four")
    assert world.channel().is_ready(upload(world.channel(), made))
    assert world.simulator.calls["getUploadLimits"] == 0
