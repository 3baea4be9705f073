"""Videos on their way: handed over in pieces, kept private, and begun anew only when lost.

https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol (read 2026-11-22).
A video bears a placeholder for a title until it is published: a random name by which it is found
among the channel's uploads when its session was lost after the last byte. The session's address
is a secret: whoever has it may go on with the upload.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple
from urllib.parse import urlsplit

from beffroi.networks import shapes
from beffroi.networks.contracts import MediaKind, OutgoingMedia, UploadedMedia
from beffroi.networks.errors import (
    ContentRefused,
    DuplicateContent,
    NetworkUnavailable,
    PolicyBlocked,
    UnexpectedResponse,
)
from beffroi.networks.port import UploadProgress
from beffroi.networks.shapes import Record
from beffroi.networks.youtube.client import Client
from beffroi.networks.youtube.declaration import LIMITS
from beffroi.networks.youtube.errors import (
    Incomplete,
    SessionLost,
    explain_session,
    explain_thumbnail,
)

#: A multiple of 256 KiB, as the vendor asks, that a slow line sends within one call's time.
CHUNK_BYTES = 8 * 256 * 1024
#: "People & Blogs": every video must have a category.
_CATEGORY = "22"
_RECENT_UPLOADS_PAGES = 5


@dataclass(frozen=True, slots=True)
class _State:
    """Where an upload stands, as it is kept between two tries."""

    name: str = ""
    session: str = ""
    video_id: str = ""


class _Place(NamedTuple):
    """How many bytes have arrived, and the video once all have."""

    offset: int
    video_id: str = ""


def upload(client: Client, media: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
    """Hand over a video; keep a picture until there is a video to set it on."""
    if media.kind is MediaKind.VIDEO:
        state = _arrived(client, media, progress=progress)
        handle = json.dumps({"video_id": state.video_id, "name": state.name})
    elif media.kind is MediaKind.IMAGE:
        handle = _picture_handle(media)
    else:
        raise ContentRefused("YouTube takes no documents", field="media")
    return UploadedMedia(handle, media.width, media.height, media.alt_text, kind=media.kind)


def is_ready(client: Client, media: UploadedMedia) -> bool:
    """Tell whether YouTube has finished with a video. A picture always is ready.

    Raises DuplicateContent when the same file is on YouTube, ContentRefused or PolicyBlocked when
    YouTube will not show it.
    """
    videos = videos_of([media])
    if not videos:
        return True
    found = client.items("/videos", part="status,processingDetails", id=videos[0].video_id)
    if not found:
        raise ContentRefused("the video is gone", field="media")
    check_not_rejected(shapes.inner(found[0], "status"))
    processing = shapes.optional_text(
        shapes.inner(found[0], "processingDetails"), "processingStatus"
    )
    status = shapes.optional_text(shapes.inner(found[0], "status"), "uploadStatus")
    return status == "processed" or (status != "uploaded" and processing == "succeeded")


def check_not_rejected(status: Record) -> None:
    """Raise what a video's status says is wrong with it for good."""
    state = shapes.optional_text(status, "uploadStatus")
    if state not in {"failed", "rejected", "deleted"}:
        return
    told = shapes.optional_text(status, f"{_REASON_OF.get(state, '')}Reason") or ""
    reason = told if re.fullmatch(r"\w{1,40}", told, re.ASCII) else ""
    detail = f"the video: {state} {reason}".strip()
    if reason == "duplicate":
        raise DuplicateContent(detail)
    if reason in {"uploaderAccountSuspended", "uploaderAccountClosed"}:
        raise PolicyBlocked(detail)
    raise ContentRefused(detail, field="media")


_REASON_OF = {"failed": "failure", "rejected": "rejection"}


class Video(NamedTuple):
    """A video that was handed over, and the placeholder that it bears until it is published."""

    video_id: str
    name: str


def videos_of(media: Sequence[UploadedMedia]) -> list[Video]:
    """Return the videos among what a post brings: one, if it is right."""
    handles = [json.loads(one.handle) for one in media]
    return [Video(str(one["video_id"]), str(one["name"])) for one in handles if "video_id" in one]


def set_thumbnail(client: Client, video_id: str, media: Sequence[UploadedMedia]) -> None:
    """Set the picture that a post brings on its video. Nobody sees it: the video is private yet."""
    pictures = [held for one in media if "picture" in (held := json.loads(one.handle))]
    for held in pictures:
        try:
            client.read_at(
                "POST",
                f"{client.home}/upload/youtube/v3/thumbnails/set",
                params={"videoId": video_id, "uploadType": "media"},
                content=base64.b64decode(held["picture"]),
                headers={"Content-Type": str(held["type"])},
                explain=explain_thumbnail,
            )
        except ContentRefused as error:
            raise ContentRefused(error.detail, field="media") from error


def _picture_handle(media: OutgoingMedia) -> str:
    limit = LIMITS.image_bytes_max
    if media.source.size_bytes > limit or media.media_type not in LIMITS.image_types:
        raise ContentRefused("the picture", field="media", limit=limit)
    picture = base64.b64encode(media.content).decode()
    return json.dumps({"picture": picture, "type": media.media_type})


def _arrived(client: Client, media: OutgoingMedia, *, progress: UploadProgress) -> _State:
    """Return the state of an upload that is whole, kept; go on from wherever it stood."""
    if media.source.size_bytes == 0:
        raise ContentRefused("an empty file", field="media")
    state = _loaded(progress.kept)
    if state.video_id:
        return state
    try:
        state = _resumed(client, media, state) if state.session else _begun(client, media, state)
    except SessionLost:
        known = _find_by_name(client, state.name)
        state = replace(state, video_id=known) if known else _begun(client, media, state)
    progress.keep(json.dumps(asdict(state)))
    if not state.video_id:
        state = replace(state, video_id=_send_rest(client, media, state.session, _Place(0)))
        progress.keep(json.dumps(asdict(state)))
    return state


def _resumed(client: Client, media: OutgoingMedia, state: _State) -> _State:
    total = media.source.size_bytes
    place = _put(client, state.session, b"", content_range=f"bytes */{total}")
    return replace(state, video_id=_send_rest(client, media, state.session, place))


def _begun(client: Client, media: OutgoingMedia, state: _State) -> _State:
    """Open a session. Nothing is private by default, so it is said here and at every step."""
    name = state.name or f"beffroi-{secrets.token_hex(8)}"
    url = f"{client.home}/upload/youtube/v3/videos"
    answer = client.read_at(
        "POST",
        url,
        params={"uploadType": "resumable", "part": "snippet,status"},
        json={
            "snippet": {"title": name, "categoryId": _CATEGORY},
            "status": {"privacyStatus": "private"},
        },
        headers={
            "X-Upload-Content-Length": str(media.source.size_bytes),
            "X-Upload-Content-Type": media.media_type,
        },
    )
    return _State(name=name, session=_checked(answer.headers.get("location", ""), opened_at=url))


def _checked(session: str, *, opened_at: str) -> str:
    """Return the session's address: our token goes there, so it must be the vendor's."""
    at, asked = urlsplit(session), urlsplit(opened_at)
    is_same = (at.scheme, at.netloc) == (asked.scheme, asked.netloc)
    is_google = at.scheme == "https" and at.netloc.endswith(".googleapis.com")
    if not is_same and not is_google:
        raise UnexpectedResponse("the session is not at Google's")
    return session


def _send_rest(client: Client, media: OutgoingMedia, session: str, place: _Place) -> str:
    """Send what has not arrived yet, piece by piece; return the video's id."""
    total = media.source.size_bytes
    while not place.video_id:
        start = place.offset
        piece = media.source.read(start, CHUNK_BYTES)
        if not piece:
            raise NetworkUnavailable("the upload: all is there, and no video yet")
        span = f"bytes {start}-{start + len(piece) - 1}/{total}"
        place = _put(client, session, piece, content_range=span)
        if not place.video_id and place.offset <= start:
            raise NetworkUnavailable("the upload: a piece did not arrive")
    return place.video_id


def _put(client: Client, session: str, piece: bytes, *, content_range: str) -> _Place:
    try:
        answer = client.read_at(
            "PUT",
            session,
            content=piece,
            headers={"Content-Range": content_range, "Content-Type": "application/octet-stream"},
            explain=explain_session,
        )
    except Incomplete as error:
        return _Place(error.offset)
    return _Place(0, shapes.text(shapes.record(answer.data, "video"), "id"))


def _find_by_name(client: Client, name: str) -> str:
    """Return the upload that bears a placeholder, "" when it is not among the recent ones."""
    query = {"part": "snippet,contentDetails", "maxResults": "50"}
    pages = client.pages("/playlistItems", playlistId=client.uploads_playlist(), **query)
    for _, page in zip(range(_RECENT_UPLOADS_PAGES), pages, strict=False):
        for item in page:
            if shapes.optional_text(shapes.inner(item, "snippet"), "title") == name:
                return shapes.text(shapes.inner(item, "contentDetails"), "videoId")
    return ""


def _loaded(kept: str) -> _State:
    try:
        return _State(**json.loads(kept)) if kept else _State()
    except (ValueError, TypeError):
        return _State()
