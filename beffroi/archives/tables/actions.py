"""What a person does with tables: give one, stop it, undo it whole."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.db import IntegrityError, transaction

from beffroi.archives.containers.members import shown_name
from beffroi.archives.tables import keeping
from beffroi.archives.tables.models import TableChange, TableImport, TableLine
from beffroi.core import audit
from beffroi.core.jobs import cancel, enqueue
from beffroi.workspaces.models import User, Workspace

TAKE, UNDO = "archives.take_table", "archives.undo_table"
#: So long a table can be undone, and its lines that were not taken can be read.
KEPT_FOR = timedelta(days=30)
_AT_ONCE = 2_000


class CannotTake(Exception):
    """The table is not taken; `problem` is a key of `sentences`."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def start(
    workspace: Workspace,
    *,
    kind: str,
    subject_id: int,
    chunks: Iterable[bytes],
    name: str,
    bytes_max: int,
    actor: User,
    now: datetime,
    answers: Mapping[str, str] | None = None,
) -> TableImport:
    """Take a table: keep the file and have it read by a job. Raises CannotTake."""
    row = TableImport(
        workspace=workspace,
        kind=kind,
        subject_id=subject_id,
        name=shown_name(Path(name).name) or "table",
        answers=dict(answers or {}),
        created_by=actor,
        created_at=now,
    )
    if open_import(workspace) is not None:
        raise CannotTake("another")
    row.size_bytes = _write(row.path, chunks, bytes_max=bytes_max)
    try:
        _save(row, actor=actor, now=now)
    except IntegrityError as error:
        row.path.unlink(missing_ok=True)
        raise CannotTake("another") from error
    return row


def open_import(workspace: Workspace) -> TableImport | None:
    """Return the table that is being read or undone, if any."""
    rows = TableImport.objects.filter(workspace=workspace, status__in=TableImport.OPEN)
    return rows.first()


def stop(row: TableImport, *, actor: User, now: datetime) -> bool:
    """Stop reading; what was kept so far stays. False when it had ended before."""
    with transaction.atomic():
        is_stopped = keeping.finish(row.pk, status=TableImport.Status.STOPPED, now=now)
        if is_stopped:
            cancel(TAKE, key=str(row.pk))
            _record(row, "table.stopped", actor=actor, now=now)
    return is_stopped


@transaction.atomic
def undo(row: TableImport, *, actor: User, now: datetime) -> None:
    """Have a job put everything back as it was before a table. Raises CannotTake."""
    locked = TableImport.objects.select_for_update().get(pk=row.pk)
    if not locked.can_be_undone:
        raise CannotTake("not_undoable")
    try:
        with transaction.atomic():
            locked.status = TableImport.Status.UNDOING
            locked.save(update_fields=["status"])
    except IntegrityError as error:
        raise CannotTake("another") from error
    _enqueue(UNDO, locked, now=now)
    _record(locked, "table.undone", actor=actor, now=now)


def files_in_use() -> set[str]:
    """Return the names of files that are still to be read."""
    rows = TableImport.objects.filter(status__in=TableImport.OPEN)
    return {str(file_id) for file_id in rows.values_list("file_id", flat=True)}


def clear(*, now: datetime) -> int:
    """Erase what undoing needs, and lines that were not taken, of tables of long ago."""
    due = TableImport.objects.filter(ended_at__lte=now - KEPT_FOR, cleared_at=None)
    ids = list(due.exclude(status__in=TableImport.OPEN).values_list("pk", flat=True))
    for table_id in ids:
        for model in (TableChange, TableLine):
            rows = model._default_manager.filter(table_import=table_id).order_by("id")
            while some := list(rows.values_list("pk", flat=True)[:_AT_ONCE]):
                model._default_manager.filter(pk__in=some).delete()
        TableImport.objects.filter(pk=table_id).update(cleared_at=now)
    return len(ids)


def _write(path: Path, chunks: Iterable[bytes], *, bytes_max: int) -> int:
    """Write a file and return its size. Raises CannotTake."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    size_bytes = 0
    try:
        with path.open("xb") as target:
            for chunk in chunks:
                size_bytes += len(chunk)
                if size_bytes > bytes_max:
                    raise CannotTake("too_large")
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        path.chmod(0o600)
    except OSError as error:
        path.unlink(missing_ok=True)
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise CannotTake("disk_full") from error
        raise
    except CannotTake:
        path.unlink(missing_ok=True)
        raise
    if not size_bytes:
        path.unlink(missing_ok=True)
        raise CannotTake("empty")
    return size_bytes


def _save(row: TableImport, *, actor: User, now: datetime) -> None:
    with transaction.atomic():
        row.save(force_insert=True)
        _enqueue(TAKE, row, now=now)
        _record(row, "table.given", actor=actor, now=now)


def _enqueue(kind: str, row: TableImport, *, now: datetime) -> None:
    enqueue(
        kind,
        key=str(row.pk),
        run_at=now,
        payload={"table_id": row.pk},
        workspace_id=row.workspace_id,
    )


def _record(row: TableImport, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=row.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"table:{row.pk}",
        now=now,
    )
