"""What a person does with archives: give one, stop it, take it out again."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from beffroi.archives import keeping
from beffroi.archives.containers.limits import UPLOAD_BYTES_MAX, Problem
from beffroi.archives.containers.members import shown_name
from beffroi.archives.models import ArchiveImport, imports_folder
from beffroi.archives.tables import actions as tables
from beffroi.core import audit
from beffroi.core.jobs import cancel, enqueue
from beffroi.workspaces.models import User, Workspace

READ, ERASE = "archives.read", "archives.erase"
REMOVAL_CAN_BE_UNDONE_FOR = timedelta(minutes=10)
#: An undo that was asked for in time is done before the erasing begins.
_ERASING_WAITS = timedelta(seconds=30)
_CHUNK_BYTES = 1 << 20


class CannotImport(Exception):
    """The archive is not taken; `problem` says why."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def start_import(
    workspace: Workspace, *, actor: User | None, upload: Path, name: str, now: datetime
) -> ArchiveImport:
    """Take an archive: move the file to ours and have it read. Raises CannotImport."""
    size_bytes = upload.stat().st_size
    if size_bytes == 0:
        raise CannotImport(Problem.EMPTY.value)
    if size_bytes > UPLOAD_BYTES_MAX:
        raise CannotImport(Problem.TOO_LARGE.value)
    row = ArchiveImport(
        workspace=workspace,
        name=shown_name(Path(name).name) or "archive",
        size_bytes=size_bytes,
        created_by=actor,
        created_at=now,
    )
    _check_free(workspace)
    _take(upload, row.path)
    try:
        _save(row, now=now)
    except IntegrityError as error:
        row.path.unlink(missing_ok=True)
        raise CannotImport("another") from error
    return row


def _check_free(workspace: Workspace) -> None:
    """Refuse early what the table would refuse after a copy of two gigabytes."""
    if open_import(workspace) is not None:
        raise CannotImport("another")


def open_import(workspace: Workspace) -> ArchiveImport | None:
    """Return the import that is being read, if any."""
    imports = ArchiveImport.objects.filter(workspace=workspace, status__in=ArchiveImport.OPEN)
    return imports.first()


def _take(upload: Path, path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        try:
            upload.replace(path)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            _copy(upload, path)
        path.chmod(0o600)
    except OSError as error:
        path.unlink(missing_ok=True)
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise CannotImport("disk_full") from error
        raise


def _copy(upload: Path, path: Path) -> None:
    with upload.open("rb") as source, path.open("xb") as target:
        shutil.copyfileobj(source, target, _CHUNK_BYTES)
        target.flush()
        os.fsync(target.fileno())


def _save(row: ArchiveImport, *, now: datetime) -> None:
    with transaction.atomic():
        row.save(force_insert=True)
        enqueue(
            READ,
            key=str(row.pk),
            run_at=now,
            payload={"import_id": row.pk},
            workspace_id=row.workspace_id,
        )
        _record(row, "archives.imported", actor=row.created_by, now=now)


def stop_import(row: ArchiveImport, *, actor: User, now: datetime) -> bool:
    """Stop reading; what was read so far stays. False when it had ended before."""
    with transaction.atomic():
        is_stopped = keeping.finish(row.pk, status=ArchiveImport.Status.STOPPED, now=now)
        cancel(READ, key=str(row.pk))
        if is_stopped:
            _record(row, "archives.stopped", actor=actor, now=now)
    return is_stopped


def remove_import(row: ArchiveImport, *, actor: User, now: datetime) -> None:
    """Take an import out of sight; its history is erased in ten minutes, unless undone."""
    with transaction.atomic():
        keeping.finish(row.pk, status=ArchiveImport.Status.STOPPED, now=now)
        cancel(READ, key=str(row.pk))
        ArchiveImport.objects.filter(pk=row.pk).update(removed_at=now)
        enqueue(
            ERASE,
            key=str(row.pk),
            run_at=now + REMOVAL_CAN_BE_UNDONE_FOR + _ERASING_WAITS,
            payload={"import_id": row.pk},
            workspace_id=row.workspace_id,
        )
        _record(row, "archives.removed", actor=actor, now=now)


def bring_back(row: ArchiveImport, *, actor: User, now: datetime) -> bool:
    """Undo the removal of an import; False when it is too late for its whole history."""
    with transaction.atomic():
        locked = ArchiveImport.objects.select_for_update().filter(pk=row.pk).first()
        if locked is None or _is_being_erased(locked, now=now):
            return False
        if locked.removed_at is not None:
            cancel(ERASE, key=str(row.pk))
            ArchiveImport.objects.filter(pk=row.pk).update(removed_at=None)
            _record(row, "archives.brought_back", actor=actor, now=now)
    return True


def _is_being_erased(row: ArchiveImport, *, now: datetime) -> bool:
    return row.removed_at is not None and row.removed_at + REMOVAL_CAN_BE_UNDONE_FOR <= now


def erase(row: ArchiveImport) -> None:
    """Erase a removed import with all that it holds; one that was brought back stays."""
    still_removed = ArchiveImport.objects.filter(pk=row.pk, removed_at__isnull=False)
    if still_removed.exists():
        keeping.erase_history(row.pk)
        row.path.unlink(missing_ok=True)
        still_removed.delete()


def tidy(*, now: datetime) -> int:
    """Remove uploads that belong to no open import, a day after they came; return how many."""
    open_ones = ArchiveImport.objects.filter(status__in=ArchiveImport.OPEN)
    kept = {str(file_id) for file_id in open_ones.values_list("file_id", flat=True)}
    kept |= tables.files_in_use()
    removed = 0
    for folder in (imports_folder(), Path(settings.FILE_UPLOAD_TEMP_DIR)):
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name not in kept and _is_left_over(path, now=now):
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def _is_left_over(path: Path, *, now: datetime) -> bool:
    age_seconds = now.timestamp() - path.stat().st_mtime
    return path.is_file() and age_seconds > timedelta(days=1).total_seconds()


def _record(row: ArchiveImport, action: str, *, actor: User | None, now: datetime) -> None:
    audit.record(
        workspace_id=row.workspace_id,
        actor_id=actor.pk if actor else None,
        action=action,
        subject=f"import {row.pk}",
        now=now,
    )
