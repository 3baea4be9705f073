"""Files on their way: https://learn.microsoft.com/en-us/linkedin/marketing/community-management/
shares/images-api, documents-api and videos-api beside it (read on 2026-11-22).

Where an upload stands is kept before each call, so that a later try goes on: the same URN, the
same addresses, and the parts of a video that LinkedIn has already. Nothing of it is visible.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from beffroi.networks import shapes
from beffroi.networks.contracts import MediaKind, OutgoingMedia, UploadedMedia
from beffroi.networks.errors import (
    ContentRefused,
    NotFound,
    PermissionLost,
    UnexpectedResponse,
)
from beffroi.networks.linkedin import restli
from beffroi.networks.linkedin.client import Api
from beffroi.networks.linkedin.errors import MediaNotReady, UploadExpired
from beffroi.networks.port import UploadProgress
from beffroi.networks.shapes import Record

_COLLECTIONS = {
    MediaKind.IMAGE: ("images", "image"),
    MediaKind.VIDEO: ("videos", "video"),
    MediaKind.DOCUMENT: ("documents", "document"),
}


@dataclass(frozen=True, slots=True)
class _Upload:
    """Where an upload stands. Of a picture or a document, `parts` is one; `token` is a video's."""

    urn: str
    parts: tuple[tuple[str, int, int], ...]
    token: str = ""
    tags: tuple[str, ...] = field(default=())
    is_done: bool = False

    @classmethod
    def loaded(cls, kept: str) -> _Upload | None:
        try:
            stored = json.loads(kept) if kept else None
            if not isinstance(stored, dict):
                return None
            parts = tuple((str(url), int(a), int(b)) for url, a, b in stored.pop("parts"))
            tags = tuple(map(str, stored.pop("tags")))
            return cls(parts=parts, tags=tags, **stored)
        except (ValueError, TypeError, KeyError):
            return None

    def dumped(self) -> str:
        return json.dumps(asdict(self))


def upload(api: Api, media: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
    """Hand over a file, from where an earlier try left off."""
    try:
        done = _go_on(api, media, _Upload.loaded(progress.kept), progress=progress)
    except (UploadExpired, NotFound):
        done = _go_on(api, media, None, progress=progress)
    return UploadedMedia(
        handle=json.dumps({"urn": done.urn, "title": media.title}),
        width=media.width,
        height=media.height,
        alt_text=media.alt_text,
        kind=media.kind,
    )


def is_ready(api: Api, media: UploadedMedia) -> bool:
    """Tell whether LinkedIn has finished with a file. Raises ContentRefused when it failed.

    A member's own token may not read this; then a post that comes too early is refused and made
    later, and nothing is lost.
    """
    collection, _ = _COLLECTIONS[media.kind]
    try:
        answer = api.read("GET", f"/rest/{collection}/{restli.key(media_urn(media))}")
    except PermissionLost:
        return True
    except (NotFound, ContentRefused) as error:
        raise ContentRefused(error.detail, field="media") from error
    status = shapes.optional_text(shapes.record(answer.data, collection), "status")
    if status == "PROCESSING_FAILED":
        raise ContentRefused("LinkedIn could not read the file", field="media")
    return status == "AVAILABLE"


def media_urn(media: UploadedMedia) -> str:
    """Return LinkedIn's own name of a file, "" where its handle was forgotten."""
    return str(json.loads(media.handle)["urn"]) if media.handle else ""


def media_title(media: UploadedMedia) -> str:
    """Return the title that a document came with."""
    return str(json.loads(media.handle).get("title", ""))


def _go_on(
    api: Api, media: OutgoingMedia, state: _Upload | None, *, progress: UploadProgress
) -> _Upload:
    if state is None:
        state = _begun(api, media)
        progress.keep(state.dumped())
    if state.is_done:
        return state
    for url, first, last in state.parts[len(state.tags) :]:
        content = media.source.read(first, last - first + 1)
        tag = _put(api, media, url, content)
        state = replace(state, tags=(*state.tags, tag))
        progress.keep(state.dumped())
    if media.kind is MediaKind.VIDEO:
        _finish(api, state)
    state = replace(state, is_done=True)
    progress.keep(state.dumped())
    return state


def _begun(api: Api, media: OutgoingMedia) -> _Upload:
    collection, name = _COLLECTIONS[media.kind]
    request: Record = {"owner": api.actor}
    if media.kind is MediaKind.VIDEO:
        request |= {
            "fileSizeBytes": media.source.size_bytes,
            "uploadCaptions": False,
            "uploadThumbnail": False,
        }
    path = f"/rest/{collection}?action=initializeUpload"
    answer = api.read("POST", path, json={"initializeUploadRequest": request})
    value = shapes.inner(shapes.record(answer.data, collection), "value")
    return _Upload(
        urn=shapes.text(value, name),
        parts=_parts(value, size=media.source.size_bytes),
        token=shapes.optional_text(value, "uploadToken") or "",
    )


def _parts(value: Record, *, size: int) -> tuple[tuple[str, int, int], ...]:
    instructions: Any = value.get("uploadInstructions")
    if instructions is None:
        return ((shapes.text(value, "uploadUrl"), 0, size - 1),)
    parts = []
    for one in shapes.records(instructions, "uploadInstructions"):
        first, last = shapes.whole(one, "firstByte"), shapes.whole(one, "lastByte")
        if first is None or last is None:
            raise UnexpectedResponse("a part of a video without its bounds")
        parts.append((shapes.text(one, "uploadUrl"), first, last))
    if not parts:
        raise UnexpectedResponse("a video without parts")
    return tuple(parts)


def _put(api: Api, media: OutgoingMedia, url: str, content: bytes) -> str:
    """Send bytes; return the tag by which the end of a video's upload names its part."""
    if media.kind is not MediaKind.VIDEO:
        api.put_file(url, content, media_type=media.media_type)
        return ""
    tag = api.put_part(url, content).headers.get("etag", "").strip().removeprefix("W/").strip('"')
    if not tag:
        raise UnexpectedResponse("a part of a video was taken without a tag")
    return tag


def _finish(api: Api, state: _Upload) -> None:
    request: Record = {
        "video": state.urn,
        "uploadToken": state.token,
        "uploadedPartIds": list(state.tags),
    }
    path = "/rest/videos?action=finalizeUpload"
    try:
        api.read("POST", path, json={"finalizeUploadRequest": request})
    except UploadExpired:
        raise
    except ContentRefused:
        if not _is_finished(api, state.urn):
            raise


def _is_finished(api: Api, urn: str) -> bool:
    """Tell whether an earlier try ended this upload, although we were not told."""
    try:
        answer = api.read("GET", f"/rest/videos/{restli.key(urn)}")
    except (PermissionLost, NotFound, MediaNotReady):
        return False
    status = shapes.optional_text(shapes.record(answer.data, "video"), "status")
    return status not in {None, "WAITING_UPLOAD"}
