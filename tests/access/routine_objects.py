"""Makers of what addresses of routines name."""

from __future__ import annotations

from datetime import timedelta

from beffroi.routines.models import Routine
from beffroi.routines.rules import Kind
from tests.access.objects import Side, maker


@maker
def routine_id(side: Side) -> object:
    day = side.now.date()
    return Routine.objects.create(
        workspace=side.workspace,
        kind=Kind.MONDAY.value,
        first_day=day,
        last_day=day,
        opened_at=side.now,
        ends_at=side.now + timedelta(days=2),
    ).pk
