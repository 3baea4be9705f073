"""Ids of posts and comments, ours and LinkedIn's. Pure.

A comment's own URN names its thread by an activity that no post tells of itself. So our id of a
comment is that of the post that it stands under, as it was published, and the comment's number:
these two are what every call about a comment wants.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from beffroi.networks.linkedin import restli

_BETWEEN = "/comments/"
_POST = re.compile(r"urn:li:(?:share|ugcPost):\w{1,40}")
_LAST_NUMBER = re.compile(r"(\d{1,40})\)?\s*$")


class Place(NamedTuple):
    """A post, or a comment under it."""

    post: str
    comment: str = ""

    @property
    def remote_id(self) -> str:
        """Return what the rest of Beffroi calls it."""
        return f"{self.post}{_BETWEEN}{self.comment}" if self.comment else self.post

    @property
    def url(self) -> str:
        """Return where people see it: a comment is seen under its post."""
        return f"https://www.linkedin.com/feed/update/{self.post}/"

    @property
    def path(self) -> str:
        """Return its address in the interface."""
        if not self.comment:
            return f"/rest/posts/{restli.key(self.post)}"
        return f"{comments_path(self.post)}/{restli.key(self.comment)}"


def place_of(remote_id: str) -> Place:
    """Return what an id of ours means."""
    post, _, comment = remote_id.partition(_BETWEEN)
    return Place(post, comment)


def comments_path(urn: str) -> str:
    """Return where the comments of a post, or the answers to a comment, are."""
    return f"/rest/socialActions/{restli.key(urn)}/comments"


def is_post(urn: str) -> bool:
    """Tell whether `urn` names a post."""
    return bool(_POST.fullmatch(urn))


def comment_number(urn: str) -> str:
    """Return the number of a comment from its URN or from itself, "" when there is none."""
    found = _LAST_NUMBER.search(urn)
    return found[1] if found else ""
