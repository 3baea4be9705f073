"""Looks up what an earlier call made, by what it says: Facebook keeps no name of ours.

Never writes. A video is asked by its own id, which can be shown only once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from beffroi.networks import shapes
from beffroi.networks.contracts import OutgoingPost, PostFormat, PublishedPost, ReplyTarget
from beffroi.networks.errors import NetworkUnavailable, NotFound, UnexpectedResponse
from beffroi.networks.facebook import messages, uploads
from beffroi.networks.facebook.answers import is_private, place_of
from beffroi.networks.facebook.client import Page
from beffroi.networks.facebook.handles import Handle, photos, video
from beffroi.networks.facebook.places import author, inner_list, readable
from beffroi.networks.facebook.proofs import story_proof, video_post, whole_address, whole_id
from beffroi.networks.facebook.sight import require
from beffroi.networks.facebook.text import comparable
from beffroi.networks.shapes import Record

_PAGES_MAX = 25
_FIELDS = (
    "id,message,created_time,permalink_url,"
    "attachments{type,target{id},subattachments{type,target{id}}}"
)


@dataclass(frozen=True, slots=True)
class _Search:
    """What is looked for. `excluding` are ids that belong to others."""

    post: OutgoingPost
    text: str
    photos: tuple[str, ...]
    earliest: datetime
    excluding: frozenset[str]

    def may_be(self, raw: Record) -> bool:
        return (
            shapes.text(raw, "id") not in self.excluding
            and shapes.instant(raw, "created_time") >= self.earliest
            and self._says(shapes.optional_text(raw, "message") or "")
        )

    def _says(self, message: str) -> bool:
        return comparable(message) == self.text or self.post.is_told_by(message)


def find(
    page: Page, post: OutgoingPost, *, since: datetime, excluding: frozenset[str]
) -> PublishedPost | None:
    """Return what `post` made at `since` or later, None when there is none."""
    film = video(post.media)
    if film is not None and post.reply_to is None:
        return _find_video(page, film)
    search = _Search(
        post=post,
        text=comparable(post.text),
        photos=photos(post.media),
        earliest=_earliest(page, since),
        excluding=excluding,
    )
    if post.reply_to is not None:
        look = _find_message if is_private(post.reply_to) else _find_comment
        return look(page, search, post.reply_to)
    if post.format is PostFormat.STORY:
        return _find_story(page, search)
    return _find_post(page, search)


def _earliest(page: Page, since: datetime) -> datetime:
    """Return when, by the server's clock, a call that began at `since` by ours can have come."""
    try:
        page.graph.read("GET", f"/{page.id}", params={"fields": "id"})
    except NotFound:
        require(page, "pages_read_engagement")
        raise
    return page.graph.clock.earliest(since)


def _find_post(page: Page, search: _Search) -> PublishedPost | None:
    """Of several that look the same, take the one with these very photos, then the oldest."""
    path = f"/{page.id}/published_posts"
    listed = _back_to(page, path, search.earliest, fields=_FIELDS, limit="50")
    found = [raw for raw in listed if search.may_be(raw) and _fits(raw, search)]
    found.sort(key=lambda raw: (_photos_of(raw) != search.photos, shapes.instant(raw, _CREATED)))
    return _proof(page, found[0]) if found else None


_CREATED = "created_time"


def _fits(raw: Record, search: _Search) -> bool:
    """Tell whether the photos are as many; the very same ones where there is no text to go by."""
    held = _photos_of(raw)
    if not search.text:
        return set(held) == set(search.photos)
    return len(held) == len(search.photos)


def _photos_of(raw: Record) -> tuple[str, ...]:
    found: list[str] = []
    for one in inner_list(raw, "attachments"):
        parts = inner_list(one, "subattachments") or [one]
        found += [_target(part) for part in parts if "photo" in str(part.get("type"))]
    return tuple(found)


def _find_comment(page: Page, search: _Search, to: ReplyTarget) -> PublishedPost | None:
    path = f"/{place_of(to)}/comments"
    fields = "id,message,created_time,from{id},permalink_url"
    more = {"filter": "stream", "order": "reverse_chronological", "fields": fields, "limit": "100"}
    try:
        found = [raw for raw in _back_to(page, path, search.earliest, **more) if search.may_be(raw)]
    except NotFound:
        require(page, "pages_read_engagement")
        return None  # what it was under is gone, and it went with it
    ours = [raw for raw in found if author(shapes.inner(raw, "from")).account_id == page.id]
    if not ours and any(not raw.get("from") for raw in found):
        raise UnexpectedResponse("a comment like this one bears no name")
    return _proof(page, ours[-1]) if ours else None


def _find_message(page: Page, search: _Search, to: ReplyTarget) -> PublishedPost | None:
    """Look among the newest messages; where all of them are newer than ours, nobody can tell."""
    told = messages.read_conversation(page, f"messenger:{to.context['person']}")
    recent = [one for one in told if one.created_at >= search.earliest]
    for one in recent:
        is_it = one.is_ours and comparable(one.text) == search.text
        if is_it and one.remote_id not in search.excluding:
            return PublishedPost(remote_id=one.remote_id, url=to.context.get("url") or one.url)
    if len(recent) >= messages.TOLD_MAX:
        raise UnexpectedResponse("the conversation went on too far since")
    return None


def _find_story(page: Page, search: _Search) -> PublishedPost | None:
    """Look among the stories for the photo that ours shows.

    They are listed only while the Page's archive of stories is on: an empty list proves nothing.
    """
    listed = page.graph.page(
        f"/{page.id}/stories", fields="post_id,media_id,status,creation_time,url", limit="50"
    )
    for raw in listed.items:
        if shapes.optional_text(raw, "media_id") in search.photos:
            post_id = whole_id(page, shapes.text(raw, "post_id"))
            url = shapes.optional_text(raw, "url") or page.address(post_id)
            return PublishedPost(remote_id=post_id, url=whole_address(page, url))
    if not listed.items:
        raise UnexpectedResponse("no story is listed: the archive may be off")
    return None


def _find_video(page: Page, film: Handle) -> PublishedPost | None:
    """Ask a video whether it is shown. While it is being made ready, nobody can tell."""
    told = uploads.read_status(page, film.video)
    if uploads.is_shown(told):
        is_story = film.door == "video_stories"
        return story_proof(page, film.video) if is_story else video_post(page, film.video, told)
    processing = shapes.optional_text(shapes.inner(told, "processing_phase"), "status")
    if processing == "in_progress" or shapes.optional_text(told, "video_status") == "processing":
        raise NetworkUnavailable("the video is still being made ready")
    return None


def _back_to(page: Page, path: str, earliest: datetime, **params: str) -> Iterator[Record]:
    """Yield a list that has the newest first, until it is older. Raises when it does not end."""
    for listed in page.graph.pages(path, pages_max=_PAGES_MAX, **params):
        items = list(readable(listed.items))
        yield from items
        if items and shapes.instant(items[-1], _CREATED) < earliest:
            return


def _proof(page: Page, raw: Record) -> PublishedPost:
    remote_id = shapes.text(raw, "id")
    url = shapes.optional_text(raw, "permalink_url") or page.address(remote_id)
    return PublishedPost(remote_id=remote_id, url=whole_address(page, url))


def _target(data: Record) -> str:
    return shapes.optional_text(shapes.inner(data, "target"), "id") or ""
