"""Pictures on their way: https://docs.joinmastodon.org/methods/media/. Not yet in a post."""

from __future__ import annotations

import json
from collections.abc import Iterable

from beffroi.networks import shapes
from beffroi.networks.contracts import OutgoingMedia, UploadedMedia
from beffroi.networks.errors import ContentRefused, NotFound, UnexpectedResponse
from beffroi.networks.mastodon.client import Instance
from beffroi.networks.mastodon.limits import limits_if_told

_PROCESSING = 206
_ACCEPTED = 202


def upload(instance: Instance, image: OutgoingMedia) -> UploadedMedia:
    """Hand over a picture, by the older call where the server lacks the newer one."""
    name = f"image.{image.media_type.rpartition('/')[2]}"
    request = {
        "files": {"file": (name, image.content, image.media_type)},
        "data": {"description": image.alt_text} if image.alt_text else {},
    }
    try:
        try:
            answer = instance.probe("POST", "/api/v2/media", **request)
        except NotFound:
            answer = instance.read("POST", "/api/v1/media", **request)
    except ContentRefused as refusal:
        raise _explained(refusal, instance, image) from refusal
    handle = {
        "id": shapes.text(shapes.record(answer.data, "media"), "id"),
        "was_processing": answer.status == _ACCEPTED,
    }
    return UploadedMedia(
        handle=json.dumps(handle), width=image.width, height=image.height, alt_text=image.alt_text
    )


def is_ready(instance: Instance, image: UploadedMedia) -> bool:
    """Tell whether the server has finished with a picture.

    It is asked even when the upload said so: an old server drops unknown pictures from a post
    without a word, and forgets the unused ones after a day.
    """
    try:
        answer = instance.read("GET", f"/api/v1/media/{media_id(image)}")
    except (NotFound, ContentRefused) as error:
        raise ContentRefused(error.detail, field="media") from error
    return answer.status != _PROCESSING


def media_id(image: UploadedMedia) -> str:
    """Return the server's own id of a picture, "" where its handle was forgotten."""
    return str(json.loads(image.handle)["id"]) if image.handle else ""


def any_still_processing(instance: Instance, images: Iterable[UploadedMedia]) -> bool:
    """Tell whether the server still works on one that it took as unfinished."""
    unfinished = [image for image in images if json.loads(image.handle)["was_processing"]]
    try:
        return not all(is_ready(instance, image) for image in unfinished)
    except UnexpectedResponse:
        return False


def _explained(refusal: ContentRefused, instance: Instance, image: OutgoingMedia) -> ContentRefused:
    if refusal.field == "address":
        return refusal
    limits = limits_if_told(instance)
    if len(image.alt_text) > limits.alt_text_max:
        return ContentRefused(refusal.detail, field="alt_text", limit=limits.alt_text_max)
    is_heavy = len(image.content) > limits.image_bytes_max
    limit = limits.image_bytes_max if is_heavy else None
    return ContentRefused(refusal.detail, field="media", limit=limit)
