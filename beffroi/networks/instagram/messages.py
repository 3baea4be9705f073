"""Private messages. Instagram takes answers for 24 hours after a person's last word.

https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/conversations-api/
(read on 2026-11-22). Of each conversation, only the 20 latest messages are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from beffroi.networks import shapes
from beffroi.networks.contracts import FeedbackKind, IncomingFeedback
from beffroi.networks.families.graph.client import Page
from beffroi.networks.instagram import ids
from beffroi.networks.instagram.client import Account
from beffroi.networks.instagram.comments import author_of, in_order
from beffroi.networks.instagram.text import stored
from beffroi.networks.shapes import Record

ANSWERS_FOR = timedelta(hours=24)

_OWN = "id,created_time,from,to,message"
_CONVERSATION = f"id,updated_time,messages.limit(20){{{_OWN}}}"
_PAGES_MAX = 5


def read_since(account: Account, since: datetime) -> list[IncomingFeedback]:
    """Read the messages of `since` or later, theirs and ours, oldest first."""
    found: list[IncomingFeedback] = []
    position: dict[str, str] = {}
    for _ in range(_PAGES_MAX):
        page = _conversations(account, **position)
        found += [m for one in page.items for m in _messages(account, one)]
        is_past = any(_updated_before(one, since) for one in page.items)
        if is_past or not page.following or page.following == position:
            break
        position = page.following
    recent = {m.remote_id: m for m in reversed(found) if m.created_at >= since}
    return in_order(recent.values())


def read_with(account: Account, person: str) -> list[IncomingFeedback]:
    """Read the latest messages between us and one person, oldest first."""
    page = _conversations(account, user_id=person)
    newest_first = [m for one in page.items for m in _messages(account, one)]
    return in_order(reversed(newest_first))


def read_one(account: Account, message_id: str) -> IncomingFeedback:
    """Read one message. NotFound when it was taken back."""
    return _parse(account, account.record(f"/{message_id}", fields=_OWN))


def read_beside(account: Account, message_id: str) -> Sequence[IncomingFeedback]:
    """Read the conversation that a message is in."""
    named = ids.read(read_one(account, message_id).root_id)
    return read_with(account, named.id)


def _conversations(account: Account, **more: str) -> Page:
    path = f"/{account.speaker}/conversations"
    return account.page(path, platform="instagram", fields=_CONVERSATION, **more)


def _messages(account: Account, conversation: Record) -> list[IncomingFeedback]:
    items = shapes.inner(conversation, "messages").get("data")
    records = shapes.records(items, "messages") if isinstance(items, list) else []
    return [_parse(account, one) for one in records if _is_whole(one)]


def _is_whole(data: Record) -> bool:
    """Tell whether a message has its details: older ones have only an id."""
    has_sender = bool(shapes.inner(data, "from").get("id"))
    return has_sender and shapes.optional_instant(data, "created_time") is not None


def _updated_before(conversation: Record, since: datetime) -> bool:
    at = shapes.optional_instant(conversation, "updated_time")
    return at is not None and at < since


def _parse(account: Account, data: Record) -> IncomingFeedback:
    author = author_of(data)
    is_ours = account.is_us(author.account_id, author.handle)
    person = _addressee(data) if is_ours else author.account_id
    created_at, url = shapes.instant(data, "created_time"), account.site("/direct/inbox/")
    return IncomingFeedback(
        remote_id=ids.write(ids.MESSAGE, shapes.text(data, "id")),
        kind=FeedbackKind.MESSAGE,
        author=author,
        text=stored(shapes.optional_text(data, "message") or ""),
        created_at=created_at,
        url=url,
        root_id=ids.write(ids.PERSON, person),
        is_ours=is_ours,
        is_private=True,
        reply_context={"person": person, "url": url},
        reply_until=None if is_ours else created_at + ANSWERS_FOR,
    )


def _addressee(data: Record) -> str:
    people = shapes.inner(data, "to").get("data")
    found = shapes.records(people, "to") if isinstance(people, list) else []
    return (shapes.optional_text(found[0], "id") or "") if found else ""
