"""Looks up what an earlier call made. Never writes, never takes the latest for the right one.

A container tells by itself whether it was published; a list then tells under which id. An answer is
looked for where it would stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from beffroi.networks import shapes
from beffroi.networks.contracts import (
    IncomingFeedback,
    OutgoingPost,
    PostFormat,
    PublishedPost,
    ReplyTarget,
)
from beffroi.networks.errors import NotFound, UnexpectedResponse
from beffroi.networks.instagram import comments, containers, ids, messages
from beffroi.networks.instagram.answers import Answer, answer_to
from beffroi.networks.instagram.client import Account
from beffroi.networks.instagram.containers import Container, Status
from beffroi.networks.instagram.text import comparable
from beffroi.networks.shapes import Record

_FIELDS = "id,caption,timestamp,permalink,media_product_type"
_PAGES_MAX = 20
#: Until then, nothing was published; what came of the others, the list tells.
_UNPUBLISHED = frozenset({Status.IN_PROGRESS, Status.FINISHED})


def find(
    account: Account, post: OutgoingPost, *, since: datetime, excluding: frozenset[str]
) -> PublishedPost | None:
    """Return what `post` made at `since` or later, None when it is absent.

    Raises UnexpectedResponse when Instagram says that it is out, and not under which id.
    """
    if post.reply_to is not None:
        return _answer(account, post, post.reply_to, since=since, excluding=excluding)
    container = Container.of(post.prepared)
    status = containers.read_status(account, container.id)[0] if container else Status.MISSING
    if status in _UNPUBLISHED:
        return None
    found = _media(account, post, since=since, excluding=excluding)
    if found is None and status in {Status.PUBLISHED, Status.UNTOLD}:
        raise UnexpectedResponse("published, or nearly, and not in the list")
    return found


def _media(
    account: Account, post: OutgoingPost, *, since: datetime, excluding: frozenset[str]
) -> PublishedPost | None:
    if post.format is PostFormat.STORY:
        return _story(account, since=since, excluding=excluding)
    fitting = [
        one
        for one in _listed(account, "media", since=since, excluding=excluding)
        if _says(shapes.optional_text(one, "caption") or "", post)
    ]
    if len(fitting) > 1 and not comparable(post.text):
        raise UnexpectedResponse("several posts without words, and nothing tells them apart")
    return _proof(account, fitting[-1]) if fitting else None  # of several, the oldest


def _says(caption: str, post: OutgoingPost) -> bool:
    return comparable(caption) == comparable(post.text) or post.is_told_by(caption)


def _story(account: Account, *, since: datetime, excluding: frozenset[str]) -> PublishedPost | None:
    """Return the one story of that time: a story has no words by which to know it."""
    found = list(_listed(account, "stories", since=since, excluding=excluding))
    if len(found) > 1:
        raise UnexpectedResponse("several stories since then, and nothing tells them apart")
    return _proof(account, found[0]) if found else None


def _listed(
    account: Account, edge: str, *, since: datetime, excluding: frozenset[str]
) -> Iterator[Record]:
    """Yield own posts that a try begun at `since` may have made, newest first."""
    position: dict[str, str] = {}
    for _ in range(_PAGES_MAX):
        page = account.page(f"/{account.id}/{edge}", fields=_FIELDS, limit="50", **position)
        earliest = account.earliest(since)
        dated = [(shapes.instant(one, "timestamp"), one) for one in page.items]
        for at, one in dated:
            if at >= earliest and shapes.text(one, "id") not in excluding:
                yield one
        if not page.following or (dated and dated[-1][0] < earliest):
            return
        if page.following == position:
            break
        position = page.following
    raise UnexpectedResponse("own posts: the pages do not reach back far enough")


def _proof(account: Account, media: Record) -> PublishedPost:
    url = shapes.optional_text(media, "permalink") or account.site()
    return PublishedPost(remote_id=shapes.text(media, "id"), url=url)


def _answer(
    account: Account,
    post: OutgoingPost,
    target: ReplyTarget,
    *,
    since: datetime,
    excluding: frozenset[str],
) -> PublishedPost | None:
    call = answer_to(target, post, account_id=account.id, speaker=account.speaker)
    wanted = comparable(call.text)
    around = _around(account, target, call)
    earliest = account.earliest(since)
    for one in around:
        is_it = one.is_ours and comparable(one.text) == wanted
        if is_it and one.created_at >= earliest and one.remote_id not in excluding:
            return PublishedPost(remote_id=one.remote_id, url=call.url or account.site())
    return None


def _around(account: Account, target: ReplyTarget, call: Answer) -> list[IncomingFeedback]:
    """Return what stands where an answer would. Nobody can look under others' posts."""
    named = ids.read(target.remote_id)
    if named.kind == ids.MENTION:
        raise UnexpectedResponse("what stands under others' posts cannot be read")
    if call.kind == ids.MESSAGE:
        return messages.read_with(account, target.context["person"])
    try:
        if named.kind == ids.POST:
            return comments.read_below_post(account, named.id)
        return comments.read_below_comment(account, target.context.get("above") or named.id)
    except NotFound:
        return []
