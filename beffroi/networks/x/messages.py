"""Private messages between a person and us. https://docs.x.com/x-api/direct-messages/lookup

X tells of the last thirty days, newest first, fifteen times in a quarter of an hour. What it
encrypts from end to end cannot be read through its interface. Read on 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from beffroi.networks import shapes
from beffroi.networks.contracts import (
    Author,
    FeedbackKind,
    IncomingFeedback,
    OutgoingPost,
    PublishedPost,
)
from beffroi.networks.errors import (
    ContentRefused,
    NotFound,
    OutcomeUnknown,
    PolicyBlocked,
    UnexpectedResponse,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.shapes import Record
from beffroi.networks.x import prices
from beffroi.networks.x.client import Session, data_of, list_of
from beffroi.networks.x.declaration import MESSAGE_MAX
from beffroi.networks.x.files import media_id
from beffroi.networks.x.finding import next_token
from beffroi.networks.x.mentions import RECENT, a_little_before, order
from beffroi.networks.x.posting import delete_at
from beffroi.networks.x.posts import author_of, whole_text
from beffroi.networks.x.text import comparable

#: The scope without which there are none to read.
READING = "dm.read"
#: Sets numbers of messages apart from those of posts.
_PREFIX = "dm-"
_WITH = "with"
#: X bills each of them anew every day, and cannot be asked for new ones alone.
_PAGE = 10
_PAGE_OF_LOOKUP = 100
_PAGES_MAX = 10
_FIELDS = {
    "event_types": "MessageCreate",
    "dm_event.fields": "attachments,created_at,dm_conversation_id,entities,sender_id",
    "expansions": "sender_id",
    "user.fields": "name,username",
}


@dataclass(frozen=True, slots=True)
class Position:
    """Where a reading stands: it ends at `after`, goes on at `token`, and saw `top`."""

    after: str = ""
    token: str = ""
    top: str = ""


class _Message(NamedTuple):
    id: str
    sender: Author
    conversation_id: str
    text: str
    created_at: datetime

    def other(self, account_id: str) -> str:
        """Return with whom we speak, "" in a group."""
        pair = self.conversation_id.split("-")
        others = [one for one in pair if one != account_id]
        return others[0] if len(pair) == len(others) + 1 == 2 else ""


def is_private(post: OutgoingPost) -> bool:
    """Tell an answer to a message from a post."""
    return post.reply_to is not None and _WITH in post.reply_to.context


def is_message(remote_id: str) -> bool:
    """Tell the number of a message from that of a post."""
    return remote_id.startswith(_PREFIX)


def remote_id_of(number: str) -> str:
    """Return X's number of a message as we keep it."""
    return f"{_PREFIX}{number}"


def read_page(
    session: Session, position: Position
) -> tuple[list[IncomingFeedback], Position, bool]:
    """Return what is new, oldest first, where the reading stands then, and whether it goes on.

    A little is read twice: a message may show up after a younger one.
    """
    token = {"pagination_token": position.token} if position.token else {}
    answer = session.ask("/2/dm_events", {**_FIELDS, **token, "max_results": str(_PAGE)})
    items, body = list_of(answer, "messages"), shapes.record(answer.data, "messages")
    page = _messages(session, items, body)
    fresh = [one for one in page if _is_fresh(one, position, since=session.now() - RECENT)]
    following = next_token(body)
    is_all_new = bool(page) and len(fresh) == len(page)
    goes_on = is_all_new and following not in {None, position.token}
    top = max([position.top, position.after, *(one.id for one in page)], key=order)
    moved = Position(position.after, following or "", top) if goes_on else Position(after=top)
    return _oldest_first(session, fresh), moved, goes_on


def _is_fresh(message: _Message, position: Position, *, since: datetime) -> bool:
    if not position.after:
        return message.created_at >= since
    return order(message.id) > order(a_little_before(position.after))


def read_again(
    session: Session, remote_ids: Iterable[str]
) -> Mapping[str, IncomingFeedback | None]:
    """Return messages as they are now; None for one that is gone."""
    found: dict[str, IncomingFeedback | None] = {}
    for remote_id in remote_ids:
        try:
            for one in _read_one(session, remote_id):
                found[remote_id] = one
        except NotFound:
            found[remote_id] = None
    return found


def _read_one(session: Session, remote_id: str) -> list[IncomingFeedback]:
    path = f"/2/dm_events/{remote_id.removeprefix(_PREFIX)}"
    answer = session.ask(path, _without(_FIELDS, "event_types"))
    body = shapes.record(answer.data, "message")
    return _oldest_first(session, _messages(session, [data_of(answer, "message")], body))


def send(session: Session, post: OutgoingPost) -> PublishedPost:
    """Send an answer, once. Raises ContentRefused when the other one takes no messages of ours."""
    if len(post.text) > MESSAGE_MAX:
        raise ContentRefused("too long for a message", field="text", limit=MESSAGE_MAX)
    payload: dict[str, JSON] = {"text": post.text} if post.text else {}
    if post.media:
        payload["attachments"] = [{"media_id": media_id(one)} for one in post.media]
    path = f"/2/dm_conversations/with/{_other(post)}/messages"
    try:
        answer = session.act(path, payload=payload, cost=prices.MESSAGE)
    except (PolicyBlocked, NotFound) as refusal:
        raise ContentRefused(refusal.detail, field="reply_to") from refusal
    try:
        sent = data_of(answer, "message")
        return _proof(session, shapes.text(sent, "dm_event_id"), _conversation(sent))
    except UnexpectedResponse as error:
        raise OutcomeUnknown(error.detail) from error


def delete(session: Session, remote_id: str) -> None:
    """Take an own message away. Already gone is success."""
    delete_at(session, f"/2/dm_events/{remote_id.removeprefix(_PREFIX)}")


def find(
    session: Session, post: OutgoingPost, *, since: datetime, excluding: frozenset[str]
) -> PublishedPost | None:
    """Return the message that `post` made at `since` or later, None when there is none."""
    fitting = [
        one
        for one in _since(session, _other(post), since=since)
        if one.sender.account_id == session.account_id
        and comparable(one.text) == comparable(post.text)
        and remote_id_of(one.id) not in excluding
    ]
    fitting.sort(key=lambda one: (one.created_at, order(one.id)))
    return _proof(session, fitting[0].id, fitting[0].conversation_id) if fitting else None


def _since(session: Session, other: str, *, since: datetime) -> Iterator[_Message]:
    """Yield the messages with somebody that a try begun at `since` may have made."""
    path = f"/2/dm_conversations/with/{other}/dm_events"
    params = {**_FIELDS, "max_results": str(_PAGE_OF_LOOKUP)}
    for _ in range(_PAGES_MAX):
        answer = session.ask(path, params)
        earliest = session.clock.earliest(since)
        items, body = list_of(answer, "messages"), shapes.record(answer.data, "messages")
        page = _messages(session, items, body)
        if len(page) < len(items):
            raise UnexpectedResponse("a message could not be read: it may be ours")
        yield from (one for one in page if one.created_at >= earliest)
        token = next_token(body)
        if token is None or any(one.created_at < earliest for one in page):
            return
        params = {**params, "pagination_token": token}
    raise UnexpectedResponse("messages: the pages do not reach back far enough")


def _messages(session: Session, items: Sequence[Record], body: Record) -> list[_Message]:
    """Read the messages that can be read, and pay for them."""
    includes = shapes.inner(body, "includes")
    readable = []
    for item in items:
        try:
            readable.append(_message(item, includes))
        except UnexpectedResponse:
            continue
    session.pay_reads(prices.MESSAGE_READ, [one.id for one in readable])
    return readable


def _message(data: Record, includes: Record) -> _Message:
    raw = shapes.optional_text(data, "text") or ""
    return _Message(
        id=shapes.text(data, "id"),
        sender=author_of(shapes.text(data, "sender_id"), includes),
        conversation_id=_conversation(data),
        text=whole_text(raw, shapes.inner(data, "entities")),
        created_at=shapes.instant(data, "created_at"),
    )


def _oldest_first(session: Session, found: list[_Message]) -> list[IncomingFeedback]:
    ordered = sorted(found, key=lambda one: (one.created_at, order(one.id)))
    return [_feedback(session, one) for one in ordered]


def _feedback(session: Session, message: _Message) -> IncomingFeedback:
    other = message.other(session.account_id)
    return IncomingFeedback(
        remote_id=remote_id_of(message.id),
        kind=FeedbackKind.MESSAGE,
        author=message.sender,
        text=message.text,
        created_at=message.created_at,
        url=_proof(session, message.id, message.conversation_id).url,
        root_id=remote_id_of(message.conversation_id),
        is_ours=message.sender.account_id == session.account_id,
        is_private=True,
        can_answer=bool(other),
        reply_context={_WITH: other} if other else {},
    )


def _proof(session: Session, number: str, conversation_id: str) -> PublishedPost:
    return PublishedPost(remote_id_of(number), f"{session.web}/messages/{conversation_id}")


def _conversation(data: Record) -> str:
    return shapes.text(data, "dm_conversation_id")


def _other(post: OutgoingPost) -> str:
    return post.reply_to.context[_WITH] if post.reply_to else ""


def _without(fields: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in fields.items() if key != name}
