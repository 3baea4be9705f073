"""Pictures and videos on their way: https://docs.joinmastodon.org/methods/media/, read on
2026-11-22. Not yet in a post.

A server takes a file in one call, answers before it has worked on it, and sweeps away what no post
shows after a day. Its id is kept at once, so that a later try does not send a heavy file again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from beffroi.networks import shapes
from beffroi.networks.contracts import MediaKind, OutgoingMedia, UploadedMedia
from beffroi.networks.errors import ContentRefused, NotFound, UnexpectedResponse
from beffroi.networks.mastodon.client import Instance
from beffroi.networks.mastodon.limits import limits_if_told
from beffroi.networks.port import UploadProgress
from beffroi.networks.streams import as_file, patience

_PROCESSING = 206
_ACCEPTED = 202
#: How long a kept id is trusted: swept away after a day.
_TRUSTED_FOR = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class _Held:
    """A file that the server holds. `until` is an instant as text."""

    id: str
    was_processing: bool
    until: str = ""


def upload(instance: Instance, media: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
    """Hand over a file, by the older call where the server lacks the newer one."""
    held = _kept(progress, now=instance.now())
    if held is None:
        try:
            held = _sent(instance, media)
        except ContentRefused as refusal:
            raise _explained(refusal, instance, media) from refusal
        progress.keep(json.dumps(asdict(held)))
    return UploadedMedia(
        handle=json.dumps(asdict(held)),
        width=media.width,
        height=media.height,
        alt_text=media.alt_text,
        kind=media.kind,
    )


def is_ready(instance: Instance, media: UploadedMedia) -> bool:
    """Tell whether the server has finished with a file.

    It is asked even when the upload said so: an old server drops unknown files from a post without
    a word, and forgets the unused ones after a day.
    """
    try:
        answer = instance.read("GET", f"/api/v1/media/{media_id(media)}")
    except (NotFound, ContentRefused) as error:
        raise ContentRefused(error.detail, field="media") from error
    return answer.status != _PROCESSING


def media_id(media: UploadedMedia) -> str:
    """Return the server's own id of a file, "" where its handle was forgotten."""
    return str(json.loads(media.handle)["id"]) if media.handle else ""


def any_still_processing(instance: Instance, media: Iterable[UploadedMedia]) -> bool:
    """Tell whether the server still works on one that it took as unfinished."""
    unfinished = [one for one in media if json.loads(one.handle)["was_processing"]]
    try:
        return not all(is_ready(instance, one) for one in unfinished)
    except UnexpectedResponse:
        return False


def _sent(instance: Instance, media: OutgoingMedia) -> _Held:
    """Send the whole file at once, read piece by piece: servers take it in no other way."""
    stem = "video" if media.kind is MediaKind.VIDEO else "image"
    name = f"{stem}.{media.media_type.rpartition('/')[2]}"
    request: dict[str, Any] = {
        "files": {"file": (name, as_file(media.source), media.media_type)},
        "data": {"description": media.alt_text} if media.alt_text else {},
        "timeout": patience(media.source.size_bytes),
    }
    try:
        answer = instance.probe("POST", "/api/v2/media", **request)
    except NotFound:
        answer = instance.read("POST", "/api/v1/media", **request)
    return _Held(
        id=shapes.text(shapes.record(answer.data, "media"), "id"),
        was_processing=answer.status == _ACCEPTED,
        until=(instance.now() + _TRUSTED_FOR).isoformat(),
    )


def _kept(progress: UploadProgress, *, now: datetime) -> _Held | None:
    """Return what an earlier try handed over, None when there is nothing or it may be gone."""
    if not progress.kept:
        return None
    held = _Held(**json.loads(progress.kept))
    until = shapes.optional_instant({"until": held.until}, "until")
    return held if until and now < until else None


def _explained(refusal: ContentRefused, instance: Instance, media: OutgoingMedia) -> ContentRefused:
    if refusal.field == "address":
        return refusal
    limits = limits_if_told(instance)
    if len(media.alt_text) > limits.alt_text_max:
        return ContentRefused(refusal.detail, field="alt_text", limit=limits.alt_text_max)
    bound: int | None = limits.image_bytes_max
    if media.kind is MediaKind.VIDEO:
        bound = limits.video.bytes_max if limits.video else None
    is_heavy = bound is not None and media.source.size_bytes > bound
    return ContentRefused(refusal.detail, field="media", limit=bound if is_heavy else None)
