"""What people said under our videos: shown, hidden, removed.

https://developers.google.com/youtube/v3/docs/comments/setModerationStatus (read 2026-11-22). A
rejected comment can never be published again, and only its author can delete it: so hiding is
holding for review, and removing is rejecting.
"""

from __future__ import annotations

from beffroi.networks.errors import NetworkUnavailable, NotFound
from beffroi.networks.youtube.client import Client
from beffroi.networks.youtube.comments import read_comments
from beffroi.networks.youtube.errors import explain_moderation


def hide(client: Client, remote_id: str) -> None:
    """Hold a comment for review: nobody but us sees it."""
    _moderate(client, remote_id, "heldForReview")


def show(client: Client, remote_id: str) -> None:
    """Publish a comment that was held."""
    _moderate(client, remote_id, "published")


def remove(client: Client, remote_id: str) -> None:
    """Reject a comment for good. Gone already is success."""
    try:
        _moderate(client, remote_id, "rejected")
    except (NotFound, NetworkUnavailable):
        # "processingFailure" also is what the vendor says of a comment that its author took away.
        if remote_id in read_comments(client, [remote_id]):
            raise


def _moderate(client: Client, remote_id: str, status: str) -> None:
    params = {"id": remote_id, "moderationStatus": status}
    client.read("POST", "/comments/setModerationStatus", params=params, explain=explain_moderation)
