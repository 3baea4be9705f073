"""From a post to its deliveries: what leaves, on which channel, and what follows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from beffroi.delivery import actions as delivery_actions
from beffroi.delivery.actions import AlreadyLeft, Attached
from beffroi.delivery.content import Content, from_json
from beffroi.delivery.models import Delivery
from beffroi.publishing import checks, short_links
from beffroi.publishing.checks import Version
from beffroi.publishing.models import Post, Variant
from beffroi.workspaces.models import User


def plan(post: Post, *, due_at: datetime, actor: User, now: datetime) -> None:
    """Have each version of a post leave at `due_at` (aware), in place of what was planned before.

    The caller has checked that nothing keeps it from leaving. Raises AlreadyLeft.
    """
    due_at = due_at.astimezone(UTC)
    files = [Attached(item.file, item.alt_text) for item in post.files.select_related("file")]
    for variant in post.variants.select_related("channel", "delivery", "post__workspace"):
        version = checks.version_of(variant)
        said = short_links.leaving(
            variant,
            "" if version.is_wordless else version.text,
            post.first_comment if checks.takes_comment(version) else "",
            now=now,
        )
        content = _content(post, version, said, written_at=max(due_at, now))
        delivery = _deliver(variant, content, files, due_at=due_at, actor=actor, now=now)
        _comment(delivery, said.comment, language=post.language, actor=actor, now=now)


def withdraw(post: Post, *, actor: User, now: datetime) -> None:
    """Keep all of a post from leaving. Raises AlreadyLeft."""
    for delivery in _deliveries(post):
        delivery_actions.cancel(delivery, actor=actor, now=now)
    post.variants.update(delivery=None)


def forbid_when_left(post: Post) -> None:
    """Raise AlreadyLeft when part of a post can have left."""
    if not is_editable(post):
        raise AlreadyLeft


def is_editable(post: Post) -> bool:
    """Tell whether nothing of a post can have left."""
    return all(delivery_actions.is_editable(delivery) for delivery in _deliveries(post))


def _deliveries(post: Post) -> list[Delivery]:
    return list(Delivery.objects.filter(variant__post=post).order_by("id"))


def _content(
    post: Post, version: Version, said: short_links.Leaving, *, written_at: datetime
) -> Content:
    title, text = checks.titled(replace(version, text=said.text))
    return Content(
        title=title,
        text=text,
        language=post.language,
        written_at=written_at,
        visibility=post.visibility,
        content_warning=post.content_warning,
        format=version.format,
        fingerprint=said.fingerprint,
    )


def _deliver(
    variant: Variant,
    content: Content,
    files: Sequence[Attached],
    *,
    due_at: datetime,
    actor: User,
    now: datetime,
) -> Delivery:
    """Plan the delivery of a version, or give the one that it has what is said now."""
    if variant.delivery is not None:
        delivery_actions.revise(
            variant.delivery, content=content, files=files, due_at=due_at, actor=actor, now=now
        )
        return variant.delivery
    variant.delivery = delivery_actions.create_delivery(
        channel=variant.channel, content=content, files=files, due_at=due_at, actor=actor, now=now
    )
    variant.save(update_fields=["delivery"])
    return variant.delivery


def _comment(delivery: Delivery, text: str, *, language: str, actor: User, now: datetime) -> None:
    """Have `text` follow a delivery as our first comment; no text, no comment."""
    planned = delivery.comments.exclude(status="cancelled").first()
    if planned is not None:
        said = from_json(planned.content)
        if (said.text, said.language) == (text, language):
            return
        delivery_actions.cancel(planned, actor=actor, now=now)
    if text:
        delivery_actions.create_delivery(
            channel=delivery.channel,
            content=Content(text=text, language=language, written_at=now),
            follows=delivery,
            due_at=delivery.due_at,
            actor=actor,
            now=now,
        )
