"""Pictures and videos: handed over, described, and waited for.

https://docs.x.com/x-api/media/introduction, read on 2026-11-22. A picture goes in one call; a GIF
or a video in pieces, then X works on it. What X holds unused dies after a day, so each step is kept
before the next and a later try goes on from there.
"""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from beffroi.networks import shapes
from beffroi.networks.contracts import MediaKind, OutgoingMedia, UploadedMedia
from beffroi.networks.errors import ContentRefused, NotFound
from beffroi.networks.port import UploadProgress
from beffroi.networks.shapes import Record
from beffroi.networks.x import prices
from beffroi.networks.x.client import Session, data_of
from beffroi.networks.x.declaration import LIMITS

_UPLOAD = "/2/media/upload"
#: A fifth of what X takes at once: a slow line must send one within the time of a call.
PIECE_BYTES = 1_000_000
_USUAL_LIFE = timedelta(hours=23)
_GIF = "image/gif"
_PICTURE = "tweet_image"

#: By media id, when X wants to be asked again. Whoever asks it often shares one.
Waits = MutableMapping[str, datetime]


@dataclass(frozen=True, slots=True)
class _Upload:
    """Where an upload stands. `sent` counts pieces; `dies_at` is an instant as text."""

    id: str = ""
    key: str = ""
    dies_at: str = ""
    sent: int = 0
    is_closed: bool = False
    is_described: bool = False


def upload(
    session: Session, media: OutgoingMedia, *, progress: UploadProgress, waits: Waits
) -> UploadedMedia:
    """Hand over a file, going on from where an earlier try came."""
    state = _kept(progress, now=session.now())
    try:
        state = _hand_over(session, media, state, progress=progress, waits=waits)
    except ContentRefused as refusal:
        raise _explained(refusal, media) from refusal
    if media.alt_text and not state.is_described:
        _describe(session, state.id, media.alt_text)
        state = _keep(progress, replace(state, is_described=True))
    return UploadedMedia(
        handle=json.dumps(
            {
                "id": state.id,
                "media_key": state.key,
                "dies_at": state.dies_at,
                "is_worked_on": _category(media) != _PICTURE,
            }
        ),
        width=media.width,
        height=media.height,
        alt_text=media.alt_text,
        kind=media.kind,
    )


def is_ready(session: Session, media: UploadedMedia, *, waits: Waits) -> bool:
    """Tell whether X has finished with a file. It is not asked sooner than it wants to be."""
    handle, now = shapes.record(json.loads(media.handle), "handle"), session.now()
    dies_at = shapes.optional_instant(handle, "dies_at")
    if dies_at and now >= dies_at:
        raise ContentRefused("X keeps an unused file for a day", field="media")
    if not handle.get("is_worked_on"):
        return True
    number = media_id(media)
    if now < waits.get(number, now):
        return False
    params = {"command": "STATUS", "media_id": number}
    try:
        found = data_of(session.read("GET", _UPLOAD, params=params), "media")
    except (NotFound, ContentRefused) as error:
        raise ContentRefused(error.detail, field="media") from error
    return _is_done(found, number, waits=waits, now=now)


def media_id(media: UploadedMedia) -> str:
    """Return X's own id of a file."""
    return str(json.loads(media.handle)["id"])


def media_key(media: UploadedMedia) -> str:
    """Return the name by which posts show a file, "" when X did not tell or we forgot."""
    return str(json.loads(media.handle).get("media_key", "")) if media.handle else ""


def _hand_over(
    session: Session,
    media: OutgoingMedia,
    state: _Upload,
    *,
    progress: UploadProgress,
    waits: Waits,
) -> _Upload:
    if _category(media) == _PICTURE:
        return state if state.id else _keep(progress, _send_whole(session, media))
    if not state.id:
        state = _keep(progress, _begin(session, media))
    while state.sent * PIECE_BYTES < media.source.size_bytes:
        _append(session, media, state)
        state = _keep(progress, replace(state, sent=state.sent + 1))
    if not state.is_closed:
        found = _close(session, state.id)
        state = _keep(progress, replace(state, is_closed=True))
        _is_done(found, state.id, waits=waits, now=session.now())
    return state


def _send_whole(session: Session, media: OutgoingMedia) -> _Upload:
    name = f"image.{media.media_type.rpartition('/')[2]}"
    answer = session.read(
        "POST",
        _UPLOAD,
        files={"media": (name, media.content, media.media_type)},
        data={"media_category": _category(media), "media_type": media.media_type},
    )
    return _begun(data_of(answer, "media"), now=session.now())


def _begin(session: Session, media: OutgoingMedia) -> _Upload:
    wanted = {
        "media_type": media.media_type,
        "total_bytes": media.source.size_bytes,
        "media_category": _category(media),
    }
    answer = session.read("POST", f"{_UPLOAD}/initialize", json=wanted)
    return _begun(data_of(answer, "media"), now=session.now())


def _begun(found: Record, *, now: datetime) -> _Upload:
    told = shapes.whole(found, "expires_after_secs")
    life = timedelta(seconds=told) if told else _USUAL_LIFE
    return _Upload(
        id=shapes.text(found, "id"),
        key=shapes.optional_text(found, "media_key") or "",
        dies_at=(now + life).isoformat(),
    )


def _append(session: Session, media: OutgoingMedia, state: _Upload) -> None:
    piece = media.source.read(state.sent * PIECE_BYTES, PIECE_BYTES)
    session.read(
        "POST",
        f"{_UPLOAD}/{state.id}/append",
        files={"media": ("piece", piece, "application/octet-stream")},
        data={"segment_index": str(state.sent)},
    )


def _close(session: Session, number: str) -> Record:
    """Say that all is there. An earlier try may have said so, and its answer been lost."""
    try:
        return data_of(session.read("POST", f"{_UPLOAD}/{number}/finalize"), "media")
    except ContentRefused:
        params = {"command": "STATUS", "media_id": number}
        return data_of(session.read("GET", _UPLOAD, params=params), "media")


def _describe(session: Session, number: str, alt_text: str) -> None:
    described = {"id": number, "metadata": {"alt_text": {"text": alt_text}}}
    try:
        session.read("POST", "/2/media/metadata", json=described)
    except ContentRefused as error:
        limit = LIMITS.alt_text_max
        raise ContentRefused(error.detail, field="alt_text", limit=limit) from error
    session.pay(prices.ALT_TEXT)


def _is_done(found: Record, number: str, *, waits: Waits, now: datetime) -> bool:
    processing = shapes.inner(found, "processing_info")
    state = shapes.optional_text(processing, "state")
    if state == "failed":
        raise ContentRefused("the file could not be processed", field="media")
    if state in {None, "succeeded"}:
        waits.pop(number, None)
        return True
    waits[number] = now + timedelta(seconds=shapes.whole(processing, "check_after_secs") or 1)
    return False


def _kept(progress: UploadProgress, *, now: datetime) -> _Upload:
    """Return where an earlier try came; the beginning when X holds nothing of it any more."""
    if not progress.kept:
        return _Upload()
    state = _Upload(**json.loads(progress.kept))
    dies_at = shapes.optional_instant({"at": state.dies_at}, "at")
    return state if dies_at and now < dies_at else _Upload()


def _keep(progress: UploadProgress, state: _Upload) -> _Upload:
    progress.keep(json.dumps(asdict(state)))
    return state


def _category(media: OutgoingMedia) -> str:
    if media.kind is MediaKind.VIDEO:
        return "tweet_video"
    return "tweet_gif" if media.media_type == _GIF else _PICTURE


def _explained(refusal: ContentRefused, media: OutgoingMedia) -> ContentRefused:
    if refusal.field == "address":
        return refusal
    is_heavy = _category(media) == _PICTURE and (media.source.size_bytes > LIMITS.image_bytes_max)
    limit = LIMITS.image_bytes_max if is_heavy else None
    return ContentRefused(refusal.detail, field="media", limit=limit)
