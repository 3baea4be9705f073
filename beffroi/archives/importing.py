"""Reads an archive from where it was left to its end, batch by batch."""

from __future__ import annotations

import logging
from collections.abc import Callable

from beffroi.archives import keeping, reading
from beffroi.archives.containers.limits import ArchiveRefused, Budget
from beffroi.archives.containers.opening import open_container
from beffroi.archives.keeping import Batch
from beffroi.archives.models import ArchiveImport
from beffroi.archives.reading import Position
from beffroi.core.clock import Clock

logger = logging.getLogger(__name__)

#: Small enough for a number that moves and a stop that is heard, large enough for the disk.
ITEMS_A_BATCH = 500
_MEMBERS_A_BATCH = 5_000

Told = Callable[[ArchiveImport], None]


def read_on(row: ArchiveImport, *, clock: Clock, told: Told | None = None) -> None:
    """Read what is left of an archive; `told` hears of every batch."""
    if not _begin(row, clock=clock):
        return
    try:
        is_over = _read(row, told=told)
    except ArchiveRefused as refusal:
        keeping.erase_history(row.pk)
        _end(row, ArchiveImport.Status.REFUSED, refusal.problem.value, clock=clock)
    except FileNotFoundError:
        _end(row, ArchiveImport.Status.FAILED, "file_lost", clock=clock)
    else:
        if is_over:
            _end(row, ArchiveImport.Status.DONE, "", clock=clock)


def _begin(row: ArchiveImport, *, clock: Clock) -> bool:
    status = ArchiveImport.Status
    waiting = ArchiveImport.objects.filter(pk=row.pk, status=status.WAITING)
    waiting.update(status=status.READING, started_at=clock())
    row.refresh_from_db()
    return row.status == status.READING


def _end(row: ArchiveImport, status: ArchiveImport.Status, problem: str, *, clock: Clock) -> None:
    if keeping.finish(row.pk, status=status, problem=problem, now=clock()):
        logger.info("Import %s ended: %s %s", row.pk, status.value, problem)


def _read(row: ArchiveImport, *, told: Told | None) -> bool:
    """Return whether the end was reached; False when it was stopped."""
    budget = Budget()
    start = Position(row.position_member, row.position_item)
    with row.path.open("rb") as file:
        container = open_container(file, name=row.name, budget=budget)
        batch = Batch()
        for event in reading.read(container, start=start, budget=budget):
            batch.add(event)
            if len(batch.items) < ITEMS_A_BATCH and len(batch.members) < _MEMBERS_A_BATCH:
                continue
            if not keeping.keep(row.pk, batch, done_bytes=container.done_bytes):
                return False
            batch = Batch()
            _tell(row, told)
        return keeping.keep(row.pk, batch, done_bytes=container.done_bytes)


def _tell(row: ArchiveImport, told: Told | None) -> None:
    if told is not None:
        row.refresh_from_db()
        told(row)
