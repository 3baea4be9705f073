"""A server's limits as JSON, as they are kept beside the channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from beffroi.networks.declarations import Limits, VideoLimits


def to_json(limits: Limits) -> dict[str, Any]:
    """Return `limits` as plain JSON values."""
    return {
        "text_max": limits.text_max,
        "images_max": limits.images_max,
        "image_bytes_max": limits.image_bytes_max,
        "image_types": sorted(limits.image_types),
        "alt_text_max": limits.alt_text_max,
        "source_url": limits.source_url,
        "checked_on": limits.checked_on.isoformat(),
        "slowest_commit_seconds": limits.slowest_commit.total_seconds(),
        "image_pixels_max": limits.image_pixels_max,
        "link_length": limits.link_length,
        "video": _video_to_json(limits.video) if limits.video else None,
    }


def from_json(stored: Mapping[str, Any], documented: Limits) -> Limits:
    """Return the limits that `to_json` wrote; what servers never announce is as `documented`.

    Raises KeyError on anything else.
    """
    return replace(
        documented,
        text_max=stored["text_max"],
        images_max=stored["images_max"],
        image_bytes_max=stored["image_bytes_max"],
        image_types=frozenset(stored["image_types"]),
        alt_text_max=stored["alt_text_max"],
        source_url=stored["source_url"],
        checked_on=date.fromisoformat(stored["checked_on"]),
        slowest_commit=timedelta(seconds=stored["slowest_commit_seconds"]),
        image_pixels_max=stored["image_pixels_max"],
        link_length=stored["link_length"],
        video=_video_from_json(stored, documented.video),
    )


def _video_to_json(video: VideoLimits) -> dict[str, Any]:
    """Return what servers announce of videos."""
    return {
        "types": sorted(video.types),
        "bytes_max": video.bytes_max,
        "pixels_max": video.pixels_max,
        "alt_text_max": video.alt_text_max,
    }


def _video_from_json(
    stored: Mapping[str, Any], documented: VideoLimits | None
) -> VideoLimits | None:
    """Return the announced bounds; what was stored before there were any says nothing of them."""
    if documented is None or "video" not in stored:
        return documented
    told = stored["video"]
    return replace(documented, **{**told, "types": frozenset(told["types"])}) if told else None
