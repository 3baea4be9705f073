"""Writes what was read: a batch is one transaction, its items together with the position."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min, Model, Q, QuerySet
from django.db.models.functions import ExtractYear

from beffroi.archives.models import ArchiveImport, HistoryCount, HistoryFeedback, HistoryPost
from beffroi.archives.readers import items
from beffroi.archives.reading import Event, Fate, ItemRead, MemberDone, Position
from beffroi.core.jobs import ensure_leased

#: More names than anybody reads; how many there were is counted.
LISTED_MAX = 200
_ERASED_AT_ONCE = 2_000
_TABLES: tuple[type[Model], ...] = (HistoryPost, HistoryFeedback, HistoryCount)
_POST_FIELDS = ("kind", "text", "url", "written_at")
_FEEDBACK_FIELDS = (
    *("kind", "author_name", "text", "stars", "url"),
    *("written_at", "answer", "answered_at"),
)


@dataclass
class Batch:
    """What was read since the last transaction."""

    items: list[ItemRead] = field(default_factory=list)
    members: list[MemberDone] = field(default_factory=list)
    position: Position | None = None

    def add(self, event: Event) -> None:
        """Take one more in."""
        self.position = event.after
        if isinstance(event, ItemRead):
            self.items.append(event)
        else:
            self.members.append(event)


def keep(import_id: int, batch: Batch, *, done_bytes: int) -> bool:
    """Write a batch; False, and nothing written, when the import was stopped meanwhile.

    Raises LeaseLost when another process may be reading it.
    """
    with transaction.atomic():
        ensure_leased()
        row = _reading(import_id)
        if row is None:
            return False
        row.items_added += _keep_items(row, batch.items)
        row.items_read += len(batch.items)
        _note_members(row, batch.members)
        if batch.items and not row.network:
            row.network, row.layout = batch.items[0].network, batch.items[0].layout
        if batch.position is not None:
            row.position_member = batch.position.member
            row.position_item = batch.position.item
        row.done_bytes = done_bytes
        row.save()
    return True


def _reading(import_id: int) -> ArchiveImport | None:
    rows = ArchiveImport.objects.select_for_update()
    return rows.filter(pk=import_id, status=ArchiveImport.Status.READING).first()


def _note_members(row: ArchiveImport, members: Iterable[MemberDone]) -> None:
    for member in members:
        row.members_read += member.fate is Fate.READ
        row.members_media += member.fate is Fate.MEDIA
        row.members_listed += member.fate is Fate.LISTED
        if member.reason is not None and len(row.listed) < LISTED_MAX:
            row.listed.append([member.name, member.reason.value])
        if len(row.left_out) < LISTED_MAX:
            row.left_out += [
                [member.name, problem.value, rows.count, rows.first]
                for problem, rows in member.left_out.items()
            ]


def _keep_items(row: ArchiveImport, events: Sequence[ItemRead]) -> int:
    """Write items, the newest words of each; return how many were not known before."""
    posts: dict[tuple[Any, ...], HistoryPost] = {}
    feedback: dict[tuple[Any, ...], HistoryFeedback] = {}
    counts: dict[tuple[Any, ...], HistoryCount] = {}
    for event in events:
        item, network = event.item, event.network
        if isinstance(item, items.HistoryPost):
            posts[network, item.remote_id] = _post(row, item, network=network)
        elif isinstance(item, items.HistoryFeedback):
            feedback[network, item.remote_id] = _feedback(row, item, network=network)
        else:
            key = (network, item.metric, item.post_id, item.counted_on)
            counts[key] = _count(row, item, network=network)
    return (
        _upsert(HistoryPost, posts, unique=("remote_id",), fields=_POST_FIELDS)
        + _upsert(HistoryFeedback, feedback, unique=("remote_id",), fields=_FEEDBACK_FIELDS)
        + _upsert(
            HistoryCount, counts, unique=("metric", "post_id", "counted_on"), fields=("value",)
        )
    )


def _upsert(
    model: type[Any],
    rows: dict[tuple[Any, ...], Any],
    *,
    unique: tuple[str, ...],
    fields: tuple[str, ...],
) -> int:
    if not rows:
        return 0
    made = list(rows.values())
    workspace_id = made[0].workspace_id
    last = unique[0] if len(unique) == 1 else "post_id"
    known = set(
        model.objects.filter(
            workspace_id=workspace_id, **{f"{last}__in": {getattr(one, last) for one in made}}
        ).values_list("network", *unique)
    )
    model.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["workspace", "network", *unique],
        update_fields=["archive_import", *fields],
    )
    return sum(key not in known for key in rows)


def _post(row: ArchiveImport, item: items.HistoryPost, *, network: str) -> HistoryPost:
    return HistoryPost(
        workspace_id=row.workspace_id,
        archive_import=row,
        network=network,
        remote_id=item.remote_id,
        kind=item.kind.value,
        text=item.text,
        url=item.url,
        written_at=item.written_at,
    )


def _feedback(row: ArchiveImport, item: items.HistoryFeedback, *, network: str) -> HistoryFeedback:
    return HistoryFeedback(
        workspace_id=row.workspace_id,
        archive_import=row,
        network=network,
        remote_id=item.remote_id,
        kind=item.kind.value,
        author_name=item.author_name,
        text=item.text,
        stars=item.stars,
        url=item.url,
        written_at=item.written_at,
        answer=item.answer,
        answered_at=item.answered_at,
    )


def _count(row: ArchiveImport, item: items.HistoryCount, *, network: str) -> HistoryCount:
    return HistoryCount(
        workspace_id=row.workspace_id,
        archive_import=row,
        network=network,
        post_id=item.post_id,
        metric=item.metric,
        value=item.value,
        counted_on=item.counted_on,
    )


def finish(
    import_id: int, *, status: ArchiveImport.Status, problem: str = "", now: datetime
) -> bool:
    """End an import and let its file go; False when it had ended before."""
    with transaction.atomic():
        rows = ArchiveImport.objects.select_for_update()
        row = rows.filter(pk=import_id, status__in=ArchiveImport.OPEN).first()
        if row is None:
            return False
        row.status, row.problem, row.ended_at = status, problem, now
        if status is ArchiveImport.Status.DONE:
            row.done_bytes = row.size_bytes
        _sum_up(row)
        row.save()
        path = row.path
        transaction.on_commit(lambda: path.unlink(missing_ok=True))
    return True


def _sum_up(row: ArchiveImport) -> None:
    """Count what the import holds by kind and year, and find its first and last day."""
    row.summary = {}
    for group, model in (("post", HistoryPost), ("feedback", HistoryFeedback)):
        of_years = (
            model._default_manager.filter(archive_import=row)
            .annotate(year=ExtractYear("written_at"))
            .values_list("kind", "year")
            .annotate(count=Count("id"))
        )
        for kind, year, count in of_years:
            row.summary.setdefault(f"{group}:{kind}", {})[str(year or "")] = count
    of_counts = (
        HistoryCount.objects.filter(archive_import=row)
        .annotate(year=ExtractYear("counted_on"))
        .values_list("year")
        .annotate(count=Count("id"))
    )
    for year, count in of_counts:
        row.summary.setdefault("count", {})[str(year)] = count
    _note_period(row)


def _note_period(row: ArchiveImport) -> None:
    ends = [
        model._default_manager.filter(archive_import=row).aggregate(
            first=Min("written_at"), last=Max("written_at")
        )
        for model in (HistoryPost, HistoryFeedback)
    ]
    row.first_at = min((end["first"] for end in ends if end["first"]), default=None)
    row.last_at = max((end["last"] for end in ends if end["last"]), default=None)


def erase_history(import_id: int) -> None:
    """Erase all that an import holds, some thousand rows a transaction."""
    for model in _TABLES:
        mine = model._default_manager.filter(archive_import_id=import_id).order_by("id")
        while ids := list(mine.values_list("id", flat=True)[:_ERASED_AT_ONCE]):
            model._default_manager.filter(id__in=ids).delete()


def history_of(
    workspace_id: int, network: str, remote_ids: Iterable[str], *, author_id: str
) -> QuerySet[HistoryFeedback]:
    """Return what archives hold of somebody: these things, and what bears their id ("" for none).

    An archive knows authors by name; their id stands in the id or the address of what they wrote.
    """
    rows = HistoryFeedback.objects.filter(workspace=workspace_id, network=network)
    return rows.filter(Q(remote_id__in=remote_ids) | _bears(author_id))


def forget_author(workspace_id: int, network: str, author_id: str) -> None:
    """Erase what archives hold that bears somebody's id. Inside a transaction."""
    history_of(workspace_id, network, (), author_id=author_id).delete()


def _bears(author_id: str) -> Q:
    if not author_id:
        return Q(pk__in=())
    return Q(remote_id__contains=author_id) | Q(url__contains=author_id)


def forget_feedback(workspace_id: int, network: str, remote_ids: Iterable[str]) -> None:
    """Erase what archives hold of things that somebody wrote. Inside a transaction."""
    HistoryFeedback.objects.filter(
        workspace=workspace_id, network=network, remote_id__in=list(remote_ids)
    ).delete()
