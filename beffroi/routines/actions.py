"""What people decide about routines and cards: a step ticked, done, not this time, tomorrow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from beffroi.core import audit
from beffroi.routines.models import PutOff, Routine, StepTick
from beffroi.routines.rules import Step
from beffroi.workspaces.models import User, Workspace


class PeriodOver(Exception):
    """The period of the routine has ended: there is nothing to take back."""


class NotWaiting(Exception):
    """The routine was settled, or its period has ended: its steps are as they were."""


@transaction.atomic
def finish(routine: Routine, *, actor: User, now: datetime) -> bool:
    """Say that a routine was taken. Return False where it was settled already."""
    return _settle(routine, Routine.Outcome.DONE, actor=actor, now=now)


@transaction.atomic
def skip(routine: Routine, *, actor: User, now: datetime) -> bool:
    """Leave a routine out this time. Return False where it was settled already."""
    return _settle(routine, Routine.Outcome.SKIPPED, actor=actor, now=now)


@transaction.atomic
def take_back(routine: Routine, *, actor: User, now: datetime) -> None:
    """Have a settled routine wait again; twice changes nothing. Raises PeriodOver."""
    if now >= routine.ends_at:
        raise PeriodOver
    rows = Routine.objects.filter(pk=routine.pk).exclude(outcome="")
    if rows.update(outcome="", settled_at=None, settled_by=None):
        _record(routine, "taken_back", actor=actor, now=now)


@transaction.atomic
def tick(routine: Routine, step: Step, *, actor: User, now: datetime) -> None:
    """Say that a step was taken; the first who says so stands there. Raises NotWaiting."""
    _require_waiting(routine, now=now)
    said = {"ticked_by": actor, "ticked_at": now}
    _row, is_new = StepTick.objects.get_or_create(routine=routine, step=step.value, defaults=said)
    if is_new:
        _record(routine, "step_ticked", actor=actor, now=now, detail={"step": step.value})


@transaction.atomic
def untick(routine: Routine, step: Step, *, actor: User, now: datetime) -> None:
    """Say that a step was not taken after all; twice changes nothing. Raises NotWaiting."""
    _require_waiting(routine, now=now)
    gone, _each = StepTick.objects.filter(routine=routine, step=step.value).delete()
    if gone:
        _record(routine, "step_unticked", actor=actor, now=now, detail={"step": step.value})


@transaction.atomic
def put_off(workspace: Workspace, *, user: User, card: str, row_id: int, until: datetime) -> None:
    """Keep a card from one person's page until an instant; their colleagues still see it."""
    PutOff.objects.update_or_create(
        workspace=workspace, user=user, card=card, row_id=row_id, defaults={"until_at": until}
    )


@transaction.atomic
def put_back(workspace: Workspace, *, user: User, card: str, row_id: int) -> None:
    """Show a card that was put off again, in its place."""
    PutOff.objects.filter(workspace=workspace, user=user, card=card, row_id=row_id).delete()


def _require_waiting(routine: Routine, *, now: datetime) -> None:
    if routine.outcome or now >= routine.ends_at:
        raise NotWaiting


def _settle(routine: Routine, outcome: Routine.Outcome, *, actor: User, now: datetime) -> bool:
    """Settle once: of two tabs the first counts."""
    rows = Routine.objects.filter(pk=routine.pk, outcome="")
    if not rows.update(outcome=outcome.value, settled_at=now, settled_by=actor):
        return False
    _record(routine, outcome.value, actor=actor, now=now)
    return True


def _record(
    routine: Routine,
    what: str,
    *,
    actor: User,
    now: datetime,
    detail: Mapping[str, str] | None = None,
) -> None:
    audit.record(
        workspace_id=routine.workspace_id,
        actor_id=actor.pk,
        action=f"routine.{what}",
        subject=f"routine:{routine.pk}",
        now=now,
        detail=detail,
    )
