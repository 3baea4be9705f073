"""What a person does in the inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.db.models import QuerySet

from beffroi.channels import gateway
from beffroi.core import audit
from beffroi.delivery import actions as delivery_actions
from beffroi.delivery.content import Content
from beffroi.delivery.forgetting import forget_addressees
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import EDITABLE, NOT_SENT
from beffroi.inbox import rules, summary
from beffroi.inbox.echoes import without_echoes
from beffroi.inbox.models import Answer, Conversation, Feedback, Removal
from beffroi.inbox.pressing import plea_of
from beffroi.networks import answers as networks_answers
from beffroi.networks.contracts import FeedbackKind, ReplyTarget, TextCount
from beffroi.workspaces.models import User


class CannotAnswer(Exception):
    """The answer cannot leave.

    `problem` is empty, too_long (by `excess`), to_fill (the `gaps`), gone, channel_lost, never or
    window_over (see `rules.Closed`); answered (by `colleague`), answered_there, on the network
    itself, or wrote_again, the person themselves: `said` is what.
    """

    def __init__(
        self,
        problem: str,
        *,
        excess: int = 0,
        colleague: str = "",
        said: str = "",
        gaps: tuple[str, ...] = (),
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.excess = excess
        self.colleague = colleague
        self.said = said
        self.gaps = gaps

    @property
    def is_overtaken(self) -> bool:
        """Whether something was said meanwhile: the writer may send all the same."""
        return self.problem in {"answered", "answered_there", "wrote_again"}


@dataclass(frozen=True)
class Seen:
    """What was said already on the writer's page, by the newest ids; None: not known.

    `answer_id` is of our answers, `heard_id` of what we wrote on the network by other means,
    `told_id` of what the person said.
    """

    answer_id: int | None = None
    heard_id: int | None = None
    told_id: int | None = None


@transaction.atomic
def answer(
    conversation: Conversation,
    *,
    text: str,
    actor: User,
    now: datetime,
    seen: Seen | None = None,
    suggestion: str = "",
) -> Answer:
    """Say `text` to the person, in answer to their newest words; it leaves at once.

    The same text to the same words is one answer, however often it is asked for. With `seen`, what
    was said meanwhile, by somebody here or by the person, comes first. `suggestion` is the key of
    the one that the text was made from. What nobody wrote and has not left yet is withdrawn.
    Raises CannotAnswer, nothing changed.
    """
    withdraw_automatic(conversation.answers.all(), now=now)
    conversation = summary.locked(conversation.pk)
    text = rules.typed_text(text)
    target = last_feedback(conversation)
    if target is None:
        raise CannotAnswer("gone")
    given = _standing_answers(conversation)
    twin = given.filter(feedback=target, text=text, is_automatic=False).first()
    if twin is not None:
        return twin
    newest = given.filter(is_automatic=False).last()  # nobody is overtaken by what nobody wrote
    _check(conversation, text, target=target, newest=newest, seen=seen or Seen())
    _check_possible(conversation, target, text, now=now)
    row = _send(
        conversation,
        target,
        text,
        language=actor.language,
        actor=actor,
        now=now,
        suggestion=suggestion,
    )
    summary.refresh(conversation, now=now)
    _close(conversation, actor=actor, now=now)
    _audit(conversation, "conversation.answered", actor=actor, now=now)
    return row


class AnswerByItself(Protocol):
    """An answer that nobody writes."""

    def __call__(self, to: Feedback, *, text: str, language: str, now: datetime) -> Answer:
        """Have it leave. Raises CannotAnswer, nothing changed."""


@transaction.atomic
def answer_by_itself(
    to: Feedback, *, text: str, language: str, now: datetime, before: datetime | None = None
) -> Answer:
    """Say `text` without a person, and leave the conversation open: somebody still waits.

    It leaves `before` an instant or never. Raises CannotAnswer, nothing changed: `gone` also when
    somebody dealt with it meanwhile.
    """
    row, conversation = _answered_by_itself(to, text, language=language, before=before, now=now)
    summary.refresh(conversation, now=now)
    _audit(conversation, "conversation.answered_by_itself", actor=None, now=now)
    return row


@transaction.atomic
def settle_by_itself(to: Feedback, *, text: str, language: str, now: datetime) -> Answer:
    """Say `text` without a person where that is all there is to say. Raises CannotAnswer."""
    row, conversation = _answered_by_itself(to, text, language=language, now=now)
    summary.refresh(conversation, now=now)
    _close(conversation, actor=None, now=now)
    _audit(conversation, "conversation.answered_by_itself", actor=None, now=now)
    return row


def withdraw_automatic(answers: QuerySet[Answer], *, now: datetime) -> None:
    """Keep from leaving what nobody wrote and has not left. Inside a transaction.

    Before a conversation is locked: whoever sends holds a delivery first, then its conversation.
    """
    ids = answers.filter(is_automatic=True).order_by().values("delivery")
    waiting = Delivery.objects.filter(
        pk__in=ids, status__in=sorted(state.value for state in EDITABLE)
    )
    for row in list(waiting.select_for_update().order_by("pk")):
        delivery_actions.cancel(row, actor=None, now=now)


def _answered_by_itself(
    to: Feedback, text: str, *, language: str, now: datetime, before: datetime | None = None
) -> tuple[Answer, Conversation]:
    conversation = summary.locked(to.conversation_id)
    target = last_feedback(conversation)
    is_open = conversation.status == Conversation.Status.OPEN
    if target != to or not is_open or conversation.waiting_since is None:
        raise CannotAnswer("gone")
    is_alerted = conversation.escalated_at is not None
    if is_alerted or _moved(to, target) or _is_to_be_removed(target):
        raise CannotAnswer("gone")
    _check_possible(conversation, target, text, now=now)
    row = _send(conversation, target, text, language=language, actor=None, before=before, now=now)
    return row, conversation


def _moved(read: Feedback, now_there: Feedback) -> bool:
    """Tell whether a message is no longer what was read before the lock, or out of sight."""
    is_same = (read.text, read.stars) == (now_there.text, now_there.stars)
    return not is_same or now_there.is_hidden or now_there.is_held


def _is_to_be_removed(target: Feedback) -> bool:
    return Removal.objects.filter(feedback=target, state__in=Removal.PENDING).exists()


def _check_possible(
    conversation: Conversation, target: Feedback, text: str, *, now: datetime
) -> None:
    """Raise CannotAnswer for what its channel or its network would not take."""
    if not conversation.channel.is_connected:
        raise CannotAnswer("channel_lost")
    excess = count_answer(conversation, text, to=target).excess
    if excess:
        raise CannotAnswer("too_long", excess=excess)
    closed = why_closed(target, now=now)
    if closed is not None:
        raise CannotAnswer(closed.value)


def _send(
    conversation: Conversation,
    target: Feedback,
    text: str,
    *,
    language: str,
    actor: User | None,
    now: datetime,
    suggestion: str = "",
    before: datetime | None = None,
) -> Answer:
    """Have an answer leave; nobody's is automatic."""
    content = Content(
        text=text,
        language=language,
        written_at=now,
        visibility="direct" if target.is_private else "public",
        reply_to=ReplyTarget(target.remote_id, target.author_handle, target.reply_context),
    )
    delivery = delivery_actions.create_delivery(
        channel=conversation.channel,
        content=content,
        due_at=now,
        leaves_before=before,
        actor=actor,
        now=now,
    )
    return Answer.objects.create(
        workspace_id=conversation.workspace_id,
        conversation=conversation,
        feedback=target,
        delivery=delivery,
        text=content.text,
        suggestion=suggestion,
        author=actor,
        is_automatic=actor is None,
        written_at=now,
        waited_since=conversation.waiting_since if actor else None,
        promise=plea_of(conversation).kind.value,
        due_at=conversation.due_at,
    )


def last_feedback(conversation: Conversation) -> Feedback | None:
    """Return the newest feedback that is not ours and still there."""
    rows = conversation.feedback.there().filter(is_ours=False)
    return rows.order_by("-written_at", "-id").first()


def why_closed(target: Feedback, *, now: datetime) -> rules.Closed | None:
    """Return why the network takes no answer to `target` now, None when it does."""
    return rules.why_closed(can_answer=target.can_answer, reply_until=target.reply_until, now=now)


def count_answer(conversation: Conversation, text: str, *, to: Feedback | None) -> TextCount:
    """Count an answer to some feedback as the conversation's network does."""
    channel = conversation.channel
    return networks_answers.count_answer(
        gateway.network(channel.network),
        rules.typed_text(text),
        kind=next((kind for kind in FeedbackKind if to and kind.value == to.kind), None),
        limits=gateway.limits_of(channel),
    )


@transaction.atomic
def reopen(conversation: Conversation, *, actor: User, now: datetime) -> None:
    """Undo « done »: whoever waited waits again."""
    conversation = summary.locked(conversation.pk)
    summary.reopen(conversation, now=now)
    _audit(conversation, "conversation.reopened", actor=actor, now=now)


@transaction.atomic
def follow_answer(delivery: Delivery, *, now: datetime) -> None:
    """An answer's delivery moved: one that is not there brings its conversation back.

    Unless nobody wrote it and it did not settle anything itself.
    """
    row = Answer.objects.filter(delivery=delivery).select_related("feedback").first()
    if row is None:
        return
    conversation = summary.locked(row.conversation_id)
    if delivery.is_missing and not (row.is_automatic and _is_settled_otherwise(conversation, row)):
        summary.reopen(conversation, now=now)
    else:
        summary.refresh(conversation, now=now)
    if row.feedback.is_gone:
        forget_addressees(Delivery.objects.filter(pk=delivery.pk))


def _is_settled_otherwise(conversation: Conversation, row: Answer) -> bool:
    """Tell whether a conversation is open, or was settled by something else than this answer."""
    return conversation.done_by_id is not None or conversation.done_at != row.written_at


def _standing_answers(conversation: Conversation) -> QuerySet[Answer]:
    gone = sorted(state.value for state in NOT_SENT)
    there = conversation.answers.filter(delivery__taken_away_at__isnull=True)
    return there.exclude(delivery__status__in=gone).select_related("author")


def _check(
    conversation: Conversation, text: str, *, target: Feedback, newest: Answer | None, seen: Seen
) -> None:
    if not text:
        raise CannotAnswer("empty")
    if newest is not None and seen.answer_id is not None and newest.pk > seen.answer_id:
        raise CannotAnswer("answered", colleague=str(newest.author or ""), said=newest.text)
    elsewhere = _written_there(conversation, since=seen.heard_id)
    if elsewhere is not None:
        raise CannotAnswer("answered_there", said=elsewhere.text)
    if seen.told_id is not None and target.pk > seen.told_id:
        raise CannotAnswer("wrote_again", said=target.text)
    if gaps := rules.gaps_in(text):
        raise CannotAnswer("to_fill", gaps=gaps)


def _written_there(conversation: Conversation, *, since: int | None) -> Feedback | None:
    """Return what we wrote on the network itself and was heard after the row `since`."""
    if since is None:
        return None
    rows = conversation.feedback.there().filter(is_ours=True, pk__gt=since).order_by("pk")
    heard = list(rows)
    answers = conversation.answers.select_related("delivery") if heard else ()
    return next(reversed(without_echoes(heard, answers)), None)


def _close(conversation: Conversation, *, actor: User | None, now: datetime) -> None:
    conversation.status = Conversation.Status.DONE
    conversation.done_at, conversation.done_by = now, actor
    conversation.waiting_since = conversation.snoozed_until = None
    conversation.wants_check = False
    conversation.save(
        update_fields=[
            "status",
            "done_at",
            "done_by",
            "waiting_since",
            "snoozed_until",
            "wants_check",
            "answer_state",
        ]
    )


def _audit(conversation: Conversation, action: str, *, actor: User | None, now: datetime) -> None:
    audit.record(
        workspace_id=conversation.workspace_id,
        actor_id=actor.pk if actor else None,
        action=action,
        subject=f"conversation:{conversation.pk}",
        now=now,
    )
