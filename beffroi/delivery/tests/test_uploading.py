from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.delivery.actions import Attached
from beffroi.delivery.engine import advance
from beffroi.delivery.tests.conftest import Plan
from beffroi.delivery.tests.scripted import DECLARATION, LIMITS, Script, ScriptedNetwork
from beffroi.delivery.tests.test_sending import run
from beffroi.media.actions import add_file, add_picture
from beffroi.media.tests.films import film
from beffroi.networks.contracts import MediaKind, PostFormat
from beffroi.networks.declarations import Limits, VideoLimits
from beffroi.networks.errors import ContentRefused, NetworkUnavailable, OutcomeUnknown
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(channel: Channel, clock: FrozenClock) -> Attached:
    buffer = io.BytesIO()
    Pillow.new("RGB", (40, 30), "tan").save(buffer, "JPEG")
    file = add_picture(
        workspace=channel.workspace, actor=None, upload=buffer.getvalue(), now=clock()
    )
    return Attached(file, "Un pain doré")


def test_a_picture_goes_first_and_its_description_with_it(
    plan: Plan, picture: Attached, script: Script, clock: FrozenClock
) -> None:
    run(plan(files=[picture]), clock)
    assert script.calls == ["upload", "publish"]
    file = script.posts[0].media[0]
    assert (file.alt_text, file.width, file.height) == ("Un pain doré", 40, 30)


def test_a_picture_in_processing_is_waited_for_without_a_new_upload(
    plan: Plan, picture: Attached, script: Script, clock: FrozenClock
) -> None:
    script.ready = [False, False, True]
    assert run(plan(files=[picture]), clock).status == "published"
    assert script.calls == ["upload", "publish"]


def test_an_upload_is_kept_over_a_second_try(
    plan: Plan, picture: Attached, script: Script, clock: FrozenClock
) -> None:
    script.publish = [NetworkUnavailable("refused")]
    run(plan(files=[picture]), clock)
    assert script.calls == ["upload", "publish", "publish"]


def test_an_old_upload_is_made_again(
    plan: Plan, picture: Attached, script: Script, clock: FrozenClock
) -> None:
    delivery = plan(files=[picture])
    script.publish = [OutcomeUnknown("500")]
    advance(delivery.pk, clock=clock)
    delivery.files.update(uploaded_at=clock() - timedelta(hours=1))
    run(delivery, clock)
    assert script.calls.count("upload") == 2


def test_a_failed_upload_is_tried_again_later(
    plan: Plan, picture: Attached, script: Script, clock: FrozenClock
) -> None:
    script.upload = [NetworkUnavailable("503")]
    delivery = run(plan(files=[picture]), clock)
    assert delivery.status == "published"
    assert delivery.attempts.count() == 1


def test_a_refused_picture_fails_the_delivery_before_any_call(
    plan: Plan, picture: Attached, script: Script, clock: FrozenClock
) -> None:
    script.upload = [ContentRefused("too big", field="media", limit=2_000_000)]
    delivery = run(plan(files=[picture]), clock)
    assert (delivery.status, delivery.refused_field) == ("failed", "media")
    assert "publish" not in script.calls


@pytest.fixture
def video(channel: Channel, clock: FrozenClock) -> Attached:
    upload = SimpleUploadedFile("fournil.mp4", film())
    file = add_file(workspace=channel.workspace, actor=None, upload=upload, now=clock())
    return Attached(file, "Le fournil")


def test_a_video_goes_as_one_with_its_length_and_where_it_appears(
    plan: Plan, video: Attached, script: Script, clock: FrozenClock
) -> None:
    delivery = run(plan(files=[video], post_format=PostFormat.REEL), clock)
    assert delivery.status == "published"
    (sent,) = script.uploads
    assert (sent.kind, sent.media_type, sent.seconds) == (MediaKind.VIDEO, "video/mp4", 3.0)
    assert sent.format is script.posts[0].format is PostFormat.REEL
    assert sent.source.read(4, 4) == b"ftyp"
    assert sent.source.size_bytes == video.file.size_bytes
    assert script.posts[0].media[0].kind is MediaKind.VIDEO


def test_a_video_in_processing_is_asked_about_less_often_and_for_longer(
    plan: Plan, video: Attached, script: Script, clock: FrozenClock
) -> None:
    delivery = plan(files=[video])
    script.ready = [False, False]
    assert advance(delivery.pk, clock=clock) == clock() + timedelta(seconds=20)
    clock.set(clock() + timedelta(minutes=90))
    advance(delivery.pk, clock=clock)
    assert script.calls == ["upload"]  # an hour of work over there is no reason to begin again


def test_a_network_that_keeps_videos_less_long_gets_them_again(
    plan: Plan,
    video: Attached,
    script: Script,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def limits(channel: Channel, *_: object) -> Limits:
        kept = VideoLimits(frozenset({"video/mp4"}), kept_for=timedelta(minutes=50))
        return replace(limits_of(channel), video=kept)

    limits_of = gateway.limits_of
    monkeypatch.setattr(gateway, "limits_of", limits)
    delivery = plan(files=[video])
    script.ready = [False, False, True]
    advance(delivery.pk, clock=clock)
    clock.set(clock() + timedelta(minutes=50))
    advance(delivery.pk, clock=clock)
    assert script.calls == ["upload"]
    clock.set(clock() + timedelta(seconds=1))
    advance(delivery.pk, clock=clock)
    assert script.calls == ["upload", "upload", "publish"]


def test_a_network_that_keeps_videos_for_good_never_gets_them_again(
    plan: Plan,
    video: Attached,
    script: Script,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits = replace(LIMITS, video=VideoLimits(frozenset({"video/mp4"}), kept_for=timedelta.max))
    monkeypatch.setattr(ScriptedNetwork, "declaration", replace(DECLARATION, limits=limits))
    delivery = plan(files=[video])
    script.publish = [OutcomeUnknown("500")]
    advance(delivery.pk, clock=clock)
    delivery.files.update(uploaded_at=clock() - timedelta(days=30))
    assert run(delivery, clock).status == "published"
    assert script.calls.count("upload") == 1
