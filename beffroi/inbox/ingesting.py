"""Writes what networks show into the inbox. The same input twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from beffroi.channels.models import Channel
from beffroi.core.foreign import storable, web_address
from beffroi.delivery.forgetting import forget_addressees
from beffroi.delivery.models import Delivery
from beffroi.inbox import rules, summary
from beffroi.inbox.echoes import without_echoes
from beffroi.inbox.models import Answer, Conversation, Feedback, Tombstone
from beffroi.networks.contracts import IncomingFeedback


@transaction.atomic
def ingest(channel: Channel, items: Iterable[IncomingFeedback], *, now: datetime) -> int:
    """Keep new feedback and follow edits. Return how many were new.

    Order does not matter: what was deleted stays deleted, an older copy never replaces a newer.
    What cannot be kept (an id that is none) is passed over: it must not hide the rest.
    """
    _one_writer(channel)
    seen = _newest_copies(item for item in items if _is_usable(item))
    known = _known(channel, seen)
    changed = {row.conversation_id for row in known.values() if _follow(row, seen, now=now)}
    _note_shown(known.values(), now=now)
    fresh = [item for item in seen.values() if item.remote_id not in known]
    added = [_add(channel, item, now=now) for item in _in_order(channel, fresh)]
    kept = [row for row in added if row is not None]
    news = _conversations_with_news(kept)
    for conversation_id in sorted(changed | {row.conversation_id for row in kept}):
        conversation = summary.locked(conversation_id)
        settle = summary.receive if conversation_id in news else summary.refresh
        settle(conversation, now=now)
    return len(kept)


@transaction.atomic
def take(channel: Channel, seen: Mapping[str, IncomingFeedback | None], *, now: datetime) -> None:
    """Keep what a reading of certain ids told, new or known; None is what is gone."""
    ingest(channel, [item for item in seen.values() if item is not None], now=now)
    follow(channel, {one: item for one, item in seen.items() if item is None}, now=now)


@transaction.atomic
def follow(channel: Channel, seen: Mapping[str, IncomingFeedback | None], *, now: datetime) -> None:
    """Apply what re-reading known feedback told: edits, and None for what is gone."""
    _one_writer(channel)
    known = _known(channel, seen)
    gone = {remote_id for remote_id, item in seen.items() if item is None}
    there = {remote_id: item for remote_id, item in seen.items() if item is not None}
    changed = set()
    for remote_id, row in known.items():
        has_moved = _bury(row, now=now) if remote_id in gone else _follow(row, there, now=now)
        if has_moved:
            changed.add(row.conversation_id)
    _note_shown((row for remote_id, row in known.items() if remote_id in there), now=now)
    Tombstone.objects.bulk_create(
        [Tombstone(channel=channel, remote_id=one, deleted_at=now) for one in gone - known.keys()],
        ignore_conflicts=True,
    )
    for conversation_id in sorted(changed):
        summary.refresh(summary.locked(conversation_id), now=now)


def _one_writer(channel: Channel) -> None:
    Channel.objects.select_for_update(no_key=True).get(pk=channel.pk)


def _conversations_with_news(kept: Iterable[Feedback]) -> set[int]:
    """Return the conversations in which somebody spoke: our own answers coming back are no news."""
    theirs = {row.conversation_id for row in kept if not row.is_ours}
    ours = [row for row in kept if row.is_ours and row.conversation_id not in theirs]
    if not ours:
        return theirs
    answers = Answer.objects.filter(conversation__in={row.conversation_id for row in ours})
    own = without_echoes(ours, answers.select_related("delivery"))
    return theirs | {row.conversation_id for row in own}


def _is_usable(item: IncomingFeedback) -> bool:
    return (
        rules.is_identifier(item.remote_id)
        and rules.is_identifier(item.root_id)
        and rules.is_identifier(_person_id(item), longest=rules.NAME_MAX)
    )


def _person_id(item: IncomingFeedback) -> str:
    """Return who speaks, by the network's id; somebody unnamed is one person per thread."""
    is_first = item.parent_id in {None, item.root_id}
    thread = item.remote_id if is_first else str(item.parent_id)
    return item.author.account_id or rules.unnamed(thread)


def _newest_copies(items: Iterable[IncomingFeedback]) -> dict[str, IncomingFeedback]:
    newest: dict[str, IncomingFeedback] = {}
    for item in items:
        known = newest.get(item.remote_id)
        if known is None or not _is_older(item.edited_at, than=known.edited_at):
            newest[item.remote_id] = item
    return newest


def _is_older(edited_at: datetime | None, *, than: datetime | None) -> bool:
    return than is not None and (edited_at is None or edited_at < than)


def _known(channel: Channel, remote_ids: Iterable[str]) -> dict[str, Feedback]:
    rows = Feedback.objects.filter(channel=channel, remote_id__in=list(remote_ids))
    return {row.remote_id: row for row in rows}


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
    name = rules.shown_name(item.author.display_name, handle=handle) or rules.NAMELESS
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
        author_id=_person_id(item),
        author_handle=handle,
        author_name=name,
        text=storable(item.text, longest=rules.TEXT_MAX),
        url=web_address(item.url),
        reply_context=_context(item),
        is_ours=item.is_ours,
        is_private=item.is_private,
        **_marks(item),
        written_at=rules.plausible(item.created_at, now=now),
        edited_at=_edited_at(item, now=now),
        received_at=now,
        checked_at=now,
        shown_at=now,
    )


def _conversation(
    channel: Channel, item: IncomingFeedback, *, name: str, handle: str, now: datetime
) -> Conversation:
    conversation, _ = Conversation.objects.get_or_create(
        channel=channel,
        root_id=item.root_id,
        person_id=_person_id(item),
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
    row = parent.select_related("conversation").first()
    return row.conversation if row else None


def _context(item: IncomingFeedback) -> dict[str, str]:
    return {
        storable(key, longest=rules.NAME_MAX): storable(str(value), longest=rules.TEXT_MAX)
        for key, value in item.reply_context.items()
    }


def _edited_at(item: IncomingFeedback, *, now: datetime) -> datetime | None:
    return rules.plausible(item.edited_at, now=now) if item.edited_at else None


def _follow(row: Feedback, seen: Mapping[str, IncomingFeedback], *, now: datetime) -> bool:
    """Take over an edit; tell whether there was one."""
    current = seen[row.remote_id]
    text, edited_at = storable(current.text, longest=rules.TEXT_MAX), _edited_at(current, now=now)
    if row.is_gone or _is_older(edited_at, than=row.edited_at):
        return False
    now_is = {"text": text, "edited_at": edited_at, **_marks(current)}
    if all(getattr(row, name) == value for name, value in now_is.items()):
        return False
    for name, value in now_is.items():
        setattr(row, name, value)
    row.reply_context = _context(current)
    row.save(update_fields=[*now_is, "reply_context"])
    return True


def _marks(item: IncomingFeedback) -> dict[str, Any]:
    """Return what the network says of a feedback besides its words, as the columns hold it."""
    return {
        "stars": item.stars if item.stars in range(1, 6) else None,
        "recommends": item.recommends,
        "can_answer": item.can_answer,
        "reply_until": item.reply_until,
        "is_held": item.is_held,
        **({} if item.is_hidden is None else {"is_hidden": item.is_hidden}),
    }


def _bury(row: Feedback, *, now: datetime) -> bool:
    """Keep only the fact and the date of what its author deleted; tell whether it was news."""
    if row.deleted_at is not None:
        return False
    Feedback.objects.filter(pk=row.pk).wipe(deleted_at=now)
    forget_addressees(Delivery.objects.filter(answer__feedback=row))
    return True


def _note_shown(rows: Iterable[Feedback], *, now: datetime) -> None:
    """Write down that the network shows these, now and then."""
    stale = [row.pk for row in rows if row.shown_at <= now - rules.SHOWN_EVERY]
    if stale:
        Feedback.objects.filter(pk__in=stale).update(shown_at=now)
