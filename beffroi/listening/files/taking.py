"""What people do with a table of mentions: give it, say which column is which, leave it."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.db import IntegrityError, transaction

from beffroi.archives.containers.members import shown_name
from beffroi.archives.readers.table_files import TableStream
from beffroi.core import audit, jobs
from beffroi.listening.files import columns
from beffroi.listening.files.columns import Layout
from beffroi.listening.models import MentionFile, Watch, files_folder
from beffroi.workspaces.models import User

READ = "listening.read_file"
BYTES_MAX = 20_000_000
#: A table whose columns nobody named for so long is let go.
ASKED_FOR = timedelta(days=2)


class CannotTake(Exception):
    """No table was taken. `problem` is none, empty, too_large, another, no_table or disk_full."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def take(watch: Watch, upload: Path, *, name: str, actor: User, now: datetime) -> MentionFile:
    """Take a table, and have it read if it says itself which column is which. Raises CannotTake."""
    size_bytes = upload.stat().st_size
    if not size_bytes:
        raise CannotTake("empty")
    if size_bytes > BYTES_MAX:
        raise CannotTake("too_large")
    with upload.open("rb") as file:
        rows = TableStream(file).first_rows()
    if len(rows) < 2:
        raise CannotTake("no_table")
    row = MentionFile(
        workspace_id=watch.workspace_id,
        watch=watch,
        name=shown_name(Path(name).name) or "mentions.csv",
        size_bytes=size_bytes,
        given_by=actor,
        given_at=now,
    )
    _move(upload, row.path)
    try:
        _save(row, columns.layout_of(rows), now=now)
    except IntegrityError as error:
        row.path.unlink(missing_ok=True)
        raise CannotTake("another") from error
    return row


def choose(row: MentionFile, titles: Mapping[str, str], *, now: datetime) -> bool:
    """Have a table read by the columns that a person names; False where one is missing."""
    if row.state != MentionFile.State.ASKING:
        return True
    layout = columns.chosen(head_of(row), titles)
    if not layout.is_whole:
        return False
    with transaction.atomic():
        asking = MentionFile.objects.filter(pk=row.pk, state=MentionFile.State.ASKING)
        if asking.update(state=MentionFile.State.WAITING, titles=dict(layout.titles)):
            _ask(row, now=now)
    return True


def leave(row: MentionFile, *, now: datetime) -> None:
    """Let a table go that is still open; what was read of it stays."""
    if end(row.pk, MentionFile.State.FAILED, problem="left", now=now):
        jobs.cancel(READ, key=str(row.pk))


def end(pk: int, state: MentionFile.State, *, problem: str = "", now: datetime) -> bool:
    """Note how a table ended, and remove its file. False when it had ended before."""
    rows = MentionFile.objects.filter(pk=pk, state__in=MentionFile.OPEN)
    is_ended = bool(rows.update(state=state, problem=problem, ended_at=now))
    row = MentionFile.objects.filter(pk=pk).first()
    if row is not None and not row.is_open:
        row.path.unlink(missing_ok=True)
    return is_ended


def head_of(row: MentionFile) -> list[list[str]]:
    """Return the first rows of a table, nothing where its file is lost."""
    try:
        with row.path.open("rb") as file:
            return TableStream(file).first_rows()
    except FileNotFoundError:
        return []


def tidy(*, now: datetime) -> None:
    """Let go of tables that nobody told the columns of, and of files that nobody reads."""
    asked = MentionFile.objects.filter(state=MentionFile.State.ASKING, given_at__lt=now - ASKED_FOR)
    for row in asked:
        leave(row, now=now)
    opened = MentionFile.objects.filter(state__in=MentionFile.OPEN)
    known = {str(one) for one in opened.values_list("file_id", flat=True)}
    for path in _files():
        age = now.timestamp() - path.stat().st_mtime
        if path.name not in known and age > ASKED_FOR.total_seconds():
            path.unlink(missing_ok=True)


def _files() -> Sequence[Path]:
    folder = files_folder()
    return list(folder.iterdir()) if folder.exists() else []


def _save(row: MentionFile, layout: Layout, *, now: datetime) -> None:
    with transaction.atomic():
        row.titles = dict(layout.titles)
        row.state = MentionFile.State.WAITING if layout.is_whole else MentionFile.State.ASKING
        row.save(force_insert=True)
        if layout.is_whole:
            _ask(row, now=now)
        audit.record(
            workspace_id=row.workspace_id,
            actor_id=row.given_by_id,
            action="mentions.imported",
            subject=f"mention_file:{row.pk}",
            now=now,
        )


def _ask(row: MentionFile, *, now: datetime) -> None:
    jobs.enqueue(
        READ,
        key=str(row.pk),
        run_at=now,
        payload={"file_id": row.pk},
        workspace_id=row.workspace_id,
    )


def _move(upload: Path, path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        shutil.move(upload, path)
        path.chmod(0o600)
    except OSError as error:
        path.unlink(missing_ok=True)
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise CannotTake("disk_full") from error
        raise
