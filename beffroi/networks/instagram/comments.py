"""Comments under our posts: read, hidden, shown, taken away. Two levels, and nobody edits them.

https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-comment/
(read on 2026-11-22). Who wrote one is often not told.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress

from beffroi.networks import shapes
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from beffroi.networks.errors import ContentRefused, NotFound, UnexpectedResponse
from beffroi.networks.families.graph.client import Page
from beffroi.networks.instagram import ids
from beffroi.networks.instagram.client import Account
from beffroi.networks.instagram.text import stored
from beffroi.networks.json_text import JSON
from beffroi.networks.shapes import Record

logger = logging.getLogger(__name__)

PAGE = "50"
_PAGES_MAX = 40
_OWN = "id,text,username,from{id,username},timestamp,hidden,parent_id"
FIELDS = f"{_OWN},replies.limit(50){{{_OWN}}}"
_POST = "id,caption,username,timestamp,permalink"


def parse(account: Account, data: Record, *, media_id: str, url: str) -> IncomingFeedback:
    """Read one comment. Raises UnexpectedResponse when it lacks what every comment has."""
    comment_id = shapes.text(data, "id")
    author = author_of(data)
    above = shapes.optional_text(data, "parent_id") or ""
    is_hidden = data.get("hidden") is True
    context = {"url": url, "above": above, "username": author.handle if above else ""}
    return IncomingFeedback(
        remote_id=ids.write(ids.COMMENT, comment_id),
        kind=FeedbackKind.REPLY,
        author=author,
        text=stored(shapes.optional_text(data, "text") or ""),
        created_at=shapes.instant(data, "timestamp"),
        url=url,
        root_id=media_id,
        parent_id=ids.write(ids.COMMENT, above) if above else media_id,
        is_ours=account.is_us(author.account_id, author.handle),
        reply_context={key: value for key, value in context.items() if value},
        can_answer=not is_hidden,
        is_hidden=is_hidden,
    )


def author_of(data: Record) -> Author:
    """Read who wrote something: by `from`, by a bare name, or nobody."""
    told = shapes.inner(data, "from")
    name = shapes.optional_text(data, "username") or shapes.optional_text(told, "username") or ""
    return Author(
        account_id=shapes.optional_text(told, "id") or "",
        handle=stored(name),
        display_name=stored(name),
    )


def flat(account: Account, comments: Iterable[Record]) -> Iterator[Record]:
    """Yield comments and what answers them. What cannot be read must not hide the others."""
    for comment in comments:
        yield comment
        answers = shapes.inner(comment, "replies")
        above = shapes.optional_text(comment, "id") or ""
        items = answers.get("data")
        found = shapes.records(items, "replies") if isinstance(items, list) else []
        if shapes.inner(answers, "paging").get("next"):
            found = list(_all(account, f"/{above}/replies", fields=_OWN))
        yield from ({"parent_id": above, **one} for one in found)


def readable(
    account: Account, comments: Iterable[Record], *, media_id: str, url: str
) -> list[IncomingFeedback]:
    """Read the comments that can be read."""
    found = []
    for one in comments:
        try:
            found.append(parse(account, one, media_id=media_id, url=url))
        except UnexpectedResponse as error:
            logger.warning("a comment was passed over: %s", error.detail)
    return found


def read_page(account: Account, media_id: str, *, after: str = "") -> Page:
    """Read one page of comments under a post, newest first, each with its answers."""
    position = {"after": after} if after else {}
    return account.page(f"/{media_id}/comments", fields=FIELDS, limit=PAGE, **position)


def read_below_post(account: Account, media_id: str) -> list[IncomingFeedback]:
    """Read every comment under a post of ours, oldest first. NotFound when it is gone."""
    post = account.record(f"/{media_id}", fields="id,permalink")
    url = shapes.optional_text(post, "permalink") or account.site()
    newest_first = list(_all(account, f"/{media_id}/comments", fields=FIELDS))
    found = flat(account, reversed(newest_first))
    return in_order(readable(account, found, media_id=media_id, url=url))


def read_below_comment(account: Account, comment_id: str) -> list[IncomingFeedback]:
    """Read what answers one comment, oldest first. NotFound when it is gone."""
    media_id, url = _place(account, account.record(f"/{comment_id}", fields="id,media{id}"))
    found = _all(account, f"/{comment_id}/replies", fields=_OWN)
    placed = ({"parent_id": comment_id, **one} for one in found)
    return in_order(readable(account, placed, media_id=media_id, url=url))


def read_one(account: Account, comment_id: str) -> IncomingFeedback:
    """Read one comment as it is now."""
    data = account.record(f"/{comment_id}", fields=f"{_OWN},media{{id,permalink}}")
    media_id, url = _place(account, data)
    return parse(account, data, media_id=media_id, url=url)


def read_post(account: Account, media_id: str) -> IncomingFeedback:
    """Read a post of our own, for what is written under it."""
    data = account.record(f"/{media_id}", fields=_POST)
    url = shapes.optional_text(data, "permalink") or account.site()
    name = shapes.optional_text(data, "username") or account.username
    return IncomingFeedback(
        remote_id=media_id,
        kind=FeedbackKind.REPLY,
        author=Author(account.id, name, name),
        text=stored(shapes.optional_text(data, "caption") or ""),
        created_at=shapes.instant(data, "timestamp"),
        url=url,
        root_id=media_id,
        is_ours=True,
        reply_context={"url": url},
    )


def hide(account: Account, remote_id: str) -> None:
    """Hide a comment under a post of ours."""
    _set_hidden(account, remote_id, "true")


def show(account: Account, remote_id: str) -> None:
    """Show it again."""
    _set_hidden(account, remote_id, "false")


def remove(account: Account, remote_id: str) -> None:
    """Delete a comment under a post of ours. Already gone is success."""
    path = f"/{_comment_id(remote_id)}"
    with suppress(NotFound):
        account.write("DELETE", path)


def in_order(found: Iterable[IncomingFeedback]) -> list[IncomingFeedback]:
    """Put feedback in order, oldest first, and what answers below what is answered."""
    return sorted(found, key=lambda one: (one.created_at, one.parent_id != one.root_id))


def _set_hidden(account: Account, remote_id: str, wanted: str) -> None:
    account.write("POST", f"/{_comment_id(remote_id)}", data={"hide": wanted})


def _comment_id(remote_id: str) -> str:
    named = ids.read(remote_id)
    if named.kind != ids.COMMENT:
        detail = "only comments under our own posts are ours to hide or to remove"
        raise ContentRefused(detail, field="reply_to")
    return named.id


def _place(account: Account, comment: Record) -> tuple[str, str]:
    media = shapes.inner(comment, "media")
    url: JSON = media.get("permalink")
    return shapes.text(media, "id"), url if isinstance(url, str) else account.site()


def _all(account: Account, path: str, *, fields: str) -> Iterator[Record]:
    """Yield every item of a list. Raises UnexpectedResponse when it never ends."""
    position: dict[str, str] = {}
    for _ in range(_PAGES_MAX):
        page = account.page(path, fields=fields, limit=PAGE, **position)
        yield from page.items
        if not page.following or page.following == position:
            return
        position = page.following
    raise UnexpectedResponse("comments: the pages never end")
