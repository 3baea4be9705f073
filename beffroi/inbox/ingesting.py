"""Writes what networks show into the inbox. The same input twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from beffroi.channels.models import Channel
from beffroi.inbox.models import Conversation, Feedback
from beffroi.inbox.rules import excerpt, storable
from beffroi.networks.contracts import IncomingFeedback


@transaction.atomic
def ingest(channel: Channel, items: Iterable[IncomingFeedback], *, now: datetime) -> int:
    """Keep new feedback and follow edits. Return how many were new.

    Order does not matter: what was deleted stays deleted, an older copy never replaces a newer.
    """
    Channel.objects.select_for_update().get(pk=channel.pk)  # one writer per channel
    unique = {item.remote_id: item for item in items}
    rows = Feedback.objects.filter(channel=channel, remote_id__in=unique)
    known = {row.remote_id: row for row in rows}
    fresh = [item for remote_id, item in unique.items() if remote_id not in known]
    for remote_id, row in known.items():
        _follow(row, unique[remote_id])
    touched = {row.conversation_id for row in known.values()}
    for item in sorted(fresh, key=lambda item: item.created_at):
        touched.add(_add(channel, item, now=now).conversation_id)
    for conversation in Conversation.objects.filter(pk__in=touched):
        summarise(conversation, reopened=_reopens(conversation, fresh))
    return len(fresh)


@transaction.atomic
def follow_deletions(
    channel: Channel, seen: Mapping[str, IncomingFeedback | None], *, now: datetime
) -> None:
    """Apply what re-reading known feedback told: edits, and None for what is gone."""
    rows = Feedback.objects.filter(channel=channel, remote_id__in=seen).select_related(
        "conversation"
    )
    for row in rows:
        current = seen[row.remote_id]
        if current is None:
            _bury(row, now=now)
        else:
            _follow(row, current)
    for conversation in {row.conversation_id: row.conversation for row in rows}.values():
        summarise(conversation, reopened=False)


def summarise(conversation: Conversation, *, reopened: bool) -> None:
    """Copy onto the conversation what the list shows of its feedback."""
    rows = conversation.feedback.filter(deleted_at__isnull=True, is_ours=False)
    newest = rows.order_by("-written_at", "-id").first()
    if newest is None:  # all that was said is gone: nothing is left to answer
        conversation.excerpt = ""
        conversation.waiting_since = None
        conversation.save(update_fields=["excerpt", "waiting_since"])
        return
    conversation.person_name = newest.author_name or newest.author_handle
    conversation.person_handle = newest.author_handle
    conversation.excerpt = excerpt(newest.text)
    conversation.last_feedback_at = newest.written_at
    conversation.waiting_since = _waiting_since(conversation)
    if reopened:
        conversation.status = Conversation.Status.OPEN
        conversation.done_at = conversation.done_by = None
    conversation.save()


def _waiting_since(conversation: Conversation) -> datetime | None:
    ours = conversation.feedback.filter(is_ours=True).order_by("-written_at").first()
    sent = conversation.answers.filter(delivery__status="published").order_by("-written_at").first()
    last_words = [row.written_at for row in (ours, sent) if row is not None]
    waiting = conversation.feedback.filter(is_ours=False, deleted_at__isnull=True)
    if last_words:
        waiting = waiting.filter(written_at__gt=max(last_words))
    oldest: datetime | None = waiting.aggregate(oldest=Min("written_at"))["oldest"]
    return oldest


def _reopens(conversation: Conversation, fresh: Iterable[IncomingFeedback]) -> bool:
    return any(item.root_id == conversation.root_id and not item.is_ours for item in fresh)


def _add(channel: Channel, item: IncomingFeedback, *, now: datetime) -> Feedback:
    text = storable(item.text)
    name = storable(item.author.display_name)[:255]
    handle = storable(item.author.handle)[:255]
    conversation, _ = Conversation.objects.get_or_create(
        channel=channel,
        root_id=item.root_id,
        defaults={
            "workspace_id": channel.workspace_id,
            "person_name": name or handle,
            "person_handle": handle,
            "excerpt": excerpt(text),
            "is_private": item.is_private,
            "last_feedback_at": item.created_at,
        },
    )
    return Feedback.objects.create(
        workspace_id=channel.workspace_id,
        conversation=conversation,
        channel=channel,
        remote_id=item.remote_id,
        parent_id=item.parent_id or "",
        kind=item.kind.value,
        author_id=item.author.account_id,
        author_handle=handle,
        author_name=name,
        text=text,
        url=item.url,
        reply_context=dict(item.reply_context),
        is_ours=item.is_ours,
        written_at=item.created_at,
        edited_at=item.edited_at,
        received_at=now,
    )


def _follow(row: Feedback, current: IncomingFeedback) -> None:
    text = storable(current.text)
    is_older = row.edited_at is not None and (
        current.edited_at is None or current.edited_at < row.edited_at
    )
    if row.deleted_at is not None or is_older or row.text == text:
        return
    row.text = text
    row.edited_at = current.edited_at or row.edited_at
    row.reply_context = dict(current.reply_context)
    row.save(update_fields=["text", "edited_at", "reply_context"])


def _bury(row: Feedback, *, now: datetime) -> None:
    """What its author deleted is not ours to keep: only the fact and the date remain."""
    if row.deleted_at is not None:
        return
    row.text = ""
    row.author_name = ""
    row.deleted_at = now
    row.save(update_fields=["text", "author_name", "deleted_at"])
