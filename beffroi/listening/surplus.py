"""Bounds of what one watch keeps in an hour; the rest is counted, not kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Count

from beffroi.listening import rules
from beffroi.listening.models import Catch, Mention, MentionKey, Surplus

_HOUR = timedelta(hours=1)
#: What a stream tells again when it is resumed is among so many: five seconds of a flood.
_LAST_MAX = 5_000
_Hour = tuple[int, datetime]


def within_bounds(rows: Sequence[Mention], watched: dict[MentionKey, set[int]]) -> list[Mention]:
    """Return the rows that are kept, and take full watches out of `watched`.

    What is urgent is kept however much there is: it may be what matters most.
    """
    left = _left(rows, watched)
    beyond: defaultdict[_Hour, list[str]] = defaultdict(list)
    kept = []
    for row in rows:
        hour, key = _hour(row.written_at), row.key
        watches = watched[key]
        full = {one for one in watches if left[one, hour] <= 0 and not row.urgency}
        if full:
            mark = _mark(row)
            for one in full:
                beyond[one, hour].append(mark)
            watched[key] = watches = watches - full
        for one in watches:
            left[one, hour] -= 1
        if watches:
            kept.append(row)
    _note(beyond)
    return kept


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _left(rows: Sequence[Mention], watched: Mapping[MentionKey, Collection[int]]) -> Counter[_Hour]:
    """Return how many more each watch keeps of each hour."""
    hours = {(watch_id, _hour(row.written_at)) for row in rows for watch_id in watched[row.key]}
    left = Counter(dict.fromkeys(hours, rules.KEPT_PER_HOUR))
    for hour in {hour for _watch_id, hour in hours}:
        watches = [watch_id for watch_id, its_hour in hours if its_hour == hour]
        there = Catch.objects.filter(
            watch__in=watches, written_at__gte=hour, written_at__lt=hour + _HOUR
        )
        for watch_id, count in there.values_list("watch").annotate(Count("pk")):
            left[watch_id, hour] -= count
    return left


def _mark(row: Mention) -> str:
    """Return what stands for a message that is counted and not kept."""
    return sha256("\n".join(row.key).encode()).hexdigest()[:8]


def _note(beyond: Mapping[_Hour, Sequence[str]]) -> None:
    """Count what was not counted before: no row tells it from what comes again."""
    for (watch_id, hour), marks in beyond.items():
        Surplus.objects.bulk_create([Surplus(watch_id=watch_id, hour=hour)], ignore_conflicts=True)
        row = Surplus.objects.select_for_update().get(watch=watch_id, hour=hour)
        known = set(row.last)
        fresh = [mark for mark in marks if mark not in known]
        row.missed += len(fresh)
        row.last = [*row.last, *fresh][-_LAST_MAX:]
        row.save(update_fields=["missed", "last"])
