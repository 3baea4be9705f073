"""Comments and posts as feedback: who wrote what, under which post.

https://developers.facebook.com/docs/graph-api/reference/comment/ (read on 2026-11-22)
"""

from __future__ import annotations

from collections.abc import Iterator

from beffroi.networks import shapes
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from beffroi.networks.facebook.client import Page
from beffroi.networks.facebook.proofs import whole_address
from beffroi.networks.shapes import Record

COMMENT_FIELDS = (
    "id,message,created_time,from{id,name},parent{id},object{id},permalink_url,is_hidden"
)
POST_FIELDS = "id,message,created_time,from{id,name},permalink_url,is_hidden"


def author(told: Record) -> Author:
    """Return who wrote; an empty author where the network does not say, as it often does not."""
    name = shapes.optional_text(told, "name") or ""
    account_id = shapes.optional_text(told, "id") or ""
    return Author(account_id=account_id, handle=name or account_id, display_name=name)


def comment(page: Page, raw: Record, *, root_id: str = "") -> IncomingFeedback:
    """Read one comment. `root_id` is its post where that is known."""
    remote_id, writer = shapes.text(raw, "id"), author(shapes.inner(raw, "from"))
    root_id = root_id or _root_of(page, raw)
    parent = shapes.optional_text(shapes.inner(raw, "parent"), "id") or ""
    return IncomingFeedback(
        remote_id=remote_id,
        kind=FeedbackKind.REPLY,
        author=writer,
        text=shapes.optional_text(raw, "message") or "",
        created_at=shapes.instant(raw, "created_time"),
        url=_url(page, raw),
        root_id=root_id,
        parent_id=parent or root_id,
        is_ours=writer.account_id == page.id,
        reply_context={"under": parent or remote_id, "post": root_id},
        is_hidden=raw.get("is_hidden") is True,
    )


def post(page: Page, raw: Record) -> IncomingFeedback:
    """Read one post: ours, or a visitor's, or one that names us."""
    remote_id, writer = shapes.text(raw, "id"), author(shapes.inner(raw, "from"))
    is_ours = writer.account_id == page.id
    return IncomingFeedback(
        remote_id=remote_id,
        kind=FeedbackKind.REPLY if is_ours else FeedbackKind.MENTION,
        author=writer,
        text=shapes.optional_text(raw, "message") or "",
        created_at=shapes.instant(raw, "created_time"),
        url=_url(page, raw),
        root_id=remote_id,
        is_ours=is_ours,
        reply_context={"under": remote_id, "post": remote_id},
        is_hidden=raw.get("is_hidden") is True,
    )


def readable(items: list[Record]) -> Iterator[Record]:
    """Leave out what has no id or no date: nothing can be made of it."""
    for one in items:
        if shapes.optional_text(one, "id") and shapes.optional_instant(one, "created_time"):
            yield one


def inner_list(data: Record, key: str) -> list[Record]:
    """Return the objects of a list that stands inside a node; none where it does not."""
    found = shapes.inner(data, key).get("data")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _root_of(page: Page, raw: Record) -> str:
    """Return the post of a comment, from what it is about, else from its own id."""
    told = shapes.optional_text(shapes.inner(raw, "object"), "id")
    part = told or shapes.text(raw, "id").rpartition("_")[0] or shapes.text(raw, "id")
    return part if "_" in part else f"{page.id}_{part}"


def _url(page: Page, raw: Record) -> str:
    told = shapes.optional_text(raw, "permalink_url")
    return whole_address(page, told) if told else page.address(shapes.text(raw, "id"))
