"""Videos on their way: https://docs.bsky.app/docs/tutorials/video, read on 2026-11-27.

Bluesky's video service works on a video before it is shown and puts what it made into the account's
own server; a job says how far it is. Where that service does not know the account, as with a server
that it cannot reach, the video goes straight into the server, which is documented too: then people
see it a moment after the post.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from beffroi.networks import shapes
from beffroi.networks.bluesky.client import Session, text_of
from beffroi.networks.bluesky.client import record as object_of
from beffroi.networks.bluesky.declaration import VIDEO_KEPT_FOR
from beffroi.networks.bluesky.errors import (
    AlreadyThere,
    NotServed,
    explain,
    failure,
    job_of,
    not_allowed,
)
from beffroi.networks.contracts import MediaKind, OutgoingMedia, OutgoingPost, UploadedMedia
from beffroi.networks.errors import (
    ContentRefused,
    NetworkUnavailable,
    NotFound,
    UnexpectedResponse,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.port import UploadProgress
from beffroi.networks.shapes import Record
from beffroi.networks.streams import Pieces, patience

_HOST = "video.bsky.app"
_SERVICE = f"did:web:{_HOST}"
_LIMITS_CALL = "app.bsky.video.getUploadLimits"
_STORE_CALL = "com.atproto.repo.uploadBlob"


def upload(session: Session, media: OutgoingMedia, *, progress: UploadProgress) -> UploadedMedia:
    """Hand over a video. The service knows one that it had before, so it is free to repeat."""
    state = _kept(session, progress)
    if state is None:
        state = _handed_over(session, media)
        state["until"] = (session.now() + VIDEO_KEPT_FOR).isoformat()
        progress.keep(json.dumps(state))
    return UploadedMedia(
        handle=json.dumps(state),
        width=media.width,
        height=media.height,
        alt_text=media.alt_text,
        kind=media.kind,
    )


def is_ready(session: Session, media: UploadedMedia) -> bool:
    """Tell whether the account's server holds the video. ContentRefused when it never will."""
    return _blob(session, json.loads(media.handle)) is not None


def settled(session: Session, post: OutgoingPost) -> OutgoingPost:
    """Return `post` with each video as its record names it: by what the account's server holds."""
    return replace(post, media=tuple(_settled(session, one) for one in post.media))


def _settled(session: Session, media: UploadedMedia) -> UploadedMedia:
    if media.kind is not MediaKind.VIDEO:
        return media
    try:
        blob = _blob(session, json.loads(media.handle))
    except UnexpectedResponse as error:
        raise NetworkUnavailable(error.detail) from error  # nothing was published yet
    if blob is None:
        raise NetworkUnavailable("the video is still being worked on")
    return replace(media, handle=json.dumps(blob))


def _kept(session: Session, progress: UploadProgress) -> Record | None:
    """Return where an earlier try came, None when its video may be gone by now."""
    state = json.loads(progress.kept) if progress.kept else {}
    until = shapes.optional_instant(state, "until")
    return state if until and session.now() < until else None


def _handed_over(session: Session, media: OutgoingMedia) -> Record:
    try:
        _ask_leave(session, media)
        return _sent_to_service(session, media)
    except NotServed:
        return {"blob": _put_into_server(session, media)}


def _ask_leave(session: Session, media: OutgoingMedia) -> None:
    """Ask first whether the service takes a video today: they are heavy to send in vain."""
    headers = _bearing(session, audience=_SERVICE, method=_LIMITS_CALL)
    told = object_of(_call(session, "GET", _LIMITS_CALL, headers=headers))
    room = shapes.whole(told, "remainingDailyBytes")
    is_full = room is not None and room < media.source.size_bytes
    if told.get("canUpload") is False or is_full:
        raise not_allowed(told, now=session.now())


def _sent_to_service(session: Session, media: OutgoingMedia) -> Record:
    headers = _bearing(session, audience=_did_of(session.origin), method=_STORE_CALL)
    try:
        data = _call(
            session,
            "POST",
            "app.bsky.video.uploadVideo",
            params={"did": session.account_id, "name": "video.mp4"},
            **_body(media, headers=headers),
        )
    except AlreadyThere as known:
        return _state(known.job)
    job = job_of(data)
    if not shapes.optional_text(job, "jobId"):
        raise failure(job, "uploadVideo", now=session.now())
    return _state(job)


def _state(job: Record) -> Record:
    """Return what to keep of a job: its id, or what it made where it names only that."""
    number = shapes.optional_text(job, "jobId")
    return {"job": number} if number else {"blob": object_of(job.get("blob"))}


def _put_into_server(session: Session, media: OutgoingMedia) -> JSON:
    try:
        answer = session.read("POST", _STORE_CALL, **_body(media, headers={}))
    except ContentRefused as error:
        if error.field == "address":
            raise
        raise ContentRefused(error.detail, field="media") from error
    except NetworkUnavailable:
        session.check()  # the reference server answers 500 to an upload with a bad token
        raise
    return object_of(answer.get("blob"))


def _blob(session: Session, state: Record) -> JSON:
    """Return what the account's server holds, None while the service works on it."""
    if "blob" in state:
        return state["blob"]
    params = {"jobId": text_of(state, "job")}
    try:
        data = _call(session, "GET", "app.bsky.video.getJobStatus", params=params)
    except AlreadyThere as known:
        data = known.job
    except (NotFound, NotServed, ContentRefused) as error:
        raise ContentRefused(error.detail, field="media") from error
    return _made(session, job_of(data))


def _made(session: Session, job: Record) -> JSON:
    """Read a job. A video that was worked on before has an error and its blob beside it."""
    if shapes.optional_text(job, "did") not in {session.account_id, "", None}:
        raise UnexpectedResponse("a job of another account")
    if job.get("blob"):
        return object_of(job["blob"])
    state = shapes.optional_text(job, "state")
    if state == "JOB_STATE_FAILED":
        raise failure(job, "getJobStatus", now=session.now())
    if state == "JOB_STATE_COMPLETED":
        raise UnexpectedResponse("a completed job without its video")
    return None  # also for a state that is not documented: it says so


def _call(session: Session, method: str, name: str, **request: Any) -> JSON:
    named = explain(now=session.now())
    origin = _service_origin(session.origin)
    return session.read_at(method, origin, name, explain=named, **request)


def _service_origin(server: str) -> str:
    """Return where the video service is; a server on a port of its own stands for it, too."""
    split = urlsplit(server)
    return f"https://{_HOST}" if split.scheme == "https" and split.port is None else server


def _did_of(server: str) -> str:
    """Return the name that a server has for tokens."""
    return "did:web:" + urlsplit(server).netloc.replace(":", "%3A")


def _bearing(session: Session, *, audience: str, method: str) -> dict[str, str]:
    try:
        token = session.service_token(audience=audience, method=method)
    except (NotFound, ContentRefused, UnexpectedResponse) as error:
        if isinstance(error, ContentRefused) and error.field == "address":
            raise
        raise NotServed(error.detail) from error  # a server that gives none
    return {"Authorization": f"Bearer {token}"}


def _body(media: OutgoingMedia, *, headers: dict[str, str]) -> dict[str, Any]:
    size = media.source.size_bytes
    described = {"Content-Type": media.media_type, "Content-Length": str(size)}
    return {
        "content": Pieces(media.source),
        "headers": {**headers, **described},
        "timeout": patience(size),
    }
