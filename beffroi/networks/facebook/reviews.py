"""What people recommend. https://developers.facebook.com/docs/graph-api/reference/page/ratings/

Read on 2026-11-22. The vendor writes of the node that it answers error 12 from v22.0 on, and still
lists the edge: where it answers, it is read; where it does not, there are no recommendations.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from beffroi.networks import shapes
from beffroi.networks.contracts import FeedbackKind, IncomingFeedback
from beffroi.networks.errors import VersionRetired
from beffroi.networks.facebook.client import Page
from beffroi.networks.facebook.places import author
from beffroi.networks.shapes import Record

_FIELDS = "created_time,has_review,recommendation_type,review_text,reviewer{id,name},"
_STORY = "open_graph_story{id}"
_VERDICTS = {"positive": True, "negative": False}


def read_since(page: Page, since: datetime) -> Iterator[IncomingFeedback]:
    """Yield recommendations made at `since` or later; none where they are no longer told."""
    try:
        listed = page.graph.page(f"/{page.id}/ratings", fields=_FIELDS + _STORY, limit="100")
    except VersionRetired:
        return
    for raw in listed.items:
        found = _review(page, raw)
        if found is not None and found.created_at >= since:
            yield found


def _review(page: Page, raw: Record) -> IncomingFeedback | None:
    """Read one recommendation; None without the story that names and carries it."""
    story = shapes.optional_text(shapes.inner(raw, "open_graph_story"), "id")
    created_at = shapes.optional_instant(raw, "created_time")
    if story is None or created_at is None:
        return None
    return IncomingFeedback(
        remote_id=story,
        kind=FeedbackKind.REVIEW,
        author=author(shapes.inner(raw, "reviewer")),
        text=shapes.optional_text(raw, "review_text") or "",
        created_at=created_at,
        url=page.address(f"{page.id}/reviews/"),
        root_id=story,
        reply_context={"under": story, "post": story},
        recommends=_VERDICTS.get(shapes.optional_text(raw, "recommendation_type") or ""),
    )
