"""What the pages of the barometer read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.http import Http404

from beffroi.coaching.gathering.facts import facts_of
from beffroi.coaching.models import FEELING, CohortMember, Declared, Share, State
from beffroi.strategy.barometer.answers import Answers, Feeling
from beffroi.strategy.barometer.facts import Facts
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.rules import VERSION, Level, Measured, measure
from beffroi.workspaces.models import Workspace

#: The history that a page draws: three years of months, and what was asked for between.
HISTORY_MAX = 60
#: Fewer others than this, and a figure could tell who they are.
COHORT_LEAST = 10
#: A level that was not measured for so long is nobody's any more.
_COHORT_DAYS = timedelta(days=35)
FEELINGS = tuple(Feeling)


@dataclass(frozen=True, slots=True)
class Now:
    """A company as it stands now: what is known, what was said, what comes of it."""

    facts: Facts
    answers: Answers
    feeling: Feeling | None
    state: Measured


@dataclass(frozen=True, slots=True)
class Cohort:
    """Of the other workspaces that take part, how many are on each level."""

    others: int
    levels: Mapping[Level, int]


def now_of(workspace: Workspace, *, now: datetime) -> Now:
    """Return how a company stands now. At most fifty-one queries."""
    rows = answers_of(workspace)
    answers = {Dimension(key): row.choice for key, row in rows.items() if key != FEELING}
    felt = rows.get(FEELING)
    feeling = FEELINGS[felt.choice] if felt and felt.choice < len(FEELINGS) else None
    facts = facts_of(workspace, now=now)
    return Now(facts, answers, feeling, measure(facts, answers))


def answers_of(workspace: Workspace) -> dict[int, Declared]:
    """Return what was said, by question. One query."""
    rows = Declared.objects.filter(workspace=workspace).select_related("answered_by")
    return {row.question: row for row in rows.order_by("question", "id")}


def history_of(workspace: Workspace) -> list[State]:
    """Return the states that were kept and are of today's formula, the oldest first. One query.

    Of several of a day the last one. Those of another formula stand in the database; they are held
    beside none of these.
    """
    rows = State.objects.filter(workspace=workspace, version=VERSION, total__isnull=False)
    newest = rows.exclude(reason=State.Reason.DAILY).order_by("-taken_at", "-id")[:HISTORY_MAX]
    by_day = {workspace.day_at(row.taken_at): row for row in reversed(newest)}
    return list(by_day.values())


def last_states(workspace_ids: Collection[int]) -> dict[int, State]:
    """Return the newest state of each workspace, as it was measured that day. One query.

    `taken_at` says when. A workspace that was never measured is absent.
    """
    rows = State.objects.filter(workspace__in=workspace_ids, reason=State.Reason.DAILY)
    return {row.workspace_id: row for row in rows.order_by("workspace", "id")}


def share_of(workspace: Workspace) -> Share | None:
    """Return the address under which it is read, withdrawn or not. One query."""
    return Share.objects.filter(workspace=workspace).first()


def shared(token: str) -> Share:
    """Return what this address leads to, or raise Http404. One query."""
    rows = Share.objects.select_related("workspace__agency").filter(workspace__closed_at=None)
    found = rows.filter(token=token).first()
    if found is None:
        raise Http404
    return found


def takes_part(workspace: Workspace) -> bool:
    """Tell whether a workspace lends its level to the others. One query."""
    return CohortMember.objects.filter(workspace=workspace).exists()


def cohort_of(workspace: Workspace, *, now: datetime) -> Cohort | None:
    """Return the levels of the others who take part; None where they are too few. One query.

    Demonstrations and what was not measured lately do not count; nor does the workspace itself.
    """
    rows = State.objects.filter(
        workspace__barometer_cohort__isnull=False,
        workspace__closed_at=None,
        workspace__is_demo=False,
        reason=State.Reason.DAILY,
        version=VERSION,
        level__isnull=False,
        taken_at__gt=now - _COHORT_DAYS,
    ).exclude(workspace=workspace)
    counted = dict(rows.order_by().values_list("level").annotate(Count("id")))
    others = sum(counted.values())
    if others < COHORT_LEAST:
        return None
    return Cohort(others, {level: counted.get(level.value, 0) for level in Level})
