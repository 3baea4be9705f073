"""What Jetstream says of posts: one JSON object a frame, of which most are none of our affair.

Both versions are read. The second wraps a flatter event in a `payload`, and says more than events.
Frames are not signed: what they say is a hint until the post itself was read. Field names: docs and
lexicons of https://github.com/bluesky-social/jetstream, read on 2026-11-28.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import msgspec

from beffroi.networks.listening import Match

#: How much of a text is read: a post holds 300 graphemes, and a frame may hold anything.
TEXT_MAX = 10_000
_TAG_MAX = 35
_TAGS_MAX = 3
_COLLECTION = b'"collection":"'
_POSTS = b'"collection":"app.bsky.feed.post"'
#: Where a frame names its collection, as a rule: what stands before has one length.
_PLACE = len(
    b'{"did":"did:plc:aaaaaaaaaaaaaaaaaaaaaaaa","time_us":1725911162329308,"kind":"commit",'
    b'"commit":{"rev":"3l3qo2vutsw2b","operation":"create",'
)
_AS_A_RULE = slice(_PLACE, _PLACE + len(_POSTS))
#: What stands there in the frame of a new post, with what stands just before.
_CREATED = b'"operation":"create",' + _POSTS
_CREATED_AT = _PLACE + len(_POSTS) - len(_CREATED)
#: What stands there in most frames, of which none is a post.
_PASSED_BY = frozenset(
    (_COLLECTION + name)[: len(_POSTS)]
    for name in (b'app.bsky.feed.like"', b"app.bsky.feed.repost", b"app.bsky.graph.follow")
)
#: By where all frames name it, as their servers write them; one that does not is decoded.
_NAMED_BY = 400
#: What decoding raises; of bytes that are no UTF-8 it says so in another way than of other faults.
UNDECODABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class Unreadable(ValueError):
    """A frame is no event, or not one in the form that we know."""


class Posted(msgspec.Struct, frozen=True):
    """A post was written, or written anew; `at_us` is when the stream heard of it, in µs UTC.

    `language` is the first tag that its author gave (BCP 47), or empty; `languages` are all of
    them. `created_at` is what its author says; `embed` and `reply` are the JSON of what hangs on
    it, and of what it answers.
    """

    did: str
    rkey: str
    cid: str
    text: str
    language: str
    at_us: int
    languages: tuple[str, ...] = ()
    created_at: str = ""
    is_edit: bool = False
    embed: msgspec.Raw = msgspec.Raw()
    reply: msgspec.Raw = msgspec.Raw()


class Removed(msgspec.Struct, frozen=True):
    """A post was deleted by its author: no copy may stay."""

    did: str
    rkey: str
    at_us: int


class AccountChanged(msgspec.Struct, frozen=True):
    """An account was closed, suspended or taken down (`status`), or is back (`is_active`)."""

    did: str
    is_active: bool
    status: str
    at_us: int


class Notice(msgspec.Struct, frozen=True):
    """The stream says something of itself, as OutdatedCursor: it begins later than was asked."""

    name: str


class Failure(msgspec.Struct, frozen=True):
    """The stream is about to be closed."""

    name: str


class Other(msgspec.Struct, frozen=True):
    """Something that we do not follow; that it was told is all that counts."""

    at_us: int


Event = Posted | Removed | AccountChanged | Notice | Failure | Other
#: What is told, and what of it matches.
Told = tuple[Event, Collection[int]]


class _Record(msgspec.Struct, rename="camel", gc=False):
    text: str = ""
    langs: Any = None
    created_at: Any = None
    embed: msgspec.Raw = msgspec.Raw()
    reply: msgspec.Raw = msgspec.Raw()


class _Commit(msgspec.Struct, gc=False):
    operation: str = ""
    collection: str = ""
    rkey: str = ""
    cid: str = ""
    record: _Record | None = None


_Tag = Annotated[str, msgspec.Meta(min_length=1, max_length=_TAG_MAX)]


class _Words(msgspec.Struct, gc=False):
    text: Annotated[str, msgspec.Meta(max_length=TEXT_MAX)] = ""
    langs: Annotated[tuple[_Tag, ...], msgspec.Meta(max_length=_TAGS_MAX)] = ()


class _Within(msgspec.Struct, gc=False):
    record: _Words


class _Glimpse(msgspec.Struct, gc=False):
    """What is looked at first of a post: most match nothing, and are not decoded any further."""

    time_us: int
    commit: _Within


class _Account(msgspec.Struct, gc=False):
    active: bool = True
    status: str = ""


class _Frame(msgspec.Struct, gc=False):
    did: str = ""
    time_us: int = 0
    kind: str = ""
    commit: _Commit | None = None
    account: _Account | None = None
    payload: msgspec.Raw = msgspec.Raw()
    error: str = ""


class _Message(msgspec.Struct, rename="camel"):
    did: str = ""
    time: str = ""
    witnessed_at: str = ""
    operation: str = ""
    collection: str = ""
    rkey: str = ""
    cid: str = ""
    record: _Record | None = None
    account: _Account | None = None
    name: str = ""


_decode = msgspec.json.Decoder(_Frame).decode
_glimpse = msgspec.json.Decoder(_Glimpse).decode
_decode_message = msgspec.json.Decoder(_Message).decode
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read(frame: bytes) -> Event | None:
    """Return what a frame tells; None for other collections. Raises Unreadable."""
    found = read_matching(frame, lambda _text, _language: (0,))
    return found[0] if found else None


def read_matching(frame: bytes, match: Match) -> Told | None:
    """Return what a frame tells and, of a post, what it matches; None for other collections.

    Likes and follows, five frames of six, are told by their collection and never decoded. A post
    that matches nothing is Other, and only its words were decoded, unless it is an edit: the words
    that matched may be those that it took away. Raises Unreadable.
    """
    named = frame[_AS_A_RULE]
    if named in _PASSED_BY or (named != _POSTS and _is_no_post(frame)):
        return None
    if frame.startswith(_CREATED, _CREATED_AT):
        try:
            seen = _glimpse(frame)
        except UNDECODABLE:
            return _read_whole(frame, match)  # in an unusual form, or none
        record = seen.commit.record
        keys = match(record.text, record.langs[0] if record.langs else "")
        return _read_whole(frame, lambda *_: keys) if keys else (Other(seen.time_us), ())
    return _read_whole(frame, match)


def _read_whole(frame: bytes, match: Match) -> Told | None:
    try:
        found = _decode(frame)
        if found.payload:
            return _of_message(_decode_message(found.payload), match)
    except UNDECODABLE as error:
        raise Unreadable(str(error)) from error
    if found.error:
        return Failure(found.error[:100]), ()
    if found.commit is not None:
        return _of_commit(found.did, found.commit, found.time_us, match)
    return _of_account(found.did, found.account, found.time_us), ()


def instant_of(microseconds: int) -> datetime:
    """Return an instant of a stream. Raises OverflowError for what no calendar has."""
    return _EPOCH + timedelta(microseconds=microseconds)


def microseconds_of(instant: datetime) -> int:
    """Return an instant as streams count it."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def _is_no_post(frame: bytes) -> bool:
    at = frame.find(_COLLECTION, 0, _NAMED_BY)
    return at > 0 and not frame.startswith(_POSTS, at)


def _of_message(found: _Message, match: Match) -> Told | None:
    if not found.did:
        return Notice(found.name[:100]), ()
    try:
        told_at = datetime.fromisoformat(found.witnessed_at or found.time)
        at_us = microseconds_of(told_at)
    except (ValueError, TypeError) as error:  # without its time zone it is a TypeError
        raise Unreadable("no instant") from error
    if found.collection:
        return _of_commit(found.did, found, at_us, match)
    return _of_account(found.did, found.account, at_us), ()


def _of_account(did: str, account: _Account | None, at_us: int) -> Event:
    if account is None or not did:
        return Other(at_us)
    return AccountChanged(did, account.active, account.status, at_us)


def _of_commit(did: str, commit: _Commit | _Message, at_us: int, match: Match) -> Told | None:
    if commit.collection != "app.bsky.feed.post" or not (did and commit.rkey):
        return None
    if commit.operation == "delete":
        return Removed(did, commit.rkey, at_us), ()
    record = commit.record
    if record is None:
        return None
    text = record.text if len(record.text) <= TEXT_MAX else record.text[:TEXT_MAX]
    languages = tags(record.langs)
    language = languages[0] if languages else ""
    keys = match(text, language)
    is_edit = commit.operation == "update"
    if not keys and not is_edit:
        return Other(at_us), ()
    created_at = record.created_at if isinstance(record.created_at, str) else ""
    posted = Posted(
        did, commit.rkey, commit.cid, text, language, at_us, languages, created_at, is_edit,
        record.embed, record.reply,
    )  # fmt: skip
    return posted, keys


def tags(given: Any) -> tuple[str, ...]:
    """Return the tags of languages that an author gave, in order; none for anything else."""
    if not given or not isinstance(given, list):
        return ()
    return tuple(
        tag for tag in given[:_TAGS_MAX] if isinstance(tag, str) and 0 < len(tag) <= _TAG_MAX
    )
