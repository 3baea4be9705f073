"""Which routines wait, which of their steps were ticked, which cards a person put off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from beffroi.routines.models import PutOff, Routine, StepTick
from beffroi.routines.rules import Kind, Step
from beffroi.workspaces.models import Workspace


def waiting(workspace: Workspace, *, kinds: Iterable[Kind], now: datetime) -> QuerySet[Routine]:
    """Return the routines of some kinds that nobody settled and whose period is not over."""
    rows = Routine.objects.filter(workspace=workspace, outcome="", ends_at__gt=now)
    named = rows.filter(kind__in=sorted(kind.value for kind in kinds))
    return named.select_related("workspace").order_by("first_day", "id")


def ticks_of(routine: Routine) -> dict[Step, StepTick]:
    """Return the steps of a routine that somebody ticked by hand. One query."""
    rows = StepTick.objects.filter(routine=routine).select_related("ticked_by")
    return {Step(row.step): row for row in rows}


def put_off(workspace: Workspace, *, user_id: int, now: datetime) -> QuerySet[PutOff]:
    """Return the cards that a person sees again after `now`."""
    return PutOff.objects.filter(workspace=workspace, user_id=user_id, until_at__gt=now)
