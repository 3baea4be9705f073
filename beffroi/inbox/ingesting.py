"""Writes what networks show into the inbox. The same input twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from beffroi.channels.models import Channel
from beffroi.core.foreign import storable, web_address
from beffroi.inbox import rules
from beffroi.inbox.models import Conversation, Feedback, Tombstone
from beffroi.networks.contracts import IncomingFeedback


@transaction.atomic
def ingest(channel: Channel, items: Iterable[IncomingFeedback], *, now: datetime) -> int:
    """Keep new feedback and follow edits. Return how many were new.

    Order does not matter: what was deleted stays deleted, an older copy never replaces a newer.
    What cannot be kept (an id that is none) is passed over: it must not hide the rest.
    """
    Channel.objects.select_for_update().get(pk=channel.pk)  # one writer per channel
    seen = _newest_copies(item for item in items if _is_usable(item))
    known = {row.remote_id: row for row in _rows(channel, seen)}
    for remote_id, row in known.items():
        _follow(row, seen[remote_id])
    touched = {row.conversation_id: row.conversation for row in known.values()}
    fresh = [item for item in seen.values() if item.remote_id not in known]
    added = [_add(channel, item, now=now) for item in _in_order(channel, fresh)]
    kept = [row for row in added if row is not None]
    touched |= {row.conversation_id: row.conversation for row in kept}
    reopened = {row.conversation_id for row in kept if not row.is_ours}
    for pk, conversation in touched.items():
        summarise(conversation, reopened=pk in reopened, now=now)
    return len(kept)


@transaction.atomic
def follow_deletions(
    channel: Channel, seen: Mapping[str, IncomingFeedback | None], *, now: datetime
) -> None:
    """Apply what re-reading known feedback told: edits, and None for what is gone."""
    Channel.objects.select_for_update().get(pk=channel.pk)
    known = {row.remote_id: row for row in _rows(channel, seen)}
    for remote_id, row in known.items():
        current = seen[remote_id]
        if current is None:
            _bury(row, now=now)
        else:
            _follow(row, current)
    gone = [one for one, item in seen.items() if item is None and one not in known]
    Tombstone.objects.bulk_create(
        [Tombstone(channel=channel, remote_id=one, deleted_at=now) for one in gone],
        ignore_conflicts=True,
    )
    for conversation in {row.conversation_id: row.conversation for row in known.values()}.values():
        summarise(conversation, reopened=False, now=now)


def summarise(conversation: Conversation, *, reopened: bool, now: datetime) -> None:
    """Copy onto the conversation what the list shows of its feedback."""
    rows = conversation.feedback.filter(deleted_at__isnull=True, is_ours=False)
    newest = rows.order_by("-written_at", "-id").first()
    if newest is None:
        _empty(conversation, now=now)
        return
    conversation.person_name = newest.author_name or newest.author_handle
    conversation.person_handle = newest.author_handle
    conversation.excerpt = rules.excerpt(newest.text)
    conversation.search_text = rules.search_text(
        (newest.author_name, newest.author_handle, conversation.channel.network, newest.text)
    )
    conversation.is_private = newest.is_private
    conversation.last_feedback_at = newest.written_at
    conversation.waiting_since = _waiting_since(conversation)
    if reopened:
        conversation.status = Conversation.Status.OPEN
    conversation.save()


def _empty(conversation: Conversation, *, now: datetime) -> None:
    """All that the person said is gone: nothing of them is kept, and nothing is left to answer."""
    conversation.person_name = conversation.person_handle = ""
    conversation.excerpt = conversation.search_text = ""
    conversation.waiting_since = None
    conversation.status = Conversation.Status.DONE
    conversation.done_at = conversation.done_at or now
    conversation.save()


def _waiting_since(conversation: Conversation) -> datetime | None:
    """Return when the oldest word that nobody answered was said, None when we had the last."""
    ours = conversation.feedback.filter(is_ours=True).order_by("-written_at").first()
    leaving = conversation.answers.exclude(delivery__status__in=["failed", "cancelled"])
    answer = leaving.order_by("-written_at").first()
    last_words = [row.written_at for row in (ours, answer) if row is not None]
    waiting = conversation.feedback.filter(is_ours=False, deleted_at__isnull=True)
    if last_words:
        waiting = waiting.filter(written_at__gt=max(last_words))
    if conversation.done_at is not None:
        waiting = waiting.filter(received_at__gt=conversation.done_at)
    oldest: datetime | None = waiting.aggregate(oldest=Min("written_at"))["oldest"]
    return oldest


def _is_usable(item: IncomingFeedback) -> bool:
    author_id = item.author.account_id
    return (
        rules.is_identifier(item.remote_id)
        and rules.is_identifier(item.root_id)
        and rules.is_identifier(author_id)
        and len(author_id) <= rules.NAME_MAX
    )


def _newest_copies(items: Iterable[IncomingFeedback]) -> dict[str, IncomingFeedback]:
    newest: dict[str, IncomingFeedback] = {}
    for item in items:
        known = newest.get(item.remote_id)
        if known is None or not _is_older(item.edited_at, than=known.edited_at):
            newest[item.remote_id] = item
    return newest


def _is_older(edited_at: datetime | None, *, than: datetime | None) -> bool:
    return than is not None and (edited_at is None or edited_at < than)


def _rows(channel: Channel, remote_ids: Iterable[str]) -> list[Feedback]:
    rows = Feedback.objects.filter(channel=channel, remote_id__in=list(remote_ids))
    return list(rows.select_related("conversation__channel"))


def _in_order(channel: Channel, fresh: list[IncomingFeedback]) -> list[IncomingFeedback]:
    """Return what is not known to be deleted, oldest first: answers come after what they answer."""
    ids = [item.remote_id for item in fresh]
    buried = Tombstone.objects.filter(channel=channel, remote_id__in=ids)
    gone = set(buried.values_list("remote_id", flat=True)) if ids else set()
    return sorted(
        (item for item in fresh if item.remote_id not in gone),
        key=lambda item: (item.created_at, item.remote_id),
    )


def _add(channel: Channel, item: IncomingFeedback, *, now: datetime) -> Feedback | None:
    """Keep one item under the conversation of its person; ours under that of whom it answers."""
    handle = rules.shown_name(item.author.handle, handle="")
    name = rules.shown_name(item.author.display_name, handle=handle)
    conversation = (
        _answered_conversation(channel, item)
        if item.is_ours
        else _conversation(channel, item, name=name, handle=handle, now=now)
    )
    if conversation is None:
        return None
    return Feedback.objects.create(
        workspace_id=channel.workspace_id,
        conversation=conversation,
        channel=channel,
        remote_id=item.remote_id,
        parent_id=storable(item.parent_id or "", longest=rules.IDENTIFIER_MAX),
        kind=item.kind.value,
        author_id=item.author.account_id,
        author_handle=handle,
        author_name=name,
        text=storable(item.text, longest=rules.TEXT_MAX),
        url=web_address(item.url),
        reply_context=_context(item),
        is_ours=item.is_ours,
        is_private=item.is_private,
        written_at=rules.plausible(item.created_at, now=now),
        edited_at=item.edited_at,
        received_at=now,
    )


def _conversation(
    channel: Channel, item: IncomingFeedback, *, name: str, handle: str, now: datetime
) -> Conversation:
    conversation, _ = Conversation.objects.get_or_create(
        channel=channel,
        root_id=item.root_id,
        person_id=item.author.account_id,
        defaults={
            "workspace_id": channel.workspace_id,
            "person_name": name,
            "person_handle": handle,
            "last_feedback_at": rules.plausible(item.created_at, now=now),
        },
    )
    return conversation


def _answered_conversation(channel: Channel, item: IncomingFeedback) -> Conversation | None:
    """Find whom we answered elsewhere. None: nobody that we know, and it comes again later."""
    parent = Feedback.objects.filter(channel=channel, remote_id=item.parent_id or "")
    row = parent.select_related("conversation__channel").first()
    return row.conversation if row else None


def _context(item: IncomingFeedback) -> dict[str, str]:
    return {
        storable(key, longest=rules.NAME_MAX): storable(str(value), longest=rules.TEXT_MAX)
        for key, value in item.reply_context.items()
    }


def _follow(row: Feedback, current: IncomingFeedback) -> None:
    text = storable(current.text, longest=rules.TEXT_MAX)
    if row.deleted_at is not None or _is_older(current.edited_at, than=row.edited_at):
        return
    if row.text == text and row.edited_at == current.edited_at:
        return
    row.text = text
    row.edited_at = current.edited_at
    row.reply_context = _context(current)
    row.save(update_fields=["text", "edited_at", "reply_context"])


def _bury(row: Feedback, *, now: datetime) -> None:
    """What its author deleted is not ours to keep: only the fact and the date remain."""
    if row.deleted_at is not None:
        return
    row.text = row.author_name = row.author_handle = row.url = ""
    row.reply_context = {}
    row.deleted_at = now
    row.save(
        update_fields=["text", "author_name", "author_handle", "url", "reply_context", "deleted_at"]
    )
