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
from beffroi.inbox import corrections, rules, summary, triage
from beffroi.inbox.automation import asking
from beffroi.inbox.echoes import without_echoes
from beffroi.inbox.models import Answer, Conversation, Feedback, Tombstone
from beffroi.inbox.people.suppression import erased_until
from beffroi.inbox.people.terms import oldest_kept
from beffroi.networks.contracts import IncomingFeedback

_WRITTEN_AT_ONCE = 50


@transaction.atomic
def ingest(
    channel: Channel,
    items: Iterable[IncomingFeedback],
    *,
    now: datetime,
    asked_at: datetime | None = None,
) -> int:
    """Keep new feedback and follow edits. Return how many were new.

    `asked_at` is when the network was asked for it, `now` unless it is given.

    Order does not matter: what was deleted stays deleted, an older copy never replaces a newer.
    What cannot be kept (an id that is none) is passed over: it must not hide the rest.
    """
    summary.hold_channels([channel.pk])
    seen = _newest_copies(item for item in items if _is_usable(item))
    known = _known(channel, seen)
    changed = {
        row.conversation_id for row in known.values() if _follow(channel, row, seen, now=now)
    }
    _note_shown(known.values(), now=now)
    fresh = [item for item in seen.values() if item.remote_id not in known]
    wanted = _wanted(channel, _in_order(channel, fresh), now=now)
    rows = _rows(channel, wanted, asked_at=asked_at or now, now=now)
    triage.read(rows, channel=channel, now=now)
    kept = Feedback.objects.bulk_create(rows, batch_size=_WRITTEN_AT_ONCE)
    news = _conversations_with_news(kept)
    touched = changed | {row.conversation_id for row in kept}
    summary.receive_all(news, now=now)
    summary.refresh_all(touched - news, now=now)
    _have_rules_look(channel, kept, now=now)
    return len(kept)


def _have_rules_look(channel: Channel, kept: Iterable[Feedback], *, now: datetime) -> None:
    theirs = [row.pk for row in kept if not row.is_ours]
    asking.ask(channel.workspace_id, theirs, now=now)


@transaction.atomic
def take(channel: Channel, seen: Mapping[str, IncomingFeedback | None], *, now: datetime) -> None:
    """Keep what a reading of certain ids told, new or known; None is what is gone."""
    ingest(channel, [item for item in seen.values() if item is not None], now=now)
    follow(channel, {one: item for one, item in seen.items() if item is None}, now=now)


@transaction.atomic
def follow(channel: Channel, seen: Mapping[str, IncomingFeedback | None], *, now: datetime) -> None:
    """Apply what re-reading known feedback told: edits, and None for what is gone."""
    summary.hold_channels([channel.pk])
    known = _known(channel, seen)
    gone = {remote_id for remote_id, item in seen.items() if item is None}
    there = {remote_id: item for remote_id, item in seen.items() if item is not None}
    changed = set()
    for remote_id, row in known.items():
        is_gone = remote_id in gone
        has_moved = _bury(row, now=now) if is_gone else _follow(channel, row, there, now=now)
        if has_moved:
            changed.add(row.conversation_id)
    _note_shown((row for remote_id, row in known.items() if remote_id in there), now=now)
    Tombstone.objects.bulk_create(
        [Tombstone(channel=channel, remote_id=one, deleted_at=now) for one in gone - known.keys()],
        ignore_conflicts=True,
    )
    summary.refresh_all(changed, now=now)


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


def _wanted(
    channel: Channel, items: list[IncomingFeedback], *, now: datetime
) -> list[IncomingFeedback]:
    """Leave out what somebody wrote before they were erased, and what is older than is kept."""
    people = {_person_id(item) for item in items if not item.is_ours}
    if not people:
        return items
    until = erased_until(channel, people)
    oldest = oldest_kept(channel.workspace_id, now=now)
    return [item for item in items if item.is_ours or _is_wanted(item, until=until, oldest=oldest)]


def _is_wanted(item: IncomingFeedback, *, until: Mapping[str, datetime], oldest: datetime) -> bool:
    erased_at = until.get(_person_id(item))
    if erased_at is not None and item.created_at <= erased_at:
        return False
    return not rules.is_before(item.edited_at or item.created_at, oldest)


def _rows(
    channel: Channel, items: list[IncomingFeedback], *, asked_at: datetime, now: datetime
) -> list[Feedback]:
    """Return a row for each item, oldest first, under the conversation of its person.

    Ours stand under that of whom they answer: nobody that we know, and they come again later.
    """
    known = _conversations(channel, [item for item in items if not item.is_ours], now=now)
    rows: dict[str, Feedback] = {}
    for item in items:
        conversation = _answered(channel, item, rows) if item.is_ours else known[_key(item)]
        if conversation is not None:
            rows[item.remote_id] = _row(conversation, item, asked_at=asked_at, now=now)
    return list(rows.values())


def _row(
    conversation: Conversation, item: IncomingFeedback, *, asked_at: datetime, now: datetime
) -> Feedback:
    name, handle = _names(item)
    return Feedback(
        workspace_id=conversation.workspace_id,
        conversation=conversation,
        channel_id=conversation.channel_id,
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
        checked_at=asked_at,
        shown_at=asked_at,
    )


def _names(item: IncomingFeedback) -> tuple[str, str]:
    """Return the name and the handle to show."""
    handle = rules.shown_name(item.author.handle, handle="")
    return rules.shown_name(item.author.display_name, handle=handle) or rules.NAMELESS, handle


def _key(item: IncomingFeedback) -> tuple[str, str]:
    """Return what tells conversations of a channel apart: under what, and with whom."""
    return item.root_id, _person_id(item)


def _conversations(
    channel: Channel, items: list[IncomingFeedback], *, now: datetime
) -> dict[tuple[str, str], Conversation]:
    """Return the conversation of each item, made where there is none yet."""
    wanted: dict[tuple[str, str], IncomingFeedback] = {}
    for item in items:
        wanted.setdefault(_key(item), item)
    there = Conversation.objects.filter(
        channel=channel,
        root_id__in={root_id for root_id, _ in wanted},
        person_id__in={person_id for _, person_id in wanted},
    )
    found = {(row.root_id, row.person_id): row for row in there}
    missing = [key for key in wanted if key not in found]
    made = Conversation.objects.bulk_create(
        (_conversation(channel, wanted[key], now=now) for key in missing),
        batch_size=_WRITTEN_AT_ONCE,
    )
    return found | dict(zip(missing, made, strict=True))


def _conversation(channel: Channel, item: IncomingFeedback, *, now: datetime) -> Conversation:
    name, handle = _names(item)
    return Conversation(
        workspace_id=channel.workspace_id,
        channel=channel,
        root_id=item.root_id,
        person_id=_person_id(item),
        person_name=name,
        person_handle=handle,
        last_feedback_at=rules.plausible(item.created_at, now=now),
    )


def _answered(
    channel: Channel, item: IncomingFeedback, rows: Mapping[str, Feedback]
) -> Conversation | None:
    """Find whom we answered elsewhere: in what is kept just now, or before."""
    parent_id = item.parent_id or ""
    if parent_id in rows:
        return rows[parent_id].conversation
    parent = Feedback.objects.filter(channel=channel, remote_id=parent_id)
    row = parent.select_related("conversation").first()
    return row.conversation if row else None


def _context(item: IncomingFeedback) -> dict[str, str]:
    return {
        storable(key, longest=rules.NAME_MAX): storable(str(value), longest=rules.TEXT_MAX)
        for key, value in item.reply_context.items()
    }


def _edited_at(item: IncomingFeedback, *, now: datetime) -> datetime | None:
    return rules.plausible(item.edited_at, now=now) if item.edited_at else None


def _follow(
    channel: Channel, row: Feedback, seen: Mapping[str, IncomingFeedback], *, now: datetime
) -> bool:
    """Take over an edit; tell whether there was one."""
    current = seen[row.remote_id]
    text, edited_at = storable(current.text, longest=rules.TEXT_MAX), _edited_at(current, now=now)
    if row.is_gone or _is_older(edited_at, than=row.edited_at):
        return False
    now_is = {"text": text, "edited_at": edited_at, **_marks(current)}
    if all(getattr(row, name) == value for name, value in now_is.items()):
        return False
    says = [text, now_is["stars"], now_is["recommends"]]
    says_other = [row.text, row.stars, row.recommends] != says
    for name, value in now_is.items():
        setattr(row, name, value)
    row.reply_context = _context(current)
    if says_other:
        triage.read([row], channel=channel, now=now)
        corrections.forget([row.pk])
    read = triage.WRITTEN if says_other else ()  # else somebody may correct them just now
    row.save(update_fields=[*now_is, *read, "reply_context"])
    return True


def _marks(item: IncomingFeedback) -> dict[str, Any]:
    """Return what the network says of a feedback besides its words, as the columns hold it."""
    return {
        "stars": item.stars if item.stars in range(1, 6) else None,
        "recommends": item.recommends,
        "can_answer": item.can_answer,
        "reply_until": rules.storable_term(item.reply_until),
        "is_held": item.is_held,
        **({} if item.is_hidden is None else {"is_hidden": item.is_hidden}),
    }


def _bury(row: Feedback, *, now: datetime) -> bool:
    """Keep only the fact and the date of what its author deleted; tell whether it was news."""
    if row.deleted_at is not None:
        return False
    Feedback.objects.filter(pk=row.pk).wipe(deleted_at=now)
    corrections.forget([row.pk])
    forget_addressees(Delivery.objects.filter(answer__feedback=row))
    return True


def _note_shown(rows: Iterable[Feedback], *, now: datetime) -> None:
    """Write down that the network shows these, now and then."""
    stale = [row.pk for row in rows if row.shown_at <= now - rules.SHOWN_EVERY]
    if stale:
        Feedback.objects.filter(pk__in=stale).update(shown_at=now)
