"""Keeps on each conversation what the list shows of it. Called inside a transaction."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min

from beffroi.inbox import rules
from beffroi.inbox.echoes import without_echoes
from beffroi.inbox.models import Answer, Conversation, Feedback

#: How many of the newest words are looked at, for the search and for our own.
_LOOKED_AT = 20


def locked(conversation_id: int) -> Conversation:
    """Return the conversation as it is now, ours alone until the transaction ends."""
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("channel")
    return rows.get(pk=conversation_id)


def refresh(conversation: Conversation, *, now: datetime) -> None:
    """What was known has changed: copy it, and leave the conversation where it is."""
    if not _copy(conversation):
        _empty(conversation, now=now)
        return
    if conversation.status == Conversation.Status.OPEN:
        conversation.waiting_since = _waiting_since(conversation)
    conversation.save()


def receive(conversation: Conversation, *, now: datetime) -> None:
    """Something new was said, by them or by us there: open when somebody waits, else done."""
    if not _copy(conversation):
        _empty(conversation, now=now)
        return
    conversation.waiting_since = _waiting_since(conversation)
    if conversation.waiting_since is None:
        conversation.status = Conversation.Status.DONE
        conversation.done_at = conversation.done_at or now
    else:
        conversation.status = Conversation.Status.OPEN
    conversation.save()


def reopen(conversation: Conversation, *, now: datetime) -> None:
    """Whoever waited waits again, whatever was settled before."""
    conversation.done_at = conversation.done_by = None
    if not _copy(conversation):
        _empty(conversation, now=now)
        return
    conversation.status = Conversation.Status.OPEN
    conversation.waiting_since = _waiting_since(conversation)
    conversation.save()


def _copy(conversation: Conversation) -> bool:
    """Copy the newest words and what became of our last; False when nothing of theirs is left."""
    answers = conversation.answers.order_by("-written_at", "-id")
    conversation.answer_state = answers.values_list("delivery__status", flat=True).first() or ""
    rows = conversation.feedback.there().filter(is_ours=False)
    newest = list(rows.order_by("-written_at", "-id")[:_LOOKED_AT])
    if not newest:
        return False
    last = newest[0]
    conversation.person_name = last.author_name or last.author_handle
    conversation.person_handle = last.author_handle
    conversation.excerpt = rules.excerpt(last.text)
    conversation.search_text = rules.search_text(
        (
            last.author_name,
            last.author_handle,
            conversation.channel.network,
            *(row.text for row in newest),
        )
    )
    conversation.is_private = last.is_private
    conversation.last_feedback_at = last.written_at
    return True


def _empty(conversation: Conversation, *, now: datetime) -> None:
    """All that the person said is gone: nothing of them is kept, and nothing is left to answer."""
    conversation.person_name = conversation.person_handle = ""
    conversation.excerpt = conversation.search_text = ""
    conversation.waiting_since = None
    conversation.status = Conversation.Status.DONE
    conversation.done_at = conversation.done_at or now
    conversation.save()


def _waiting_since(conversation: Conversation) -> datetime | None:
    """Return when the oldest word that nobody answered was said, None when we had the last.

    What was said before we answered but reached us later was not before our eyes: it waits. What
    we wrote on the network itself was written by somebody who saw all that stood there.
    """
    waiting = conversation.feedback.there().filter(is_ours=False)
    answers = list(conversation.answers.select_related("delivery"))
    settled = [row.written_at for row in answers if not row.delivery.is_missing]
    if conversation.done_at is not None:
        settled.append(conversation.done_at)
    if settled:
        waiting = waiting.filter(received_at__gt=max(settled))
    there = _last_written_there(conversation, answers)
    if there is not None:
        waiting = waiting.filter(written_at__gt=there.written_at)
    oldest: datetime | None = waiting.aggregate(oldest=Min("written_at"))["oldest"]
    return oldest


def _last_written_there(conversation: Conversation, answers: list[Answer]) -> Feedback | None:
    """Return the newest that we wrote on the network by other means than Beffroi."""
    ours = conversation.feedback.there().filter(is_ours=True)
    own = without_echoes(ours.order_by("-written_at", "-id")[:_LOOKED_AT], answers)
    return own[0] if own else None
