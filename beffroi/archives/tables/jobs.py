"""Jobs of tables: load by id, one action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.archives.tables import actions, keeping, taking
from beffroi.archives.tables.models import TableImport
from beffroi.core.clock import Clock
from beffroi.core.jobs import job, on_quarantine, periodic

_FAILED = TableImport.Status.FAILED


@job(actions.TAKE)
def take(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Take a table from where it was left."""
    row = TableImport.objects.filter(pk=payload["table_id"]).first()
    if row is not None:
        taking.take_on(row, clock=clock)
    return None


@job(actions.UNDO)
def undo(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Undo a table from where it was left."""
    row = TableImport.objects.filter(pk=payload["table_id"]).first()
    if row is not None:
        taking.undo_on(row, clock=clock)
    return None


@on_quarantine(actions.TAKE)
def give_up(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Say on the page that the table cannot be taken, and let its file go."""
    keeping.finish(payload["table_id"], status=_FAILED, problem="given_up", now=clock())


@on_quarantine(actions.UNDO)
def give_up_undoing(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Say on the page that the table could not be undone whole; it can be tried again."""
    keeping.finish_undoing(payload["table_id"], status=_FAILED, problem="undo_given_up")


@periodic("archives.tables_clear", every=timedelta(days=1))
def clear(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Erase what is needed to undo tables of long ago, and their lines that were not taken."""
    actions.clear(now=clock())
    return None
