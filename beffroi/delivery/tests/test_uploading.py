from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image as Pillow

from beffroi.channels.models import Channel
from beffroi.delivery.actions import Picture
from beffroi.delivery.engine import advance
from beffroi.delivery.tests.conftest import Plan
from beffroi.delivery.tests.scripted import Script
from beffroi.delivery.tests.test_sending import run
from beffroi.media.actions import add_image
from beffroi.networks.errors import ContentRefused, NetworkUnavailable, OutcomeUnknown
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(channel: Channel, clock: FrozenClock) -> Picture:
    buffer = io.BytesIO()
    Pillow.new("RGB", (40, 30), "tan").save(buffer, "JPEG")
    image = add_image(
        workspace=channel.workspace, actor=None, upload=buffer.getvalue(), now=clock()
    )
    return Picture(image, "Un pain doré")


def test_a_picture_goes_first_and_its_description_with_it(
    plan: Plan, picture: Picture, script: Script, clock: FrozenClock
) -> None:
    run(plan(pictures=[picture]), clock)
    assert script.calls == ["upload", "publish"]
    image = script.posts[0].media[0]
    assert (image.alt_text, image.width, image.height) == ("Un pain doré", 40, 30)


def test_a_picture_in_processing_is_waited_for_without_a_new_upload(
    plan: Plan, picture: Picture, script: Script, clock: FrozenClock
) -> None:
    script.ready = [False, False, True]
    assert run(plan(pictures=[picture]), clock).status == "published"
    assert script.calls == ["upload", "publish"]


def test_an_upload_is_kept_over_a_second_try(
    plan: Plan, picture: Picture, script: Script, clock: FrozenClock
) -> None:
    script.publish = [NetworkUnavailable("refused")]
    run(plan(pictures=[picture]), clock)
    assert script.calls == ["upload", "publish", "publish"]


def test_an_old_upload_is_made_again(
    plan: Plan, picture: Picture, script: Script, clock: FrozenClock
) -> None:
    delivery = plan(pictures=[picture])
    script.publish = [OutcomeUnknown("500")]
    advance(delivery.pk, clock=clock)
    delivery.images.update(uploaded_at=clock() - timedelta(hours=1))
    run(delivery, clock)
    assert script.calls.count("upload") == 2


def test_a_failed_upload_is_tried_again_later(
    plan: Plan, picture: Picture, script: Script, clock: FrozenClock
) -> None:
    script.upload = [NetworkUnavailable("503")]
    delivery = run(plan(pictures=[picture]), clock)
    assert delivery.status == "published"
    assert delivery.attempts.count() == 1


def test_a_refused_picture_fails_the_delivery_before_any_call(
    plan: Plan, picture: Picture, script: Script, clock: FrozenClock
) -> None:
    script.upload = [ContentRefused("too big", field="media", limit=2_000_000)]
    delivery = run(plan(pictures=[picture]), clock)
    assert (delivery.status, delivery.refused_field) == ("failed", "media")
    assert "publish" not in script.calls
