"""What people write to the Page in private, on Messenger.

https://developers.facebook.com/docs/messenger-platform/conversations (read on 2026-11-22). A person
may be answered for a day after what they wrote last. Of each conversation, the twenty newest
messages are told and no others: an older one passes for deleted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from beffroi.networks import shapes
from beffroi.networks.contracts import FeedbackKind, IncomingFeedback
from beffroi.networks.facebook.client import Page
from beffroi.networks.facebook.places import author, inner_list, readable
from beffroi.networks.facebook.proofs import whole_address
from beffroi.networks.shapes import Record

WINDOW = timedelta(hours=24)
MESSAGE_FIELDS = "id,message,created_time,from{id,name},to{id,name}"
#: How many messages of a conversation are told.
TOLD_MAX = 20
_FIELDS = f"id,link,updated_time,messages.limit({TOLD_MAX}){{{MESSAGE_FIELDS}}}"
_PAGES_MAX = 20
_ROOT = "messenger:"


def is_conversation(remote_id: str) -> bool:
    """Tell whether this root is a conversation, and not a post."""
    return remote_id.startswith(_ROOT)


def is_message(remote_id: str) -> bool:
    """Tell whether this id is a message's."""
    return remote_id.startswith(("m_", "mid."))


def read_since(page: Page, since: datetime) -> Iterator[IncomingFeedback]:
    """Yield messages of every conversation that moved at `since` or later, ours too."""
    for conversation in _conversations(page, since):
        found = with_window(_messages(page, conversation))
        yield from (one for one in found if one.created_at >= since)


def read_conversation(page: Page, root_id: str) -> list[IncomingFeedback]:
    """Read one conversation, oldest first."""
    person = root_id.removeprefix(_ROOT)
    listed = page.graph.page(
        f"/{page.id}/conversations", platform="messenger", user_id=person, fields=_FIELDS
    )
    found = [one for conversation in listed.items for one in _messages(page, conversation)]
    return with_window(sorted(found, key=lambda one: (one.created_at, one.remote_id)))


def message(page: Page, raw: Record, *, conversation: Record | None = None) -> IncomingFeedback:
    """Read one message."""
    writer = author(shapes.inner(raw, "from"))
    is_ours = writer.account_id == page.id
    person = _receiver(raw) if is_ours else writer.account_id
    link = shapes.optional_text(conversation or {}, "link")
    url = whole_address(page, link) if link else page.address(f"{page.id}/inbox/")
    created_at = shapes.instant(raw, "created_time")
    return IncomingFeedback(
        remote_id=shapes.text(raw, "id"),
        kind=FeedbackKind.MESSAGE,
        author=writer,
        text=shapes.optional_text(raw, "message") or "",
        created_at=created_at,
        url=url,
        root_id=f"{_ROOT}{person}",
        is_ours=is_ours,
        is_private=True,
        reply_context={"person": person, "url": url} if person else {},
        can_answer=bool(person),
        reply_until=None if is_ours else created_at + WINDOW,
    )


def with_window(found: list[IncomingFeedback]) -> list[IncomingFeedback]:
    """Let every message be answered for as long as the last one that the person wrote."""
    ends = [one.reply_until for one in found if one.reply_until is not None]
    last = max(ends, default=None)
    return [one if one.is_ours else replace(one, reply_until=last) for one in found]


def _conversations(page: Page, since: datetime) -> Iterator[Record]:
    """Yield conversations, the last moved first, until one did not move since."""
    seen: set[str] = set()
    position: dict[str, str] = {}
    for _ in range(_PAGES_MAX):
        path = f"/{page.id}/conversations"
        listed = page.graph.page(
            path, **{"platform": "messenger", "fields": _FIELDS, "limit": "25", **position}
        )
        fresh = [one for one in listed.items if shapes.optional_text(one, "id") not in seen]
        for one in fresh:
            moved_at = shapes.optional_instant(one, "updated_time")
            if moved_at is not None and moved_at < since:
                return
            yield one
        seen.update(shapes.optional_text(one, "id") or "" for one in fresh)
        if not fresh or not listed.following:
            return
        position = listed.following


def _messages(page: Page, conversation: Record) -> list[IncomingFeedback]:
    """Read the messages that came with a conversation; one without a writer tells nothing."""
    listed = readable(inner_list(conversation, "messages"))
    return [message(page, one, conversation=conversation) for one in listed if one.get("from")]


def _receiver(raw: Record) -> str:
    receivers = inner_list(raw, "to")
    return shapes.optional_text(receivers[0], "id") or "" if receivers else ""
