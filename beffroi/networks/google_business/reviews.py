"""Reviews as Google gives them, and as feedback. Their authors are strangers.

https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews
(read 2026-11-22)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from beffroi.networks import shapes
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from beffroi.networks.errors import NotFound
from beffroi.networks.google_business.client import Client
from beffroi.networks.google_business.text import original
from beffroi.networks.shapes import Record

_STARS = {"ONE": 1, "TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5}
_REVIEW = re.compile(r"(.+/reviews/[^/]+)(/reply)?")


def is_review(remote_id: str) -> bool:
    """Tell whether an id is of a review or of our answer to one."""
    return _REVIEW.fullmatch(remote_id) is not None


def review_of(remote_id: str) -> str:
    """Return the review that an id is of, or that it answers."""
    found = _REVIEW.fullmatch(remote_id)
    return found[1] if found else remote_id


def read_review(client: Client, name: str) -> Record:
    """Return one review. Raises NotFound."""
    return shapes.record(client.read("GET", name), "review")


def reply_of(review: Record) -> Record:
    """Return our answer to a review, empty when there is none."""
    return shapes.inner(review, "reviewReply")


def changed_at(review: Record) -> datetime:
    """Return when a review was last written."""
    return shapes.optional_instant(review, "updateTime") or shapes.instant(review, "createTime")


def read_again(client: Client, ids: Sequence[str]) -> dict[str, IncomingFeedback | None]:
    """Return reviews, answers and posts as they are now; None: gone."""
    return {one: _if_there(client, one) for one in ids}


def read_thread(client: Client, remote_id: str) -> list[IncomingFeedback]:
    """Return our answer to a review; nobody can say anything under a post. Raises NotFound."""
    if not is_review(remote_id):
        client.read("GET", remote_id)
        return []
    review = read_review(client, review_of(remote_id))
    return [answer_feedback(client, review)] if reply_of(review) else []


def feedback(client: Client, review: Record) -> IncomingFeedback:
    """Return a review as feedback."""
    name = shapes.text(review, "name")
    reviewer = shapes.inner(review, "reviewer")
    shown = shapes.optional_text(reviewer, "displayName") or ""
    created_at = shapes.instant(review, "createTime")
    edited_at = changed_at(review)
    return IncomingFeedback(
        remote_id=name,
        kind=FeedbackKind.REVIEW,
        # Google tells no id of who wrote it.
        author=Author(account_id="", handle=shown, display_name=shown),
        text=original(shapes.optional_text(review, "comment") or ""),
        created_at=created_at,
        edited_at=edited_at if edited_at != created_at else None,
        url=_url(client, review),
        root_id=name,
        stars=_STARS.get(shapes.optional_text(review, "starRating") or ""),
    )


def answer_feedback(client: Client, review: Record) -> IncomingFeedback:
    """Return our answer to a review; hidden when Google rejected it."""
    name, reply = shapes.text(review, "name"), reply_of(review)
    return IncomingFeedback(
        remote_id=f"{name}/reply",
        kind=FeedbackKind.REVIEW,
        author=Author(account_id=client.place, handle=client.location, display_name=""),
        text=shapes.optional_text(reply, "comment") or "",
        created_at=shapes.optional_instant(reply, "updateTime") or changed_at(review),
        url=_url(client, review),
        root_id=name,
        parent_id=name,
        is_ours=True,
        can_answer=False,
        is_hidden=shapes.optional_text(reply, "reviewReplyState") == "REJECTED",
    )


def _if_there(client: Client, remote_id: str) -> IncomingFeedback | None:
    try:
        if not is_review(remote_id):
            return _own_post(client, remote_id)
        review = read_review(client, review_of(remote_id))
    except NotFound:
        return None
    if review_of(remote_id) == remote_id:
        return feedback(client, review)
    return answer_feedback(client, review) if reply_of(review) else None


def _own_post(client: Client, name: str) -> IncomingFeedback:
    post = shapes.record(client.read("GET", name), "post")
    created_at = shapes.instant(post, "createTime")
    return IncomingFeedback(
        remote_id=name,
        kind=FeedbackKind.REPLY,
        author=Author(account_id=client.place, handle=client.location, display_name=""),
        text=shapes.optional_text(post, "summary") or "",
        created_at=created_at,
        url=shapes.optional_text(post, "searchUrl") or client.page_url("/posts"),
        root_id=name,
        is_ours=True,
        can_answer=False,
        is_hidden=shapes.optional_text(post, "state") == "REJECTED",
    )


def _url(client: Client, review: Record) -> str:
    told = shapes.optional_text(review, "reviewReplyUrl") or ""
    return told if told.startswith("https://") else client.page_url("/reviews")
