"""Reads a table of mentions from where it was left, batch by batch. Again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import F

from beffroi.archives.containers.limits import MemberDamaged
from beffroi.archives.readers.table_files import TableStream
from beffroi.archives.readers.tables import records
from beffroi.core.clock import Clock
from beffroi.listening.files import columns, taking
from beffroi.listening.files.columns import Layout
from beffroi.listening.files.dates import is_month_first
from beffroi.listening.files.rows import NETWORK, Reading, Told, read_rows
from beffroi.listening.keeping import keep_ready
from beffroi.listening.models import Mention, MentionFile
from beffroi.listening.preparing import Caught, prepare
from beffroi.listening.sources.catching import Watches, watches_of
from beffroi.matching.index import Index
from beffroi.networks.listening import PublicPost

#: Small enough for a number that moves, large enough for the disk.
ROWS_A_BATCH = 200
_FIRST_ROWS = 10
_DATES_LOOKED_AT = 2000
_MONTH = timedelta(days=30.5)


def read_on(row: MentionFile, *, clock: Clock) -> None:
    """Read what is left of a table."""
    waiting = MentionFile.objects.filter(pk=row.pk, state=MentionFile.State.WAITING)
    waiting.update(state=MentionFile.State.READING)
    row.refresh_from_db()
    if row.state != MentionFile.State.READING:
        return
    try:
        with row.path.open("rb") as file:
            is_whole = _read(row, file, clock=clock)
    except FileNotFoundError:
        taking.end(row.pk, MentionFile.State.FAILED, problem="file_lost", now=clock())
    except MemberDamaged as error:
        taking.end(row.pk, MentionFile.State.FAILED, problem=error.reason.value, now=clock())
    else:
        if is_whole:
            taking.end(row.pk, MentionFile.State.DONE, now=clock())


def _read(row: MentionFile, file: BinaryIO, *, clock: Clock) -> bool:
    """Return whether the end was reached; False when somebody left the table."""
    stream = TableStream(file)
    first = stream.first_rows()
    layout = columns.chosen(first, row.titles)
    watches = watches_of(row.workspace_id) or Watches(row.workspace_id, Index(()), clock())
    reading = Reading(
        layout=layout,
        zone=row.workspace.zone,
        month_first=_month_first(row, first, layout),
        oldest=clock() - row.watch.ground.kept_for_months * _MONTH,
        now=clock(),
    )
    told = islice(read_rows(stream, first, reading), row.rows_read, None)
    return all(
        _keep(row, batch, watches, done_bytes=file.tell(), clock=clock) for batch in _batches(told)
    )


def _batches(told: Iterator[Told]) -> Iterator[list[Told]]:
    while batch := list(islice(told, ROWS_A_BATCH)):
        yield batch


def _month_first(row: MentionFile, first: Sequence[Sequence[str]], layout: Layout) -> bool:
    """Look at the first dates of a table: one of them may prove which number is the month."""
    with row.path.open("rb") as file:
        found = islice(_dates(TableStream(file), first, layout), _DATES_LOOKED_AT)
        try:
            return is_month_first(found)
        except MemberDamaged:
            return False


def _dates(stream: TableStream, first: Sequence[Sequence[str]], layout: Layout) -> Iterator[str]:
    for _number, cells in records(stream, first, layout.columns, header=layout.header):
        yield cells.get("date", "")


def _keep(
    row: MentionFile, batch: Sequence[Told], watches: Watches, *, done_bytes: int, clock: Clock
) -> bool:
    """Keep a batch and how far the table was read, together. False when it is no longer read."""
    posts = [one.post for one in batch if one.post is not None]
    now = clock()
    ready = prepare(_caught(row, posts, watches), now=now)
    with transaction.atomic():
        rows = MentionFile.objects.filter(pk=row.pk, state=MentionFile.State.READING)
        if not rows.update(rows_read=F("rows_read") + len(batch), done_bytes=done_bytes):
            return False
        new = keep_ready(ready, now=now)
        beyond = _beyond(row, posts)
        row.left_out = _left_out(row.left_out, batch, beyond=beyond)
        rows.update(
            rows_new=F("rows_new") + new,
            rows_known=F("rows_known") + len(posts) - new - beyond,
            left_out=row.left_out,
        )
    return True


def _caught(row: MentionFile, posts: Sequence[PublicPost], watches: Watches) -> list[Caught]:
    """Give each post to the watch of its table, and to those that look for it."""
    by_post = {id(one.post): one.watches[row.workspace_id] for one in watches.caught(posts)}
    return [
        Caught(post, {row.workspace_id: {row.watch_id, *by_post.get(id(post), ())}})
        for post in posts
    ]


def _beyond(row: MentionFile, posts: Sequence[PublicPost]) -> int:
    """Return how many were too many for one hour: those that are not there."""
    wanted = {post.remote_id for post in posts}
    there = Mention.objects.filter(
        workspace=row.workspace_id, network=NETWORK, remote_id__in=wanted
    )
    return len(wanted) - there.count()


def _left_out(
    known: Mapping[str, Any], batch: Sequence[Told], *, beyond: int
) -> dict[str, tuple[int, list[int]]]:
    found = {problem: (count, list(first)) for problem, (count, first) in known.items()}
    for one in batch:
        if one.problem is not None:
            count, first = found.get(one.problem.value, (0, []))
            found[one.problem.value] = (count + 1, [*first, one.number][:_FIRST_ROWS])
    if beyond:
        count, first = found.get("many", (0, []))
        found["many"] = (count + beyond, first)
    return found
