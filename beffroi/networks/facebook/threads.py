"""One post with everything said under it, and single things read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from beffroi.networks import shapes
from beffroi.networks.contracts import IncomingFeedback
from beffroi.networks.errors import ContentRefused, NotFound
from beffroi.networks.facebook import messages, places
from beffroi.networks.facebook.client import Page
from beffroi.networks.facebook.sight import require
from beffroi.networks.shapes import Record


def read_thread(page: Page, remote_id: str) -> Sequence[IncomingFeedback]:
    """Read every comment under a post, or a whole conversation, oldest first."""
    if messages.is_conversation(remote_id):
        return messages.read_conversation(page, remote_id)
    found: dict[str, IncomingFeedback] = {}
    for listed in page.graph.pages(
        f"/{remote_id}/comments",
        filter="stream",
        order="chronological",
        fields=places.COMMENT_FIELDS,
        limit="100",
    ):
        for raw in places.readable(listed.items):
            item = places.comment(page, raw, root_id=remote_id)
            found[item.remote_id] = item
    return sorted(found.values(), key=lambda one: (one.created_at, one.remote_id))


def read_again(page: Page, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
    """Read each as it is now. None only when we may see it and it is not there.

    A message is never said to be gone: an old one passes for deleted.
    """
    found: dict[str, IncomingFeedback | None] = {}
    gone: list[str] = []
    for one in remote_ids:
        try:
            found[one] = _read(page, one)
        except NotFound:
            gone.append(one)
    gone = [one for one in gone if not messages.is_message(one)]
    if gone:
        require(page, "pages_read_engagement", "pages_read_user_content")
        found |= dict.fromkeys(gone)
    return found


def _read(page: Page, remote_id: str) -> IncomingFeedback:
    if messages.is_message(remote_id):
        fields = messages.MESSAGE_FIELDS
        return messages.message(page, page.graph.record(f"/{remote_id}", fields=fields))
    if remote_id.startswith(f"{page.id}_"):
        return places.post(page, _node(page, remote_id, places.POST_FIELDS))
    try:
        return places.comment(page, _node(page, remote_id, places.COMMENT_FIELDS))
    except ContentRefused:  # a post of somebody else has no such fields
        return places.post(page, _node(page, remote_id, places.POST_FIELDS))


def _node(page: Page, remote_id: str, fields: str) -> Record:
    return shapes.record(page.graph.record(f"/{remote_id}", fields=fields), "node")
