"""What Facebook tells of a Page. https://developers.facebook.com/docs/graph-api/webhooks/reference/page

Read on 2026-11-22. Each is told at least once, in any order; our own doings come back and are left
out. Only ids are taken: whatever is told is read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from beffroi.networks import shapes
from beffroi.networks.contracts import Notice
from beffroi.networks.facebook.client import Page
from beffroi.networks.families.graph.callbacks import read_entries
from beffroi.networks.json_text import JSON
from beffroi.networks.shapes import Record

FIELDS = ("feed", "mention", "messages", "ratings")
_SAYINGS = frozenset({"comment", "post", "status", "photo", "video", "share"})


def subscribe(page: Page) -> None:
    """Ask for webhooks about this Page. It replaces what was asked before."""
    form = {"subscribed_fields": ",".join(FIELDS)}
    page.graph.read("POST", f"/{page.id}/subscribed_apps", data=form)


def read_notices(body: bytes) -> Sequence[Notice]:
    """Return what a genuine body tells, one notice for each thing."""
    return [notice for entry in read_entries(body, kind="page") for notice in _of_entry(entry)]


def _of_entry(entry: Record) -> Iterator[Notice]:
    account_id = shapes.optional_text(entry, "id")
    if not account_id:
        return
    for event in _objects(entry.get("messaging")):
        yield from _message(account_id, event)
    for change in _objects(entry.get("changes")):
        yield from _change(account_id, change)


def _message(account_id: str, event: Record) -> Iterator[Notice]:
    told = shapes.inner(event, "message")
    message_id = shapes.optional_text(told, "mid")
    sender = shapes.optional_text(shapes.inner(event, "sender"), "id")
    if message_id and told.get("is_echo") is not True and sender != account_id:
        yield Notice(account_id, (message_id,), event_id=message_id)


def _change(account_id: str, change: Record) -> Iterator[Notice]:
    field, value = shapes.optional_text(change, "field"), shapes.inner(change, "value")
    if field == "ratings":
        yield Notice(account_id)
        return
    writer = shapes.optional_text(shapes.inner(value, "from"), "id")
    writer = writer or shapes.optional_text(value, "sender_id")
    is_ours = writer == account_id and shapes.optional_text(value, "verb") == "add"
    item = shapes.optional_text(value, "item") or ""
    if is_ours or field not in {"feed", "mention"} or item not in _SAYINGS:
        return
    remote_id = shapes.optional_text(value, "comment_id") or shapes.optional_text(value, "post_id")
    if remote_id:
        yield Notice(account_id, (remote_id,))


def _objects(found: JSON | None) -> list[Record]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
