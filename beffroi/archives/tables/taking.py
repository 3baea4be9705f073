"""Takes a table from where it was left to its end, batch by batch; undoes it the same way."""

from __future__ import annotations

import logging

from beffroi.archives.tables import keeping
from beffroi.archives.tables.models import TableImport
from beffroi.archives.tables.takers import Taker, taker_of
from beffroi.core.clock import Clock

logger = logging.getLogger(__name__)
Status = TableImport.Status

#: Small enough for a number that moves and a stop that is heard, large enough for the disk.
LINES_A_BATCH = 500


def take_on(row: TableImport, *, clock: Clock) -> None:
    """Take what is left of a table."""
    waiting = TableImport.objects.filter(pk=row.pk, status=Status.WAITING)
    waiting.update(status=Status.READING)
    row.refresh_from_db()
    if row.status != Status.READING:
        return
    taker = taker_of(row.kind)
    if taker is None or taker.subject(row) is None:
        keeping.finish(row.pk, status=Status.REFUSED, problem="gone", now=clock())
        return
    try:
        problem = _take(row, taker, clock=clock)
    except FileNotFoundError:
        keeping.finish(row.pk, status=Status.FAILED, problem="file_lost", now=clock())
        return
    status = Status.REFUSED if problem else Status.DONE
    if keeping.finish(row.pk, status=status, problem=problem, now=clock()):
        logger.info("Table %s ended: %s %s", row.pk, status.value, problem)


def undo_on(row: TableImport, *, clock: Clock) -> None:
    """Undo what is left of a table."""
    taker = taker_of(row.kind)
    while taker is not None and keeping.undo(row.pk, taker, at_once=LINES_A_BATCH, now=clock()):
        pass
    keeping.finish_undoing(row.pk, status=Status.UNDONE)


def _take(row: TableImport, taker: Taker, *, clock: Clock) -> str:
    """Return why nothing of it is taken, "" where it was, or was stopped."""
    with row.path.open("rb") as file:
        read = taker.read(row, file)
    if row.lines_total is None:
        read = taker.check(row, read)
        if not keeping.begin(row.pk, read):
            return ""
        row.refresh_from_db()
    if row.problem:
        return row.problem
    aside = set(row.lines.values_list("number", flat=True))
    waiting = (one for one in read.lines if one.number > row.position and one.number not in aside)
    left = sorted(waiting, key=lambda one: one.number)
    for start in range(0, len(left), LINES_A_BATCH):
        batch = left[start : start + LINES_A_BATCH]
        if not keeping.keep(row.pk, taker, batch, now=clock()):
            break
    return ""
