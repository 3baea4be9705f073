"""What is done with a barometer: kept, answered, shared, lent to the others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from beffroi.coaching import keeping, queries
from beffroi.coaching.models import FEELING, CohortMember, Declared, Share, State
from beffroi.core import audit
from beffroi.core.tokens import new_token
from beffroi.strategy.barometer.answers import CHOICES
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.rules import VERSION, Measured
from beffroi.workspaces.models import User, Workspace

QUESTIONS = (*Dimension, FEELING)


class NoSuchChoice(Exception):
    """A question, or a choice of it, does not exist: nothing was kept."""


class TooLittleKnown(Exception):
    """There is no level yet: nothing to keep, nothing to show."""


@transaction.atomic
def answer(
    workspace: Workspace, choices: Mapping[int, int | None], *, actor: User, now: datetime
) -> int:
    """Keep what somebody says, by question; None takes an answer back. Return how many changed.

    Raises NoSuchChoice.
    """
    if any(not _exists(question, choice) for question, choice in choices.items()):
        raise NoSuchChoice
    Workspace.objects.select_for_update().get(pk=workspace.pk)  # two would both find none
    kept = {row.question: row.choice for row in Declared.objects.filter(workspace=workspace)}
    changed = {key: choice for key, choice in choices.items() if kept.get(key) != choice}
    for question, choice in changed.items():
        _say(workspace, question, choice, actor=actor, now=now)
    if changed:
        _record(workspace, "barometer.answered", actor=actor, now=now, count=str(len(changed)))
    return len(changed)


def keep_daily(workspace: Workspace, *, now: datetime) -> State:
    """Measure a workspace for pages of many; keep its first state, and one of each month.

    The first is kept as soon as a level is told; a month is kept on the first day on which it is
    measured, and never again. Run twice, it changes nothing but the state of today.
    """
    measured = queries.now_of(workspace, now=now).state
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)
        kept = _keep(workspace, State.Reason.DAILY, measured, now=now)
        if measured.total is not None:
            _keep_once(workspace, State.Reason.FIRST, measured, now=now)
            _keep_once(workspace, State.Reason.MONTH, measured, now=now)
    return kept


def keep(workspace: Workspace, *, actor: User, now: datetime) -> State:
    """Keep how a workspace stands now; a second time on a day replaces the first.

    Raises TooLittleKnown.
    """
    measured = queries.now_of(workspace, now=now).state
    if measured.total is None:
        raise TooLittleKnown
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)
        _keep_once(workspace, State.Reason.FIRST, measured, now=now)
        _keep(workspace, State.Reason.DAILY, measured, now=now)
        kept = _keep(workspace, State.Reason.ASKED, measured, now=now, actor=actor)
        _record(workspace, "barometer.kept", actor=actor, now=now, total=str(measured.total))
    return kept


def share(workspace: Workspace, *, language: str, actor: User, now: datetime) -> Share:
    """Have the barometer read by whoever has its address, from now on. Raises TooLittleKnown.

    Each time it is shared anew it has another address: what was withdrawn stays gone.
    """
    keep(workspace, actor=actor, now=now)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)
        found = Share.objects.filter(workspace=workspace).first() or Share(workspace=workspace)
        if found.withdrawn_at is not None:
            found.token = new_token()
        found.language, found.shared_by, found.shared_at = language, actor, now
        found.withdrawn_at = None
        found.save()
        _record(workspace, "barometer.shared", actor=actor, now=now)
    return found


@transaction.atomic
def withdraw(workspace: Workspace, *, actor: User, now: datetime) -> None:
    """Let nobody read it by its address any more."""
    rows = Share.objects.filter(workspace=workspace, withdrawn_at=None)
    if rows.update(withdrawn_at=now):
        _record(workspace, "barometer.withdrawn", actor=actor, now=now)


@transaction.atomic
def join_cohort(workspace: Workspace, *, actor: User, now: datetime) -> None:
    """Lend the level, without the name, to the others who take part; and see theirs."""
    _row, is_new = CohortMember.objects.get_or_create(
        workspace=workspace, defaults={"joined_by": actor, "joined_at": now}
    )
    if is_new:
        _record(workspace, "barometer.cohort_joined", actor=actor, now=now)


@transaction.atomic
def leave_cohort(workspace: Workspace, *, actor: User, now: datetime) -> None:
    """Take the level back: it counts for nobody from now on."""
    if CohortMember.objects.filter(workspace=workspace).delete()[0]:
        _record(workspace, "barometer.cohort_left", actor=actor, now=now)


def _exists(question: int, choice: int | None) -> bool:
    if question not in QUESTIONS:
        return False
    return choice is None or 0 <= choice < (
        len(queries.FEELINGS) if question == FEELING else CHOICES
    )


def _say(
    workspace: Workspace, question: int, choice: int | None, *, actor: User, now: datetime
) -> None:
    if choice is None:
        Declared.objects.filter(workspace=workspace, question=question).delete()
        return
    Declared.objects.update_or_create(
        workspace=workspace,
        question=question,
        defaults={"choice": choice, "answered_by": actor, "answered_at": now},
    )


def _keep_once(
    workspace: Workspace, reason: State.Reason, measured: Measured, *, now: datetime
) -> None:
    rows = State.objects.filter(workspace=workspace, reason=reason)
    if reason is State.Reason.MONTH:
        rows = rows.filter(day=now.astimezone(workspace.zone).date().replace(day=1))
    if not rows.exists():
        _keep(workspace, reason, measured, now=now)


def _keep(
    workspace: Workspace,
    reason: State.Reason,
    measured: Measured,
    *,
    now: datetime,
    actor: User | None = None,
) -> State:
    """Write a state; the one of today, and of what is asked for on a day, replaces the last."""
    day = now.astimezone(workspace.zone).date()
    if reason is State.Reason.MONTH:
        day = day.replace(day=1)
    only: dict[str, Any] = {} if reason is State.Reason.DAILY else {"day": day}
    kept, _is_new = State.objects.update_or_create(
        workspace=workspace,
        reason=reason,
        **only,
        defaults={
            "day": day,
            "taken_at": now,
            "taken_by": actor,
            "version": VERSION,
            "total": measured.total,
            "level": measured.level,
            "confidence": measured.confidence,
            "scores": keeping.as_json(measured.scores),
        },
    )
    return kept


def _record(
    workspace: Workspace, action: str, *, actor: User, now: datetime, **detail: str
) -> None:
    audit.record(
        workspace_id=workspace.pk,
        actor_id=actor.pk,
        action=action,
        subject=f"workspace:{workspace.pk}",
        now=now,
        detail=detail,
    )
