"""A comment of ours under a post of ours: it waits until that is out."""

from __future__ import annotations

from datetime import datetime

from beffroi.delivery import actions, rules
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import Status


def follow(post: Delivery, *, now: datetime) -> None:
    """Let the comments of a post leave once it is out; one that is not sent takes them along.

    Those of a post that left between a backup and its restore may have left as well.
    """
    if post.is_missing:
        _take_along(post, now=now)
        return
    for comment in post.comments.filter(status=Status.SCHEDULED.value).order_by("id"):
        if post.state is Status.PUBLISHED and post.was_restored:
            actions.suspect(comment, now=now)
        elif post.state is Status.PUBLISHED:
            comment.due_at = now
            comment.save(update_fields=["due_at"])
            actions.wake(comment, at=now)


def _take_along(post: Delivery, *, now: datetime) -> None:
    """Give up what comments a post that is not there, also what a person was asked about."""
    not_left = sorted(state.value for state in rules.EDITABLE)
    for comment in post.comments.filter(status__in=not_left).order_by("id"):
        actions.cancel(comment, actor=None, now=now)
