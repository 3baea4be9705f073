"""Bounds of what one watch keeps in an hour; the rest is counted, not kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, F

from beffroi.listening import rules
from beffroi.listening.models import Catch, Mention, Surplus

_HOUR = timedelta(hours=1)
_Key = tuple[str, str]
_Hour = tuple[int, datetime]


def within_bounds(rows: Sequence[Mention], watched: dict[_Key, set[int]]) -> list[Mention]:
    """Return the rows that are kept, and take full watches out of `watched`.

    What is urgent is kept however much there is: it may be what matters most.
    """
    left = _left(rows, watched)
    beyond: Counter[_Hour] = Counter()
    kept = []
    for row in rows:
        hour = _hour(row.written_at)
        watches = watched[row.network, row.remote_id]
        full = {one for one in watches if left[one, hour] <= 0 and not row.urgency}
        beyond.update((one, hour) for one in full)
        for one in watches - full:
            left[one, hour] -= 1
        watched[row.network, row.remote_id] = watches - full
        if watches - full:
            kept.append(row)
    _note(beyond)
    return kept


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _left(rows: Sequence[Mention], watched: Mapping[_Key, Collection[int]]) -> Counter[_Hour]:
    """Return how many more each watch keeps of each hour."""
    hours = {
        (watch_id, _hour(row.written_at))
        for row in rows
        for watch_id in watched[row.network, row.remote_id]
    }
    left = Counter(dict.fromkeys(hours, rules.KEPT_PER_HOUR))
    for hour in {hour for _watch_id, hour in hours}:
        watches = [watch_id for watch_id, its_hour in hours if its_hour == hour]
        there = Catch.objects.filter(
            watch__in=watches, written_at__gte=hour, written_at__lt=hour + _HOUR
        )
        for watch_id, count in there.values_list("watch").annotate(Count("pk")):
            left[watch_id, hour] -= count
    return left


def _note(beyond: Mapping[_Hour, int]) -> None:
    for (watch_id, hour), missed in beyond.items():
        Surplus.objects.bulk_create([Surplus(watch_id=watch_id, hour=hour)], ignore_conflicts=True)
        rows = Surplus.objects.filter(watch=watch_id, hour=hour)
        rows.update(missed=F("missed") + missed)
