"""Keeps the lines of a table and undoes them: a batch is one transaction, with the position."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from beffroi.archives.tables.models import TableChange, TableImport, TableLine
from beffroi.archives.tables.takers import Line, TableRead, Taker
from beffroi.core.jobs import ensure_leased

Status = TableImport.Status
_BATCH = 1_000


def begin(table_id: int, read: TableRead) -> bool:
    """Note what a table says, once; False when it was stopped meanwhile."""
    with transaction.atomic():
        ensure_leased()
        row = _locked(table_id, Status.READING)
        if row is None:
            return False
        row.lines_total, row.refused = len(read.lines), len(read.refused)
        row.problem = read.problem
        row.save(update_fields=["lines_total", "refused", "problem"])
        lines = [
            TableLine(
                table_import=row,
                number=one.number,
                problem=one.problem,
                detail=one.detail[:100],
            )
            for one in read.refused
        ]
        TableLine.objects.bulk_create(lines, batch_size=_BATCH)
    return True


def keep(table_id: int, taker: Taker, lines: Sequence[Line], *, now: datetime) -> bool:
    """Keep some lines; False, and nothing kept, when it was stopped meanwhile."""
    with transaction.atomic():
        ensure_leased()
        row = _locked(table_id, Status.READING)
        if row is None:
            return False
        kept = taker.keep(row, lines, now=now)
        TableChange.objects.bulk_create(
            TableChange(table_import=row, key=one.key, before=one.before, after=one.after)
            for one in kept.changes
        )
        row.added += kept.added
        row.known += kept.known
        row.lines_done += len(lines)
        row.position = lines[-1].number
        row.save(update_fields=["added", "known", "lines_done", "position"])
    return True


def undo(table_id: int, taker: Taker, *, at_once: int, now: datetime) -> bool:
    """Undo some changes, the newest first; False when none is left."""
    with transaction.atomic():
        ensure_leased()
        row = _locked(table_id, Status.UNDOING)
        changes = list(row.changes.order_by("-id")[:at_once]) if row else []
        if row is None or not changes:
            return False
        taker.undo(row, changes, now=now)
        TableChange.objects.filter(pk__in=[one.pk for one in changes]).delete()
        row.undone += len(changes)
        row.save(update_fields=["undone"])
    return True


def finish(table_id: int, *, status: TableImport.Status, problem: str = "", now: datetime) -> bool:
    """End the reading of a table and let its file go; False when it had ended before."""

    def end(row: TableImport) -> None:
        row.ended_at = now
        path = row.path
        transaction.on_commit(lambda: path.unlink(missing_ok=True))

    return _end(table_id, (Status.WAITING, Status.READING), status, problem, end)


def finish_undoing(table_id: int, *, status: TableImport.Status, problem: str = "") -> bool:
    """End the undoing of a table; False when it had ended before."""
    return _end(table_id, (Status.UNDOING,), status, problem, lambda row: None)


def _end(
    table_id: int,
    among: Sequence[TableImport.Status],
    status: TableImport.Status,
    problem: str,
    end: Callable[[TableImport], None],
) -> bool:
    with transaction.atomic():
        row = _locked(table_id, *among)
        if row is None:
            return False
        row.status, row.problem = status, problem
        end(row)
        row.save(update_fields=["status", "problem", "ended_at"])
    return True


def _locked(table_id: int, *among: TableImport.Status) -> TableImport | None:
    rows = TableImport.objects.select_for_update()
    return rows.filter(pk=table_id, status__in=among).first()
