"""Pauses all posts of a workspace, lets chosen ones leave all the same, and ends the pause.

A pause stops what has not been handed over yet. What may be with a network already goes on to its
proof: a pause never cuts a visible call short, nor has one made twice.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from beffroi.core import audit
from beffroi.delivery.actions import wake
from beffroi.delivery.models import Delivery, DeliveryQuerySet, Event, Pause, describe
from beffroi.delivery.rules import PAUSE_UNDONE_FOR, Reason, Status
from beffroi.delivery.sending import hold
from beffroi.workspaces.models import User, Workspace


class TooLate(Exception):
    """It can no longer be taken back: posts were due since, or another pause began."""


@transaction.atomic
def pause(workspace: Workspace, *, why: str, actor: User, now: datetime) -> Pause:
    """Keep all posts of a workspace from leaving; a pause that is open already stays as it is."""
    found, is_new = Pause.objects.get_or_create(
        workspace=workspace,
        ended_at=None,
        defaults={"began_at": now, "began_by": actor, "why": why},
    )
    if is_new:
        # Whoever is about to hand one over holds its row: it is done, or it sees the pause.
        list(_not_left(workspace.pk).values_list("pk", flat=True))
        _audit(found, "posts.paused", actor=actor, now=now)
    return found


@transaction.atomic
def resume(one: Pause, *, actor: User, now: datetime) -> int:
    """End a pause. Posts whose hour passed wait for a person, the others leave as planned.

    Return how many wait; none when it was ended already.
    """
    if not _end(one, actor=actor, now=now):
        return 0
    held = 0
    for row in _kept_back(one):
        if row.due_at <= now:
            hold(row, Reason.PAUSED, now=now)
            held += 1
        else:
            wake(row, at=row.due_at)
    _audit(one, "posts.resumed", actor=actor, now=now)
    return held


@transaction.atomic
def undo_pause(one: Pause, *, actor: User, now: datetime) -> None:
    """Take back a pause that just began: what was due meanwhile leaves. Raises TooLate."""
    if now - one.began_at > PAUSE_UNDONE_FOR:
        raise TooLate
    if _end(one, actor=actor, now=now):
        for row in _kept_back(one):
            wake(row, at=max(now, row.due_at))
        _audit(one, "posts.pause_undone", actor=actor, now=now)


@transaction.atomic
def undo_resume(one: Pause, *, actor: User, now: datetime) -> None:
    """Go on with a pause that just ended: what waited for a person rests again. Raises TooLate."""
    one = Pause.objects.select_for_update().get(pk=one.pk)
    if one.ended_at is None:
        return
    others = Pause.objects.filter(workspace_id=one.workspace_id).exclude(pk=one.pk)
    if now - one.ended_at > PAUSE_UNDONE_FOR or others.filter(ended_at=None).exists():
        raise TooLate
    one.ended_at = one.ended_by = None
    one.save(update_fields=["ended_at", "ended_by"])
    list(_not_left(one.workspace_id).values_list("pk", flat=True))
    for row in held(one.workspace_id).select_for_update(of=("self",)):
        row.move(Status.SCHEDULED)
        row.reason = ""
        row.save(update_fields=["status", "reason"])
        describe(row, Event.Kind.KEPT_BACK, at=now, actor=actor)
    _audit(one, "posts.paused", actor=actor, now=now)


@transaction.atomic
def let_through(one: Pause, ids: Collection[int], *, actor: User, now: datetime) -> int:
    """Let chosen posts leave in spite of an open pause: at their hour, or at once where it passed.

    Return how many were let through; of an ended pause none are.
    """
    if not _is_open(one):
        return 0
    rows = [row for row in _kept_back(one) if row.pk in set(ids)]
    for row in rows:
        row.let_through = one
        if row.due_at <= now:
            _make_due(row, now=now)
        row.save(update_fields=["let_through", "due_at", "content"])
        describe(row, Event.Kind.LET_THROUGH, at=now, actor=actor)
        wake(row, at=row.due_at)
    if rows:
        _audit(one, "posts.let_through", actor=actor, now=now, ids=[row.pk for row in rows])
    return len(rows)


@transaction.atomic
def keep_back(one: Pause, ids: Collection[int], *, actor: User, now: datetime) -> int:
    """Undo that: keep posts back that were let through and have not left. Return how many."""
    if not _is_open(one):
        return 0
    rows = list(_not_left(one.workspace_id).filter(pk__in=ids, let_through=one))
    for row in rows:
        row.let_through = None
        row.save(update_fields=["let_through"])
        describe(row, Event.Kind.KEPT_BACK, at=now, actor=actor)
    if rows:
        _audit(one, "posts.kept_back", actor=actor, now=now, ids=[row.pk for row in rows])
    return len(rows)


def held(workspace_id: int) -> DeliveryQuerySet:
    """Return the posts whose hour passed during a pause, and that wait for a person."""
    rows = Delivery.objects.filter(
        workspace_id=workspace_id, status=Status.HELD.value, reason=Reason.PAUSED.value
    )
    return rows.order_by("due_at", "id")


def _end(one: Pause, *, actor: User, now: datetime) -> bool:
    ended_at = max(now, one.began_at)  # a clock may have been set back
    still_open = Pause.objects.filter(pk=one.pk, ended_at=None)
    return bool(still_open.update(ended_at=ended_at, ended_by=actor))


def _is_open(one: Pause) -> bool:
    """Tell whether a pause is open, and keep it so until the transaction ends."""
    return Pause.objects.select_for_update().filter(pk=one.pk, ended_at=None).exists()


def _not_left(workspace_id: int) -> DeliveryQuerySet:
    rows = Delivery.objects.filter(workspace_id=workspace_id).not_left()
    return rows.select_for_update(of=("self",)).order_by("id")


def _kept_back(one: Pause) -> list[Delivery]:
    """Return, locked, the posts that the pause keeps here."""
    rows = _not_left(one.workspace_id)
    return [row for row in rows if row.is_post and row.let_through_id != one.pk]


def _make_due(row: Delivery, *, now: datetime) -> None:
    row.due_at = now
    if row.first_attempt_at is None:
        row.content = row.content | {"written_at": now.isoformat()}


def _audit(
    one: Pause, action: str, *, actor: User, now: datetime, ids: Collection[int] = ()
) -> None:
    audit.record(  # last: its lock is everybody's
        workspace_id=one.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"pause:{one.pk}",
        now=now,
        detail={"deliveries": " ".join(map(str, ids))} if ids else None,
    )
