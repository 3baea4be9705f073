"""Containers: posts that Instagram holds ready, unseen, until they are published by their id.

https://developers.facebook.com/docs/instagram-platform/content-publishing/ (read on 2026-11-22).
Instagram fetches each file itself, when its container is made. A container lives for 24 hours and
can be published once.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum

from beffroi.networks import shapes
from beffroi.networks.contracts import (
    MediaKind,
    OutgoingMedia,
    OutgoingPost,
    PostFormat,
    UploadedMedia,
)
from beffroi.networks.errors import ContentRefused, MediaUnreachable, NetworkUnavailable, NotFound
from beffroi.networks.instagram import quota
from beffroi.networks.instagram.checks import check
from beffroi.networks.instagram.client import Account
from beffroi.networks.instagram.errors import name_status
from beffroi.networks.port import UploadProgress

#: What `prepare` returns for an answer: those are written at once.
DIRECT = json.dumps({"direct": True})

_LIFE = timedelta(hours=24)
_LIFE_LEFT_MIN = timedelta(hours=1)
#: How long a new container may be unknown to the next call.
_LAG = timedelta(minutes=5)


class Status(Enum):
    """Where a container stands. UNTOLD is a word that is newer than this list."""

    IN_PROGRESS = "IN_PROGRESS"
    FINISHED = "FINISHED"
    ERROR = "ERROR"
    EXPIRED = "EXPIRED"
    PUBLISHED = "PUBLISHED"
    MISSING = ""
    UNTOLD = "?"


@dataclass(frozen=True, slots=True)
class Container:
    """One container, and when the first of its parts was made."""

    id: str
    begun_at: datetime

    @classmethod
    def of(cls, handle: str) -> Container | None:
        """Read a handle of `prepare`, None when it names no container."""
        state = _State.read(handle)
        return cls(state.container, state.begun_at) if state.container else None


@dataclass(frozen=True, slots=True)
class _State:
    """How far `prepare` has come."""

    begun_at: datetime
    children: tuple[str, ...] = ()
    container: str = ""

    @classmethod
    def read(cls, text: str) -> _State:
        """Read what was kept; what cannot be read is a beginning."""
        try:
            kept = json.loads(text)
            return cls(
                begun_at=datetime.fromisoformat(kept["begun_at"]),
                children=tuple(map(str, kept["children"])),
                container=str(kept["container"]),
            )
        except (ValueError, KeyError, TypeError):
            return cls(datetime.min.replace(tzinfo=UTC))

    def written(self) -> str:
        """Write it down."""
        return json.dumps(
            {
                "begun_at": self.begun_at.isoformat(),
                "children": self.children,
                "container": self.container,
            }
        )


def upload(media: OutgoingMedia) -> UploadedMedia:
    """Note where Instagram may fetch a file. Makes no call: there is nobody to hand it to yet."""
    if not media.public_url:
        raise MediaUnreachable("Instagram fetches files, and this one has no public address")
    return UploadedMedia(
        handle=json.dumps({"url": media.public_url}),
        width=media.width,
        height=media.height,
        alt_text=media.alt_text,
        kind=media.kind,
    )


def prepare(account: Account, post: OutgoingPost, *, progress: UploadProgress) -> str:
    """Make the container of `post`, or take up the one that was begun, and return its handle.

    One that expired or failed is left, and another is made: so this is also how a post is prepared
    again. NetworkUnavailable while the videos of a carousel are still worked on.
    """
    if post.reply_to is not None:
        return DIRECT
    check(post)
    state = _State.read(progress.kept)
    if account.now() - state.begun_at > _LIFE - _LIFE_LEFT_MIN or _is_dead(account, state):
        quota.check(account)
        state = _State(begun_at=account.now())
    if not state.container:
        state = _built(account, post, state, progress=progress)
    return state.written()


def is_prepared(account: Account, handle: str) -> bool:
    """Tell whether a container may be published.

    NotFound: it expired, or failed through no fault of the file; prepare the post again.
    """
    if handle == DIRECT:
        return True
    container = Container.of(handle)
    if container is None:
        raise NotFound("this handle names no container")
    status, words = read_status(account, container.id)
    if status is Status.ERROR:
        raise name_status(words, about="container")
    if status is Status.MISSING and account.now() - container.begun_at < _LAG:
        return False
    if status in {Status.EXPIRED, Status.MISSING}:
        raise NotFound("the container is no longer there")
    return status in {Status.FINISHED, Status.PUBLISHED}


def read_status(account: Account, container_id: str) -> tuple[Status, str]:
    """Return where a container stands, and Instagram's words for it."""
    try:
        found = account.record(f"/{container_id}", fields="status_code,status")
    except NotFound:
        return Status.MISSING, ""
    code = shapes.text(found, "status_code")
    known = {one.value: one for one in Status}
    return known.get(code, Status.UNTOLD), shapes.optional_text(found, "status") or ""


def _is_dead(account: Account, state: _State) -> bool:
    if not state.container:
        return False
    status, _ = read_status(account, state.container)
    is_new = account.now() - state.begun_at < _LAG
    return status in {Status.ERROR, Status.EXPIRED} or (status is Status.MISSING and not is_new)


def _built(
    account: Account, post: OutgoingPost, state: _State, *, progress: UploadProgress
) -> _State:
    if len(post.media) == 1:
        form = {**_alone(post), **_caption(post)}
        state = replace(state, container=_made(account, form))
    else:
        state = _with_children(account, post, state, progress=progress)
        form = {"media_type": "CAROUSEL", "children": ",".join(state.children), **_caption(post)}
        state = replace(state, container=_made(account, form))
    progress.keep(state.written())
    return state


def _with_children(
    account: Account, post: OutgoingPost, state: _State, *, progress: UploadProgress
) -> _State:
    for media in post.media[len(state.children) :]:
        child = _made(account, {**_file(media, video="VIDEO"), "is_carousel_item": "true"})
        state = replace(state, children=(*state.children, child))
        progress.keep(state.written())
    for media, child in zip(post.media, state.children, strict=True):
        if media.kind is MediaKind.VIDEO:
            _wait_for_child(account, child, progress=progress)
    return state


def _wait_for_child(account: Account, child: str, *, progress: UploadProgress) -> None:
    status, words = read_status(account, child)
    if status is Status.ERROR:
        progress.keep("")  # what failed is never right: the next try begins anew
        error = name_status(words, about="part of a carousel")
        raise NetworkUnavailable(error.detail) if isinstance(error, NotFound) else error
    if status is not Status.FINISHED:
        raise NetworkUnavailable("a video of the carousel is still worked on")


def _alone(post: OutgoingPost) -> dict[str, str]:
    (media,) = post.media
    if post.format is PostFormat.STORY:
        return {**_file(media, video=""), "media_type": "STORIES"}
    form = _file(media, video="REELS")
    return {**form, "share_to_feed": "true"} if media.kind is MediaKind.VIDEO else form


def _file(media: UploadedMedia, *, video: str) -> dict[str, str]:
    """Return where a file is, and what it is. A picture brings its alternative text."""
    url = _address(media)
    if media.kind is MediaKind.VIDEO:
        return {"video_url": url, "media_type": video}
    return {"image_url": url, **({"alt_text": media.alt_text} if media.alt_text else {})}


def _address(media: UploadedMedia) -> str:
    try:
        return str(json.loads(media.handle)["url"])
    except (ValueError, KeyError, TypeError) as error:
        raise ContentRefused("a file without an address", field="media") from error


def _caption(post: OutgoingPost) -> dict[str, str]:
    return {"caption": post.text} if post.text else {}


def _made(account: Account, form: dict[str, str]) -> str:
    return shapes.text(account.write("POST", f"/{account.id}/media", data=form), "id")
