"""What a person does in the inbox."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from beffroi.channels import gateway
from beffroi.core import audit
from beffroi.delivery import actions as delivery_actions
from beffroi.delivery.content import Content
from beffroi.delivery.models import Delivery
from beffroi.inbox.ingesting import summarise
from beffroi.inbox.models import Answer, Conversation, Feedback
from beffroi.networks.contracts import ReplyTarget, TextCount
from beffroi.workspaces.models import User


class CannotAnswer(Exception):
    """The answer cannot leave; `problem` is empty, too_long (by `excess`), gone or channel_lost."""

    def __init__(self, problem: str, *, excess: int = 0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.excess = excess


@transaction.atomic
def answer(conversation: Conversation, *, text: str, actor: User, now: datetime) -> Answer:
    """Say `text` to whoever spoke last; it leaves at once. Raises CannotAnswer, nothing changed."""
    target = last_feedback(conversation)
    _check(conversation, target, text)
    assert target is not None  # noqa: S101 - _check raised otherwise
    content = Content(
        text=text.strip(),
        language=actor.language,
        written_at=now,
        visibility="direct" if conversation.is_private else "public",
        reply_to=ReplyTarget(target.remote_id, target.author_handle, target.reply_context),
    )
    delivery = delivery_actions.create_delivery(
        channel=conversation.channel, content=content, due_at=now, actor=actor, now=now
    )
    row = Answer.objects.create(
        workspace_id=conversation.workspace_id,
        conversation=conversation,
        feedback=target,
        delivery=delivery,
        text=content.text,
        author=actor,
        written_at=now,
    )
    _close(conversation, actor=actor, now=now)
    _audit(conversation, "conversation.answered", actor=actor, now=now)
    return row


def last_feedback(conversation: Conversation) -> Feedback | None:
    """Return the newest feedback that is not ours and still there."""
    rows = conversation.feedback.filter(is_ours=False, deleted_at__isnull=True)
    return rows.order_by("-written_at", "-id").first()


def count_answer(conversation: Conversation, text: str) -> TextCount:
    """Count an answer as the conversation's network does."""
    channel = conversation.channel
    return gateway.network(channel.network).count_text(
        text.strip(), limits=gateway.limits_of(channel)
    )


@transaction.atomic
def mark_done(conversation: Conversation, *, actor: User, now: datetime) -> None:
    """Nothing more to do here, until the person writes again."""
    _close(conversation, actor=actor, now=now)
    _audit(conversation, "conversation.done", actor=actor, now=now)


@transaction.atomic
def reopen(conversation: Conversation, *, actor: User, now: datetime) -> None:
    """Undo « done »."""
    _open(conversation)
    _audit(conversation, "conversation.reopened", actor=actor, now=now)


def follow_answer(delivery: Delivery, *, now: datetime) -> None:
    """An answer's delivery moved: one that did not leave brings its conversation back."""
    row = Answer.objects.select_related("conversation").filter(delivery=delivery).first()
    if row is None:
        return
    if delivery.status in {"failed", "cancelled"}:
        _open(row.conversation)
    summarise(row.conversation, reopened=False)


def _check(conversation: Conversation, target: Feedback | None, text: str) -> None:
    if not text.strip():
        raise CannotAnswer("empty")
    if target is None:
        raise CannotAnswer("gone")
    if not conversation.channel.is_connected:
        raise CannotAnswer("channel_lost")
    excess = count_answer(conversation, text).excess
    if excess:
        raise CannotAnswer("too_long", excess=excess)


def _close(conversation: Conversation, *, actor: User, now: datetime) -> None:
    conversation.status = Conversation.Status.DONE
    conversation.done_at, conversation.done_by = now, actor
    conversation.save(update_fields=["status", "done_at", "done_by"])


def _open(conversation: Conversation) -> None:
    conversation.status = Conversation.Status.OPEN
    conversation.done_at = conversation.done_by = None
    conversation.save(update_fields=["status", "done_at", "done_by"])


def _audit(conversation: Conversation, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=conversation.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"conversation:{conversation.pk}",
        now=now,
    )
