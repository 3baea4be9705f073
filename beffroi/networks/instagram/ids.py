"""Remote ids that say what they name, so that each can be read again by itself. Pure.

A post of ours bears Instagram's own id. All else has its kind in front: `comment:`, `message:`,
`tag:` (a post of somebody who tagged us) and `mention:` with a post and, where it was said in one,
a comment.
"""

from __future__ import annotations

from typing import NamedTuple

POST = "post"
COMMENT = "comment"
MESSAGE = "message"
TAG = "tag"
MENTION = "mention"
PERSON = "person"

_KINDS = frozenset({COMMENT, MESSAGE, TAG, MENTION, PERSON})


class Named(NamedTuple):
    """What a remote id names. `within` is the comment of a mention, "" elsewhere."""

    kind: str
    id: str
    within: str = ""


def write(kind: str, id: str, within: str = "") -> str:
    """Return the remote id of a thing."""
    if kind == POST:
        return id
    return ":".join([kind, id, within] if within else [kind, id])


def read(remote_id: str) -> Named:
    """Return what a remote id names."""
    kind, _, rest = remote_id.partition(":")
    if kind not in _KINDS:
        return Named(POST, remote_id)
    if kind == MENTION:
        media, _, within = rest.partition(":")
        return Named(kind, media, within)
    return Named(kind, rest)
