"""What one instance allows: https://docs.joinmastodon.org/entities/Instance/#configuration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from beffroi.networks import shapes
from beffroi.networks.declarations import Limits, VideoLimits
from beffroi.networks.errors import NetworkError
from beffroi.networks.mastodon.client import Instance
from beffroi.networks.mastodon.text import LINK_LENGTH
from beffroi.networks.shapes import Record

_USUAL_VIDEO = VideoLimits(
    types=frozenset(["video/mp4", "video/quicktime", "video/webm"]),
    bytes_max=103_809_024,
    pixels_max=8_294_400,
    alt_text_max=1500,
)
DEFAULTS = Limits(
    text_max=500,
    images_max=4,
    image_bytes_max=16_777_216,
    image_types=frozenset(["image/jpeg", "image/png", "image/gif", "image/webp"]),
    alt_text_max=1500,
    source_url="https://docs.joinmastodon.org/entities/Instance/",
    checked_on=date(2026, 11, 22),
    slowest_commit=timedelta(minutes=2),
    image_pixels_max=33_177_600,
    link_length=LINK_LENGTH,
    video=_USUAL_VIDEO,
)


def parse_limits(document: Record) -> Limits:
    """Read limits, each as documented where the server does not tell."""
    statuses = shapes.inner(document, "configuration", "statuses")
    media = shapes.inner(document, "configuration", "media_attachments")
    types = media.get("supported_mime_types")
    told = [one for one in types if isinstance(one, str)] if isinstance(types, list) else []
    image_types = frozenset(one for one in told if one.startswith("image/"))
    alt_text_max = shapes.whole(media, "description_limit") or DEFAULTS.alt_text_max
    return replace(
        DEFAULTS,
        text_max=shapes.whole(statuses, "max_characters")
        or shapes.whole(document, "max_toot_chars")  # forks, before there was a configuration
        or DEFAULTS.text_max,
        images_max=shapes.whole(statuses, "max_media_attachments") or DEFAULTS.images_max,
        image_bytes_max=shapes.whole(media, "image_size_limit") or DEFAULTS.image_bytes_max,
        image_types=image_types or DEFAULTS.image_types,
        alt_text_max=alt_text_max,
        image_pixels_max=shapes.whole(media, "image_matrix_limit") or DEFAULTS.image_pixels_max,
        link_length=shapes.whole(statuses, "characters_reserved_per_url") or LINK_LENGTH,
        video=_video(media, told, alt_text_max=alt_text_max),
    )


def _video(media: Record, told: Sequence[str], *, alt_text_max: int) -> VideoLimits | None:
    """Return the bounds of a video, None where the server lists types and none of a video."""
    usual, types = _USUAL_VIDEO, frozenset(one for one in told if one.startswith("video/"))
    if told and not types:
        return None
    return VideoLimits(
        types=types or usual.types,
        bytes_max=shapes.whole(media, "video_size_limit") or usual.bytes_max,
        pixels_max=shapes.whole(media, "video_matrix_limit") or usual.pixels_max,
        alt_text_max=alt_text_max,
    )


def read_limits(instance: Instance) -> Limits:
    """Return what this server allows today."""
    return parse_limits(instance.read_document())


def limits_if_told(instance: Instance) -> Limits:
    """Return what this server allows, or what is usual: to explain a refusal, never to make one."""
    try:
        return read_limits(instance)
    except NetworkError:
        return DEFAULTS
