from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

from beffroi.channels.limits import from_json, to_json
from beffroi.networks.declarations import Limits, VideoLimits

VIDEO = VideoLimits(
    types=frozenset({"video/mp4", "video/webm"}),
    bytes_max=99_000_000,
    pixels_max=8_294_400,
    alt_text_max=1500,
)
LIMITS = Limits(
    text_max=500,
    images_max=4,
    image_bytes_max=16_000_000,
    image_types=frozenset({"image/jpeg"}),
    alt_text_max=1500,
    source_url="https://network.example/limits",
    checked_on=date(2026, 11, 27),
    slowest_commit=timedelta(minutes=2),
    video=VIDEO,
)


def stored(limits: Limits) -> Limits:
    return from_json(json.loads(json.dumps(to_json(limits))), LIMITS)


def test_what_a_server_announces_comes_back_as_it_was() -> None:
    announced = replace(LIMITS, text_max=9000, video=replace(VIDEO, bytes_max=7, pixels_max=None))
    assert stored(announced) == announced
    assert stored(replace(LIMITS, video=None)).video is None


def test_what_no_server_announces_is_as_documented() -> None:
    documented = replace(LIMITS, video=replace(VIDEO, seconds_max=600.0))
    assert from_json(to_json(LIMITS), documented).video == documented.video


def test_what_was_stored_before_videos_were_read_is_as_documented() -> None:
    old = {key: value for key, value in to_json(LIMITS).items() if key != "video"}
    assert from_json(old, LIMITS) == LIMITS
    assert from_json(to_json(LIMITS), replace(LIMITS, video=None)).video is None
