"""Erases a person everywhere in a workspace: asked, undone for ten minutes, then done by a job.

The job may die between any two steps: the next run goes on. What it did is counted with what it
erased, in one transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from beffroi.archives.keeping import forget_author
from beffroi.core import audit
from beffroi.core.clock import Clock
from beffroi.core.jobs import cancel, enqueue
from beffroi.core.leftovers import clear_leftovers
from beffroi.inbox.models import (
    Block,
    Conversation,
    Erasure,
    Heard,
    Person,
    Suppression,
    Tombstone,
)
from beffroi.inbox.people import dropping, holders, ledger, rules, suppression, who
from beffroi.inbox.people.who import Who
from beffroi.workspaces.models import User

ERASE = "inbox.erase_person"
ERASE_AGAIN = "inbox.erase_again"
State = Erasure.State
#: Letters and digits that nobody takes for one another.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class CannotErase(Exception):
    """Nothing was done: `problem` is nobody, too_late or nothing_to_undo."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def ask(person: Who, *, actor: User, now: datetime) -> Erasure:
    """Have all about a person erased in ten minutes. Asked twice, the first stands.

    Raises CannotErase for nobody.
    """
    if not rules.is_somebody(person.person_id):
        raise CannotErase("nobody")
    try:
        with transaction.atomic():
            return pending(person) or _begin_waiting(person, actor=actor, now=now)
    except IntegrityError:
        there = pending(person)  # somebody asked at the same time
        if there is None:
            raise
        return there


def pending(person: Who) -> Erasure | None:
    """Return the erasure of a person that is not done, if there is one."""
    return Erasure.objects.pending().filter(**person.key).first()


@transaction.atomic
def undo(row: Erasure, *, actor: User, now: datetime) -> Who:
    """Leave the person as they are after all; return who it is. Raises CannotErase."""
    cancel(ERASE, key=str(row.pk))
    locked = Erasure.objects.select_for_update().filter(pk=row.pk).first()
    if locked is None:
        raise CannotErase("nothing_to_undo")
    if not locked.can_be_undone:
        raise CannotErase("too_late")
    person = who.of_row(locked)
    _note(locked, "person.erasure_undone", actor_id=actor.pk, now=now)
    locked.delete()
    return person


def erase_due(erasure_id: int, *, clock: Clock) -> datetime | None:
    """Go on with an erasure whose time has come; return when to come back, None when it is over."""
    row = Erasure.objects.filter(pk=erasure_id).first()
    if row is None:
        return None
    if row.due_at > clock():
        return row.due_at
    if not row.is_done:
        if not _start(row, now=clock()):
            return None
        ledger.follow()  # before anything goes: a restore must know of it
        if not _erase(row, clock=clock):
            return clock() + rules.LOOK_AGAIN_AFTER
    ledger.follow()
    return None if clear_leftovers(whole=True) else clock() + rules.LOOK_AGAIN_AFTER


@transaction.atomic
def lapse_all(*, now: datetime) -> None:
    """After a restore, none begins by itself: it may have been undone since the backup."""
    for row in Erasure.objects.filter(state=State.WAITING).order_by("id"):
        cancel(ERASE, key=str(row.pk))
        _note(row, "person.erasure_lapsed", actor_id=row.asked_by_id, now=now)
        row.delete()


@transaction.atomic
def take_in_ledger(*, now: datetime) -> bool:
    """Bring what the ledger holds into the database; tell whether `erase_again` has work by it.

    A job does that work even if nobody else comes to it.
    """
    is_news = bool(ledger.load())
    if is_news:
        erase_again_at(now + rules.LOOK_AGAIN_AFTER)
    return is_news


def erase_again(*, now: datetime) -> int:
    """After a restore, erase whoever was erased since the backup; return how many conversations.

    What is on its way to one of them is waited for by a job.
    """
    done, left = 0, False
    for workspace_id, until in _erased_by_workspace().items():
        rows = Conversation.objects.filter(workspace=workspace_id)
        for person in {person for _, person in suppression.among(rows, until)}:
            erased, is_all = _drop_what_was_there(person, by=until[person.digest], now=now)
            done, left = done + erased, left or not is_all
        for row in Person.objects.filter(workspace=workspace_id).order_by("id"):
            at_most = until.get(who.of_row(row).digest)
            if at_most is not None and row.changed_at <= at_most:
                row.delete()
        for block in Block.objects.filter(workspace=workspace_id).select_related("channel"):
            at_most = until.get(who.on_channel(block.channel, block.author_id).digest)
            if at_most is not None and block.blocked_at <= at_most:
                block.delete()
    done += sum(holders.erase_again(one, now=now) for one in suppression.workspaces())
    if left:
        erase_again_at(now + rules.LOOK_AGAIN_AFTER)
    return done


def _begin_waiting(person: Who, *, actor: User, now: datetime) -> Erasure:
    row = Erasure.objects.create(
        **person.key,
        reference=_new_reference(),
        asked_by=actor,
        asked_at=now,
        due_at=now + rules.ERASURE_CAN_BE_UNDONE_FOR,
    )
    resume(row, run_at=row.due_at)
    _note(row, "person.erasure_asked", actor_id=actor.pk, now=now)
    return row


def resume(row: Erasure, *, run_at: datetime) -> None:
    """Have the job run at an instant. Inside a transaction."""
    enqueue(
        ERASE,
        key=str(row.pk),
        run_at=run_at,
        payload={"erasure_id": row.pk, "workspace_id": row.workspace_id},
        workspace_id=row.workspace_id,
        replace=True,
    )


@transaction.atomic
def _start(row: Erasure, *, now: datetime) -> bool:
    """Say that it can be undone no more; False when it just was."""
    if not Erasure.objects.pending().filter(pk=row.pk).update(state=State.ERASING):
        return False
    suppression.note(who.of_row(row), Suppression.Kind.ERASED, at=now)
    return True


def _erase(row: Erasure, *, clock: Clock) -> bool:
    """Erase batch after batch; False when something is left for later."""
    person = who.of_row(row)
    ids = list(who.conversations_of(person).order_by("id").values_list("pk", flat=True))
    for batch in _batches(ids[: rules.ERASE_AT_ONCE]):
        ready = dropping.settled(batch, now=clock())
        with transaction.atomic():
            done = dropping.drop(ready)
            more = {name: F(name) + number for name, number in asdict(done).items()}
            Erasure.objects.filter(pk=row.pk).update(**more)
    return _finish(row, person, now=clock())


@transaction.atomic
def _finish(row: Erasure, person: Who, *, now: datetime) -> bool:
    """Forget what is left beside conversations, and who it was; False when something came."""
    channels = who.locked(person)
    if who.conversations_of(person).exists():
        return False
    noted, _ = Person.objects.filter(**person.key).exclude(note="").delete()
    Person.objects.filter(**person.key).delete()
    Block.objects.filter(channel__in=channels, author_id=person.person_id).delete()
    _forget_ids(person, channels)
    suppression.note(person, Suppression.Kind.ERASED, at=now)
    elsewhere = holders.erase(person, now=now)
    Erasure.objects.filter(pk=row.pk).update(
        state=State.DONE,
        person_id="",
        server="",
        done_at=now,
        notes=F("notes") + min(noted, 1),
        words=F("words") + elsewhere,
    )
    _note(row, "person.erased", actor_id=row.asked_by_id, now=now)
    return True


def _forget_ids(person: Who, channels: list[int]) -> None:
    """Forget ids of messages that hold the person's own, as some networks make them."""
    if person.telling_id:
        forget_author(person.workspace_id, person.network, person.telling_id)
        for model in (Heard, Tombstone):
            rows = model._default_manager.filter(channel__in=channels)
            rows.filter(remote_id__contains=person.person_id).delete()


def _erased_by_workspace() -> dict[int, dict[str, datetime]]:
    found: dict[int, dict[str, datetime]] = {}
    for row in Suppression.objects.filter(kind=Suppression.Kind.ERASED):
        found.setdefault(row.workspace_id, {})[row.digest] = row.at
    return found


def erase_again_at(moment: datetime) -> None:
    """Have a job do it at an instant."""
    with transaction.atomic():
        enqueue(ERASE_AGAIN, key="all", run_at=moment)


def _drop_what_was_there(person: Who, *, by: datetime, now: datetime) -> tuple[int, bool]:
    """Return how many conversations went, and whether that is all."""
    old = Q(feedback__received_at__lte=by, feedback__is_ours=False)
    rows = who.conversations_of(person).filter(old).distinct().order_by("id")
    done = 0
    if person.telling_id:
        forget_author(person.workspace_id, person.network, person.telling_id)
    for batch in _batches(list(rows.values_list("pk", flat=True))):
        ready = dropping.settled(batch, now=now)
        done += dropping.drop(ready).conversations
    return done, not rows.exists()


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), rules.ERASE_BATCH):
        yield ids[start : start + rules.ERASE_BATCH]


def _new_reference() -> str:
    """Return what a receipt is called on paper and on the telephone."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}"


def _note(row: Erasure, action: str, *, actor_id: int | None, now: datetime) -> None:
    audit.record(
        workspace_id=row.workspace_id,
        actor_id=actor_id,
        action=action,
        subject=f"erasure:{row.pk}",
        now=now,
    )
