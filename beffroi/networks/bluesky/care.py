"""Whom we keep from us, and what is told to Bluesky's moderators.

A block is a record in our own repository, which everybody may read: its format is
https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/graph/block.json. A report
goes through our own server to a service that moderates:
https://docs.bsky.app/docs/advanced-guides/moderation#reporting (both read on 2026-11-27).
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from beffroi.networks import shapes
from beffroi.networks.bluesky.client import Session, record, text_of
from beffroi.networks.bluesky.records import POSTS, format_instant, parse_post_id, tid_of
from beffroi.networks.contracts import ReportReason
from beffroi.networks.errors import ContentRefused, NotFound

BLOCKS = "app.bsky.graph.block"
#: Bluesky's own moderation, as its app names it. Another network of this protocol has another.
MODERATORS = "did:plc:ar7c4by46qjdydhdevvrndac"
_SERVICE = "atproto_labeler"
_REASONS = {
    ReportReason.SPAM: "reasonSpam",
    ReportReason.HARASSMENT: "reasonRude",
    ReportReason.ILLEGAL: "reasonViolation",
    ReportReason.OTHER: "reasonOther",
}


def block(session: Session, author_id: str, *, now: datetime) -> None:
    """Write the record that blocks an account; written again, it is the same one."""
    content = {"$type": BLOCKS, "subject": author_id, "createdAt": format_instant(now)}
    session.read(
        "POST",
        "com.atproto.repo.putRecord",
        json={**_place(session, _key_of(author_id)), "validate": True, "record": content},
    )


def unblock(session: Session, author_id: str) -> None:
    """Delete that record, and one that was written elsewhere, as by Bluesky's app.

    Raises ContentRefused when a list blocks the account: only its owner lifts that.
    """
    ours = _key_of(author_id)
    _delete(session, ours)
    found = _relationship(session, author_id)
    others = (shapes.optional_text(found, "blocking") or "").rpartition("/")
    if others[0] == f"at://{session.account_id}/{BLOCKS}" and others[2] != ours:
        _delete(session, others[2])
    if found.get("blockingByList"):
        raise ContentRefused("a list blocks this account")


def report(
    session: Session, remote_id: str, *, reason: ReportReason, words: str, moderators: str
) -> None:
    """Report a post as it stands now, to the service whose DID is `moderators`."""
    place = parse_post_id(remote_id)
    if place is None:
        raise NotFound("this is no post")
    params = {"repo": place.did, "collection": POSTS, "rkey": place.rkey}
    # Asked without our access: a post of whom we block is hidden from us alone.
    found = session.read_openly("com.atproto.repo.getRecord", params=params)
    session.act(
        "com.atproto.moderation.createReport",
        payload={
            "reasonType": f"com.atproto.moderation.defs#{_REASONS[reason]}",
            "subject": {
                "$type": "com.atproto.repo.strongRef",
                "uri": place.uri,
                "cid": text_of(found, "cid"),
            },
            **({"reason": words} if words else {}),
        },
        headers={"atproto-proxy": f"{moderators}#{_SERVICE}"},
    )


def _key_of(author_id: str) -> str:
    """Return the id of our record about an account, always the same: it blocks once."""
    digest = hashlib.sha256(author_id.encode()).digest()
    return tid_of(int.from_bytes(digest[:8]) >> 1)


def _place(session: Session, key: str) -> dict[str, str]:
    return {"repo": session.account_id, "collection": BLOCKS, "rkey": key}


def _delete(session: Session, key: str) -> None:
    """Delete a record; already gone is success on every server."""
    session.read("POST", "com.atproto.repo.deleteRecord", json=_place(session, key))


def _relationship(session: Session, author_id: str) -> shapes.Record:
    """Return how our account stands to another, as the app view knows it: it may lag a moment."""
    answer = session.read(
        "GET",
        "app.bsky.graph.getRelationships",
        params={"actor": session.account_id, "others": author_id},
    )
    found = answer.get("relationships")
    return record(found[0]) if isinstance(found, list) and found else {}
