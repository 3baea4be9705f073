"""What Jetstream says of posts: one JSON object a frame, of which most are none of our affair.

Both versions are read: the second wraps the same event in a `payload`. Frames are not signed: what
they say is a hint until the post itself was read. Field names: docs of the Jetstream repository.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from beffroi.networks.listening import Match

#: How much of a text is read: a post holds 300 graphemes, and a frame may hold anything.
TEXT_MAX = 10_000
_COLLECTION = b'"collection":"'
_POSTS = b'"collection":"app.bsky.feed.post"'
#: Where a frame names its collection, as a rule: what stands before has one length.
_PLACE = len(
    b'{"did":"did:plc:aaaaaaaaaaaaaaaaaaaaaaaa","time_us":1725911162329308,"kind":"commit",'
    b'"commit":{"rev":"3l3qo2vutsw2b","operation":"create",'
)
_AS_A_RULE = slice(_PLACE, _PLACE + len(_POSTS))
#: What stands there in most frames, of which none is a post.
_PASSED_BY = frozenset(
    (_COLLECTION + name)[: len(_POSTS)]
    for name in (b'app.bsky.feed.like"', b"app.bsky.feed.repost", b"app.bsky.graph.follow")
)
#: By where all frames name it, as their servers write them; one that does not is decoded.
_NAMED_BY = 400


class Unreadable(ValueError):
    """A frame is no event, or not one in the form that we know."""


class Posted(msgspec.Struct, frozen=True):
    """A post was written, or written anew; `at_us` is when the stream heard of it, in µs UTC.

    `language` is the first tag that its author gave (BCP 47), or empty.
    """

    did: str
    rkey: str
    cid: str
    text: str
    language: str
    at_us: int


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


Event = Posted | Removed | AccountChanged


class _Record(msgspec.Struct, gc=False):
    text: str = ""
    langs: Any = None


class _Commit(msgspec.Struct, gc=False):
    operation: str = ""
    collection: str = ""
    rkey: str = ""
    cid: str = ""
    record: _Record | None = None


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


_decode = msgspec.json.Decoder(_Frame).decode


def read(frame: bytes) -> Event | None:
    """Return what a frame tells; None for what we do not follow. Raises Unreadable."""
    found = read_matching(frame, lambda _text, _language: (0,))
    return found[0] if found else None


def read_matching(frame: bytes, match: Match) -> tuple[Event, Collection[int]] | None:
    """Return what a frame tells and, of a post, what it matches; None for one that matches nothing.

    Likes and follows, five frames of six, are told by their collection and never decoded.
    """
    named = frame[_AS_A_RULE]
    if named in _PASSED_BY or (named != _POSTS and _is_no_post(frame)):
        return None
    found = _decoded(frame)
    commit = found.commit
    if commit is None:
        return _of_account(found)
    if commit.collection != "app.bsky.feed.post" or not (found.did and commit.rkey):
        return None
    return _of_post(found, commit, match)


def _is_no_post(frame: bytes) -> bool:
    at = frame.find(_COLLECTION, 0, _NAMED_BY)
    return at > 0 and not frame.startswith(_POSTS, at)


def _decoded(frame: bytes) -> _Frame:
    try:
        found = _decode(frame)
        return _decode(found.payload) if found.payload else found
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Unreadable(str(error)) from error


def _of_account(found: _Frame) -> tuple[Event, Collection[int]] | None:
    account = found.account
    if account is None or not found.did:
        return None
    return AccountChanged(found.did, account.active, account.status, found.time_us), ()


def _of_post(found: _Frame, commit: _Commit, match: Match) -> tuple[Event, Collection[int]] | None:
    if commit.operation == "delete":
        return Removed(found.did, commit.rkey, found.time_us), ()
    record = commit.record
    if record is None:
        return None
    text = record.text if len(record.text) <= TEXT_MAX else record.text[:TEXT_MAX]
    given = record.langs
    language = given[0] if given and isinstance(given, list) else ""
    if not isinstance(language, str):
        language = ""
    keys = match(text, language)
    if not keys:
        return None
    return Posted(found.did, commit.rkey, commit.cid, text, language, found.time_us), keys
