"""What members say to each other in a conversation: never sent to anybody outside."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When

from beffroi.core import audit
from beffroi.inbox import rules, summary
from beffroi.inbox.members import who_may
from beffroi.inbox.mentions import Mentions, mentions_in
from beffroi.inbox.models import Conversation, Escalation, Note, Nudge, Sweep
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission

NOTE_MAX = 5_000
#: Whoever writes the same again later means it.
_SENT_TWICE_WITHIN = timedelta(minutes=10)


class CannotNote(Exception):
    """The note was not kept: `problem` is empty or too_long."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Told:
    """Who finds a note on their Today, by name; what it calls so and is nobody's, or several's."""

    names: tuple[str, ...]
    unknown: tuple[str, ...]
    shared: tuple[str, ...]


def of(conversation: Conversation) -> QuerySet[Note]:
    """Return the notes of a conversation, oldest first."""
    rows = conversation.notes.filter(
        workspace_id=conversation.workspace_id, deleted_at__isnull=True
    )
    return rows.select_related("author").order_by("written_at", "id")


@transaction.atomic
def write(conversation: Conversation, *, text: str, actor: User, now: datetime) -> Note:
    """Keep a note and tell whom it mentions; a form that is sent twice keeps one.

    Raises CannotNote, Gone.
    """
    summary.locked(conversation.pk)
    said = _text(text)
    last = of(conversation).last()
    if last is not None and _is_the_same(last, said, actor=actor, now=now):
        return last
    note = Note.objects.create(
        workspace_id=conversation.workspace_id,
        conversation=conversation,
        author=actor,
        text=said,
        written_at=now,
    )
    _tell(note, actor=actor, now=now)
    _audit(note, "note.written", actor=actor, now=now)
    return note


@transaction.atomic
def edit(note: Note, *, text: str, actor: User, now: datetime) -> None:
    """Say it otherwise; whom it mentions now is told. Raises CannotNote, nothing changed, Gone.

    One that was deleted meanwhile is there again.
    """
    summary.locked(note.conversation_id)
    note.text, note.edited_at, note.deleted_at = _text(text), now, None
    note.save(update_fields=["text", "edited_at", "deleted_at"])
    _tell(note, actor=actor, now=now)
    _audit(note, "note.edited", actor=actor, now=now)


@transaction.atomic
def delete(note: Note, *, actor: User, now: datetime) -> None:
    """Put a note away, and the cards that it made; `restore` takes it back. Raises Gone."""
    summary.locked(note.conversation_id)
    note.deleted_at = now
    note.save(update_fields=["deleted_at"])
    Nudge.objects.filter(note=note, seen_at__isnull=True).delete()
    _audit(note, "note.deleted", actor=actor, now=now)


@transaction.atomic
def restore(note: Note, *, actor: User, now: datetime) -> None:
    """Take a deleted note back, and tell again whom it mentions. Raises Gone."""
    summary.locked(note.conversation_id)
    note.deleted_at = None
    note.save(update_fields=["deleted_at"])
    _tell(note, actor=actor, now=now)
    _audit(note, "note.restored", actor=actor, now=now)


def told_by(note: Note, *, actor: User) -> Told:
    """Return whom a note that was just kept has told, and what of it names nobody."""
    mentions = _mentions(note, actor=actor)
    cards = Nudge.objects.filter(
        conversation=note.conversation_id,
        kind=Nudge.Kind.MENTIONED,
        seen_at__isnull=True,
        user__in=mentions.ids,
    )
    people = {card.user_id: str(card.user) for card in cards.select_related("user")}
    names = tuple(people[user_id] for user_id in mentions.ids if user_id in people)
    return Told(names, mentions.unknown, mentions.shared)


def forget(conversation_ids: Collection[int]) -> None:
    """Erase what members wrote about a person who asks to be forgotten. Inside a transaction."""
    Note.objects.filter(conversation__in=conversation_ids).delete()
    Escalation.objects.filter(conversation__in=conversation_ids).exclude(why="").update(why="")
    conversations = Conversation.objects.filter(pk__in=conversation_ids)
    conversations.update(assignment_note="")
    sweeps = Sweep.objects.filter(workspace__in=conversations.values("workspace"))
    for sweep in sweeps.select_for_update():
        sweep.rows = [row for row in sweep.rows if row["id"] not in conversation_ids]
        sweep.save(update_fields=["rows"])


def see(nudge: Nudge, *, now: datetime) -> None:
    """Take the card off somebody's Today."""
    Nudge.objects.filter(pk=nudge.pk, seen_at__isnull=True).update(seen_at=now)


def unseen(workspace: Workspace, *, user_id: int) -> QuerySet[Nudge]:
    """Return what somebody was told of and did not see yet: what presses first, then the longest.

    What was settled since is not to be seen any more; an alert is, until it is closed.
    """
    settled = Q(conversation__done_at__gt=F("told_at")) & ~Q(kind=Nudge.Kind.ESCALATED)
    rows = Nudge.objects.filter(workspace=workspace, user=user_id, seen_at__isnull=True)
    is_alerted = Q(conversation__escalated_at__isnull=False)
    is_urgent = Q(conversation__waiting_since__isnull=False) & ~Q(conversation__urgency="")
    rank = Case(When(is_alerted, then=0), When(is_urgent, then=1), default=2)
    return rows.exclude(settled).order_by(rank, "told_at", "id")


def _text(typed: str) -> str:
    text = rules.typed_text(typed.replace("\0", ""))
    if not text:
        raise CannotNote("empty")
    if len(text) > NOTE_MAX:
        raise CannotNote("too_long")
    return text


def _is_the_same(last: Note, text: str, *, actor: User, now: datetime) -> bool:
    """Tell whether the last note says so already, by the same person, just now."""
    is_fresh = now - last.written_at <= _SENT_TWICE_WITHIN
    return is_fresh and (last.author_id, last.text) == (actor.pk, text)


def _tell(note: Note, *, actor: User, now: datetime) -> None:
    """Make a card for each member that is mentioned, once; oneself needs none."""
    told = set(Nudge.objects.filter(note=note).values_list("user_id", flat=True))
    Nudge.objects.bulk_create(
        [
            Nudge(
                workspace_id=note.workspace_id,
                user_id=user_id,
                conversation_id=note.conversation_id,
                kind=Nudge.Kind.MENTIONED,
                note=note,
                told_by=actor,
                told_at=now,
            )
            for user_id in _mentions(note, actor=actor).ids
            if user_id not in told
        ],
        ignore_conflicts=True,  # they have such a card of this conversation already
    )


def _mentions(note: Note, *, actor: User) -> Mentions:
    """Return whom a note mentions besides its author, and what is nobody's name."""
    if "@" not in note.text:
        return Mentions()
    workspace = Workspace.objects.get(pk=note.workspace_id)
    people = who_may(workspace, Permission.ANSWER).exclude(pk=actor.pk)
    found = mentions_in(note.text, {person.pk: str(person) for person in people})
    oneself = {actor.pk: str(actor)}
    unknown = tuple(word for word in found.unknown if not mentions_in(word, oneself).ids)
    return replace(found, unknown=unknown)


def _audit(note: Note, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=note.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"note:{note.pk}",
        now=now,
    )
