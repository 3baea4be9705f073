"""What Jetstream says of posts: one JSON object a frame, of which most are none of our affair.

Both versions are read: the second wraps the same event in a `payload`. Frames are not signed: what
they say is a hint until the post itself was read. Field names: docs of the Jetstream repository.
"""

from __future__ import annotations

from typing import Any

import msgspec

#: How much of a text is read: a post holds 300 graphemes, and a frame may hold anything.
TEXT_MAX = 10_000
_COLLECTION = b'"collection":"'
_NAME_LENGTH = len(_COLLECTION)
_POSTS = b'app.bsky.feed.post"'
#: By where a frame names its collection, as its servers write them; one that does not is decoded.
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


class _Record(msgspec.Struct):
    text: str = ""
    langs: Any = None


class _Commit(msgspec.Struct):
    operation: str = ""
    collection: str = ""
    rkey: str = ""
    cid: str = ""
    record: _Record | None = None


class _Account(msgspec.Struct):
    active: bool = True
    status: str = ""


class _Frame(msgspec.Struct):
    did: str = ""
    time_us: int = 0
    kind: str = ""
    commit: _Commit | None = None
    account: _Account | None = None
    payload: msgspec.Raw = msgspec.Raw()


_decode = msgspec.json.Decoder(_Frame).decode


def read(frame: bytes) -> Event | None:
    """Return what a frame tells; None for what we do not follow. Raises Unreadable.

    Likes and follows, five frames of six, are told by their collection and never decoded.
    """
    at = frame.find(_COLLECTION, 0, _NAMED_BY)
    if at > 0 and not frame.startswith(_POSTS, at + _NAME_LENGTH):
        return None
    try:
        found = _decode(frame)
        if found.payload:
            found = _decode(found.payload)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Unreadable(str(error)) from error
    commit = found.commit
    if commit is not None:
        return _of_post(found, commit)
    if found.account is not None and found.did:
        account = found.account
        return AccountChanged(found.did, account.active, account.status, found.time_us)
    return None


def _of_post(found: _Frame, commit: _Commit) -> Event | None:
    if commit.collection != "app.bsky.feed.post" or not (found.did and commit.rkey):
        return None
    if commit.operation == "delete":
        return Removed(found.did, commit.rkey, found.time_us)
    record = commit.record
    if record is None:
        return None
    given = record.langs
    language = given[0] if given and isinstance(given, list) else ""
    return Posted(
        found.did,
        commit.rkey,
        commit.cid,
        record.text[:TEXT_MAX],
        language if isinstance(language, str) else "",
        found.time_us,
    )
