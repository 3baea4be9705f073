"""Remote ids: a site numbers posts and comments apart, so ours say which of the two. Pure."""

from __future__ import annotations

import re

from beffroi.networks.errors import NotFound

_ID = re.compile(r"(post|comment)-(\d{1,19})")


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


def is_comment(remote_id: str) -> bool:
    """Tell a comment from a post."""
    return remote_id.startswith("comment-")
