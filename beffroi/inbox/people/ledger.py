"""The file of who was erased or objects: it outlives the database that a restore puts back.

A line holds what, the workspace, the digest and the instant. The last line about somebody counts.
Lines are only added; the file lies beside the keys, and is in no backup, as they are.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from beffroi.inbox.models import Suppression
from beffroi.workspaces.models import Workspace

logger = logging.getLogger(__name__)

NAME = "erased-people.txt"
_LIFTED = "lifted"
_KINDS = {*Suppression.Kind.values, _LIFTED}
_DIGEST_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened. `what` is a kind of suppression, or the end of an objection."""

    what: str
    workspace_id: int
    digest: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.what} {self.workspace_id} {self.digest} {self.at.isoformat()}"


def path() -> Path:
    """Return where the file lies."""
    return Path(settings.DATA_DIR) / NAME


def follow() -> None:
    """Write down what the database holds and the file does not. Again and again is free."""
    written = set(read())
    rows = Suppression.objects.order_by("id").values_list("kind", "workspace_id", "digest", "at")
    _add(line for row in rows.iterator() if (line := Line(*row)) not in written)


def lift(workspace_id: int, digest: str, *, at: datetime) -> None:
    """Write down that somebody objects no more."""
    _add([Line(_LIFTED, workspace_id, digest, at)])


def read() -> list[Line]:
    """Return what the file holds, oldest first; what is no line is passed over, and told."""
    try:
        text = path().read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return []
    lines = [_read(line) for line in text.splitlines()]
    if None in lines:
        logger.warning("%s has %s lines that are none", NAME, lines.count(None))
    return [line for line in lines if line is not None]


def load() -> int:
    """Bring what the file holds into the database, of workspaces that are there. Return how much.

    After a restore: what was erased or objected to since the backup is known again.
    """
    there = set(Workspace.objects.values_list("pk", flat=True))
    known = {(row.workspace_id, row.digest, row.kind): row for row in Suppression.objects.all()}
    changed = 0
    for line in _standing(read()):
        if line.workspace_id in there:
            changed += _load(line, known.get((line.workspace_id, line.digest, line.what)))
    return changed


def _load(line: Line, row: Suppression | None) -> bool:
    if line.what == _LIFTED:
        objected = Suppression.objects.filter(
            workspace=line.workspace_id, digest=line.digest, kind=Suppression.Kind.OBJECTED
        )
        return bool(objected.filter(at__lte=line.at).delete()[0])
    if row is None:
        Suppression.objects.create(
            workspace_id=line.workspace_id, digest=line.digest, kind=line.what, at=line.at
        )
        return True
    if line.what != Suppression.Kind.ERASED or row.at >= line.at:
        return False
    row.at = line.at
    row.save(update_fields=["at"])
    return True


def _standing(lines: Iterable[Line]) -> list[Line]:
    """Return the last line of each about somebody's erasure, and about their objection."""
    last: dict[tuple[int, str, bool], Line] = {}
    for line in lines:
        is_erasure = line.what == Suppression.Kind.ERASED
        last[line.workspace_id, line.digest, is_erasure] = line
    return list(last.values())


def _read(text: str) -> Line | None:
    try:
        what, workspace, digest, at = text.split(" ")
        line = Line(what, int(workspace), digest, datetime.fromisoformat(at))
    except ValueError:
        return None
    is_line = what in _KINDS and len(digest) == _DIGEST_LENGTH and line.at.tzinfo is not None
    return line if is_line else None


def _add(lines: Iterable[Line]) -> None:
    """Append lines, on the disk when this returns. One that a crash cut short is closed first."""
    text = "".join(f"{line}\n" for line in lines)
    if not text:
        return
    descriptor = os.open(path(), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if _is_cut(file.fileno()):
            text = f"\n{text}"
        file.write(text.encode("ascii"))
        file.flush()
        os.fsync(file.fileno())


def _is_cut(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
