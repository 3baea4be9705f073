"""A comment of ours under a post of ours: it waits until that is out."""

from __future__ import annotations

from datetime import datetime

from beffroi.delivery import actions
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import Status


def follow(post: Delivery, *, now: datetime) -> None:
    """Let the comments of a post leave once it is out; one that is not sent takes them along.

    Those of a post that left between a backup and its restore may have left as well.
    """
    for comment in post.comments.filter(status=Status.SCHEDULED.value).order_by("id"):
        if post.is_missing:
            actions.cancel(comment, actor=None, now=now)
        elif post.state is Status.PUBLISHED and post.was_restored:
            actions.suspect(comment, now=now)
        elif post.state is Status.PUBLISHED:
            comment.due_at = now
            comment.save(update_fields=["due_at"])
            actions.wake(comment, at=now)
