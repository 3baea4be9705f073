"""What a routine looks at, and which of it the facts, or somebody, say was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from beffroi.coaching.models import Declared, State
from beffroi.crisis.models import Room
from beffroi.insight.reports.facts import month_before
from beffroi.insight.reports.models import Report
from beffroi.publishing.models import Post
from beffroi.publishing.rhythm import free_slots
from beffroi.publishing.states import Stage
from beffroi.routines import rules
from beffroi.routines.models import Routine, StepTick
from beffroi.routines.queries import ticks_of
from beffroi.routines.rules import Step
from beffroi.sales.models import Conversion, Cost, Offer, WorkTime
from beffroi.strategy.models import Goal, Strategy
from beffroi.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step, whether a fact says that it was done, and who else does.

    `tick` is what somebody ticked by hand; a fact needs nobody's word, and comes first.
    """

    step: Step
    is_proven: bool
    tick: StepTick | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    workspace: Workspace
    first: date
    last: date
    begins_at: datetime
    ends_at: datetime
    now: datetime


def steps_of(routine: Routine, *, workspace: Workspace, now: datetime) -> list[StepShown]:
    """Return the steps of a routine in order; a drill only where the last is long ago.

    A query or two for each step that a fact can tell, and one for all that were ticked by hand.
    """
    asked = _Asked(
        workspace,
        routine.first_day,
        routine.last_day,
        rules.midnight(routine.first_day, zone=workspace.zone),
        routine.ends_at,
        now,
    )
    steps, ticks = rules.STEPS[rules.Kind(routine.kind)], ticks_of(routine)
    return [
        StepShown(step, step in _FACTS and _FACTS[step](asked), ticks.get(step))
        for step in steps
        if step is not Step.DRILL or _is_drill_due(asked, now=now)
    ]


def _is_drill_due(asked: _Asked, *, now: datetime) -> bool:
    """Tell whether one is to be held, or was within these days: then it is ticked."""
    drills = Room.objects.filter(workspace=asked.workspace, is_drill=True)
    earlier = drills.filter(opened_at__lt=asked.begins_at).aggregate(last=Max("opened_at"))
    return rules.is_drill_due(earlier["last"], now=now)


def _is_week_filled(asked: _Asked) -> bool:
    """One post at least leaves this week, and no moment of the strategy's rhythm is left."""
    rows = Post.objects.filter(workspace=asked.workspace, stage=Stage.SCHEDULED.value)
    if not rows.filter(planned_at__gte=asked.begins_at, planned_at__lt=asked.ends_at).exists():
        return False
    free = free_slots(asked.workspace, now=asked.now)
    return all(slot.wall.date() > asked.last for slot in free)


def _is_idea_noted(asked: _Asked) -> bool:
    rows = Post.objects.filter(workspace=asked.workspace, created_at__gte=asked.begins_at)
    return rows.exclude(stage=Stage.DELETED.value).exists()


def _is_report_read(asked: _Asked) -> bool:
    rows = Report.objects.filter(workspace=asked.workspace, month=month_before(asked.first))
    return rows.exclude(state=Report.State.MADE).exists()


def _has_offer(asked: _Asked) -> bool:
    """One offer runs in these days."""
    rows = Offer.objects.filter(workspace=asked.workspace, removed_at=None)
    return rows.filter(first_day__lte=asked.last, last_day__gte=asked.first).exists()


def _are_codes_reconciled(asked: _Asked) -> bool:
    """Something that came back was noted in these days, by a shop or by hand."""
    rows = Conversion.objects.filter(workspace=asked.workspace, noted_at__gte=asked.begins_at)
    return rows.filter(removed_at=None).exists()


def _are_costs_noted(asked: _Asked) -> bool:
    """Money was noted in these days, or somebody's own hours."""
    since = {
        "workspace": asked.workspace,
        "removed_at": None,
        "noted_at__gte": asked.begins_at,
    }
    hours = WorkTime.objects.filter(**since, is_measured=False)
    return Cost.objects.filter(**since).exists() or hours.exists()


def _is_barometer_taken(asked: _Asked) -> bool:
    """Somebody kept a state in these days, or answered; what each night measures was read by none.

    An answer that was given again stands with its last hour alone, which is the one that counts.
    """
    states = State.objects.filter(workspace=asked.workspace, reason=State.Reason.ASKED)
    answers = Declared.objects.filter(workspace=asked.workspace)
    return (
        states.filter(taken_at__gte=asked.begins_at).exists()
        or answers.filter(answered_at__gte=asked.begins_at).exists()
    )


def _is_strategy_reviewed(asked: _Asked) -> bool:
    """It was agreed in these days; where none ever was, a goal was set."""
    agreed = Strategy.objects.filter(workspace=asked.workspace, agreed_at__isnull=False)
    agreed_at = agreed.values_list("agreed_at", flat=True).first()
    if agreed_at is not None:
        return agreed_at >= asked.begins_at
    rows = Goal.objects.filter(workspace=asked.workspace, made_at__gte=asked.begins_at)
    return rows.exists()


def _is_drill_held(asked: _Asked) -> bool:
    rows = Room.objects.filter(workspace=asked.workspace, is_drill=True)
    return rows.filter(opened_at__gte=asked.begins_at).exists()


#: Nothing tells whether numbers, competitors or profiles were looked at: that is ticked by hand.
_FACTS: Mapping[Step, Callable[[_Asked], bool]] = {
    Step.WEEK: _is_week_filled,
    Step.IDEA: _is_idea_noted,
    Step.REPORT: _is_report_read,
    Step.OFFER: _has_offer,
    Step.CODES: _are_codes_reconciled,
    Step.COSTS: _are_costs_noted,
    Step.BAROMETER: _is_barometer_taken,
    Step.STRATEGY: _is_strategy_reviewed,
    Step.DRILL: _is_drill_held,
}
