"""Remote ids: a site numbers posts and comments apart, so ours say which of the two. Pure."""

from __future__ import annotations

import re

from beffroi.networks import shapes
from beffroi.networks.errors import NotFound, UnexpectedResponse
from beffroi.networks.shapes import Record

_NUMBER = re.compile(r"[0-9]{1,19}")
_ID = re.compile(rf"(post|comment)-({_NUMBER.pattern})")


def of_post(number: str) -> str:
    """Return the remote id of a post."""
    return f"post-{number}"


def of_comment(number: str) -> str:
    """Return the remote id of a comment."""
    return f"comment-{number}"


def path(remote_id: str) -> str:
    """Return where the interface holds it. NotFound for an id that no site gave."""
    found = _ID.fullmatch(remote_id)
    if found is None:
        raise NotFound("this is no id of WordPress")
    return f"wp/v2/{found[1]}s/{found[2]}"


def number(remote_id: str) -> str:
    """Return the site's own number. NotFound for an id that no site gave."""
    return path(remote_id).rpartition("/")[2]


def is_number(text: str) -> bool:
    """Tell whether a site can have numbered something like that."""
    return _NUMBER.fullmatch(text) is not None


def read_number(data: Record, key: str) -> str:
    """Return the number that a site gives. UnexpectedResponse for what is none."""
    text = shapes.text(data, key)
    if not is_number(text):
        raise UnexpectedResponse(f"no number under {key}")
    return text


def is_comment(remote_id: str) -> bool:
    """Tell a comment from a post."""
    return remote_id.startswith("comment-")
