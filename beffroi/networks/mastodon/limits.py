"""What one instance allows: https://docs.joinmastodon.org/entities/Instance/#configuration."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from beffroi.networks import shapes
from beffroi.networks.declarations import Limits
from beffroi.networks.errors import NetworkError
from beffroi.networks.mastodon.client import Instance
from beffroi.networks.mastodon.text import LINK_LENGTH
from beffroi.networks.shapes import Record

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
)


def parse_limits(document: Record) -> Limits:
    """Read limits, each as documented where the server does not tell."""
    statuses = shapes.inner(document, "configuration", "statuses")
    media = shapes.inner(document, "configuration", "media_attachments")
    types = media.get("supported_mime_types")
    told = map(str, types) if isinstance(types, list) else ()
    image_types = frozenset(one for one in told if one.startswith("image/"))
    return replace(
        DEFAULTS,
        text_max=shapes.whole(statuses, "max_characters")
        or shapes.whole(document, "max_toot_chars")  # forks, before there was a configuration
        or DEFAULTS.text_max,
        images_max=shapes.whole(statuses, "max_media_attachments") or DEFAULTS.images_max,
        image_bytes_max=shapes.whole(media, "image_size_limit") or DEFAULTS.image_bytes_max,
        image_types=image_types or DEFAULTS.image_types,
        alt_text_max=shapes.whole(media, "description_limit") or DEFAULTS.alt_text_max,
        image_pixels_max=shapes.whole(media, "image_matrix_limit") or DEFAULTS.image_pixels_max,
        link_length=shapes.whole(statuses, "characters_reserved_per_url") or LINK_LENGTH,
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
