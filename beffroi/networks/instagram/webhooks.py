"""What Instagram tells by itself: comments, mentions, messages. Pure; all is read again.

https://developers.facebook.com/docs/instagram-platform/webhooks/ (read on 2026-11-22). What we did
ourselves is told too, and left out. Nothing tells of a comment that was deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from beffroi.networks import shapes
from beffroi.networks.contracts import Notice
from beffroi.networks.families.graph.callbacks import read_entries
from beffroi.networks.instagram import ids
from beffroi.networks.instagram.client import Account
from beffroi.networks.json_text import JSON
from beffroi.networks.shapes import Record

FIELDS = ("comments", "live_comments", "mentions", "messages")


def read_notices(body: bytes) -> Sequence[Notice]:
    """Return what a genuine body tells, a notice for each account."""
    return [
        Notice(account_id=account_id, remote_ids=told)
        for entry in read_entries(body, kind="instagram")
        if (account_id := shapes.optional_text(entry, "id"))
        and (told := tuple(dict.fromkeys(_told(entry, account_id))))
    ]


def subscribe(account: Account) -> None:
    """Ask for webhooks about this account. The address is a setting of the app."""
    if account.page_id:
        _subscribe_page(account)
    else:
        fields = ",".join(one for one in FIELDS if one != "live_comments")
        path = f"/{account.id}/subscribed_apps"
        account.write("POST", path, params={"subscribed_fields": fields})


def _subscribe_page(account: Account) -> None:
    """Have the Page know the app: with any of its fields, the app is told of the account too.

    Another list would take the place of that of a channel which the Page itself is.
    """
    path = f"/{account.page_id}/subscribed_apps"
    known = account.page(path).items
    if account.app_id not in {shapes.optional_text(one, "id") for one in known}:
        account.write("POST", path, params={"subscribed_fields": "feed"})


def _told(entry: Record, account_id: str) -> Iterator[str]:
    for change in _records(entry.get("changes")):
        value = shapes.inner(change, "value")
        field = shapes.optional_text(change, "field") or ""
        if field in {"comments", "live_comments"}:
            yield from _comment(value, account_id)
        if field == "mentions":
            yield from _mention(value)
    for event in _records(entry.get("messaging")):
        yield from _message(event, account_id)


def _comment(value: Record, account_id: str) -> Iterator[str]:
    author = shapes.inner(value, "from")
    own = {account_id, shapes.optional_text(author, "self_ig_scoped_id")}
    comment_id = shapes.optional_text(value, "id")
    if comment_id and shapes.optional_text(author, "id") not in own - {None}:
        yield ids.write(ids.COMMENT, comment_id)


def _mention(value: Record) -> Iterator[str]:
    media_id = shapes.optional_text(value, "media_id")
    if media_id:
        yield ids.write(ids.MENTION, media_id, shapes.optional_text(value, "comment_id") or "")


def _message(event: Record, account_id: str) -> Iterator[str]:
    message = shapes.inner(event, "message")
    message_id = shapes.optional_text(message, "mid")
    sender = shapes.optional_text(shapes.inner(event, "sender"), "id")
    is_own = message.get("is_echo") is True or sender == account_id
    if message_id and not is_own:
        yield ids.write(ids.MESSAGE, message_id)


def _records(items: JSON) -> list[Record]:
    return [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
