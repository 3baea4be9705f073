"""Reads what a watch heard, hour by hour, for the rules of alerts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncHour

from beffroi.language import alarms
from beffroi.listening.alerting.pauses import Pause, pauses
from beffroi.listening.alerting.rules import AUDIENCE_MIN, Said, large_audience
from beffroi.listening.alerting.usual import DAY, DAYS, HOURS, Alarmed, Hours
from beffroi.listening.models import Alert, Catch, Gap, Surplus, Watch

HOUR = timedelta(hours=1)
_DAY = timedelta(hours=24)
#: The shortest.
_MONTH = timedelta(days=28)
#: Of the authors of a watch, so many tell how many usually follow one.
_FOLLOWERS_READ = 500
_SAID_READ = 200
#: A tone that is to be checked is unknown, as in figures (`Mention.sure_tone`).
_TONED = ~Q(mention__tone="") & Q(mention__wants_check=False)
_NEGATIVE = Q(mention__tone="negative", mention__wants_check=False)


@dataclass(frozen=True, slots=True)
class Clockwork:
    """Hours as places: the one that runs is 0."""

    now: datetime

    @property
    def hour(self) -> datetime:
        """When the hour that runs began."""
        return self.now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)

    def place(self, moment: datetime) -> int:
        """Return in which hour an instant lies; what is to come lies in the one that runs."""
        return max(0, -((moment - self.hour) // HOUR))

    @property
    def begins_at(self) -> datetime:
        """When the oldest hour that counts began."""
        return self.hour - (HOURS - 1) * HOUR


def hours_of(watch: Watch, *, now: datetime) -> Hours:
    """Return what a watch heard in the last eight weeks. Five queries."""
    return hours_of_all([watch], now=now, since={})[watch.pk]


def hours_of_all(
    watches: Sequence[Watch], *, now: datetime, since: Mapping[int, datetime]
) -> dict[int, Hours]:
    """Return what watches of a workspace heard in the last eight weeks, by id. Five queries.

    Of the last 24 hours of a watch only what was said after its `since` counts.
    """
    clock = Clockwork(now)
    judged = {pk: _next_hour(moment) for pk, moment in since.items()}
    counts, negatives, toned = ({one.pk: [0] * HOURS for one in watches} for _ in range(3))
    for pk, hour, number, negative, with_tone in _rows(counts, clock):
        place = clock.place(hour)
        if pk not in judged or hour >= judged[pk] or place >= DAY:
            counts[pk][place] += number
            negatives[pk][place] += negative
            toned[pk][place] += with_tone
    for pk, hour, missed in _beyond(counts, clock):
        if pk not in judged or hour >= judged[pk] or clock.place(hour) >= DAY:
            counts[pk][clock.place(hour)] += missed
    gaps, off = _gaps(watches, clock), pauses(watches, since=clock.begins_at)
    alarmed = _alarmed(counts, clock)
    return {
        one.pk: Hours(
            counts[one.pk],
            negatives[one.pk],
            toned[one.pk],
            frozenset(_unheard(one, [*gaps, *off.get(one.pk, ())], clock)),
            alarmed[one.pk],
        )
        for one in watches
    }


def _next_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0) + HOUR


def _rows(
    watches: Collection[int], clock: Clockwork
) -> Iterable[tuple[int, datetime, int, int, int]]:
    """Return the watch, the hour, and how many: in all, negative, with a tone."""
    rows = Catch.objects.filter(watch__in=watches, written_at__gte=clock.begins_at)
    rows = rows.filter(mention__set_aside_at__isnull=True)
    by_hour = rows.annotate(hour=TruncHour("written_at", tzinfo=UTC)).values("watch", "hour")
    counted = by_hour.annotate(
        number=Count("pk"),
        negative=Count("pk", filter=_NEGATIVE),
        with_tone=Count("pk", filter=_TONED),
    )
    columns = ("watch", "hour", "number", "negative", "with_tone")
    return counted.order_by("watch", "hour").values_list(*columns)


def _beyond(watches: Collection[int], clock: Clockwork) -> Iterable[tuple[int, datetime, int]]:
    """Return the watch, the hour, and how many were too much to be kept."""
    rows = Surplus.objects.filter(watch__in=watches, hour__gte=clock.begins_at)
    return rows.values_list("watch", "hour", "missed")


def _unheard(watch: Watch, silences: Iterable[Pause], clock: Clockwork) -> Iterator[int]:
    """Return the hours before the watch looked for what it looks for, and those of silences.

    And those whose messages are no longer kept.
    """
    kept_since = clock.now - watch.ground.kept_for_months * _MONTH
    yield from range(clock.place(max(watch.changed_at, kept_since)), HOURS)
    for began_at, ended_at in silences:
        yield from range(clock.place(ended_at), min(clock.place(began_at), HOURS - 1) + 1)


def _gaps(watches: Sequence[Watch], clock: Clockwork) -> list[Pause]:
    """Return what was missed by the streams that are read for the watches' workspace."""
    own = Q(stream__channel__workspace__in={one.workspace_id for one in watches})
    gaps = Gap.objects.filter(ended_at__gte=clock.begins_at, stream__recording="")
    gaps = gaps.filter(Q(stream__channel__isnull=True) | own)
    return list(gaps.order_by("began_at", "pk").values_list("began_at", "ended_at"))


def _alarmed(watches: Collection[int], clock: Clockwork) -> dict[int, list[Alarmed]]:
    alerts = Alert.objects.filter(
        watch__in=watches, opened_at__gte=clock.begins_at, most__isnull=False
    ).exclude(closing=Alert.Closing.FALSE_ALARM)
    found: dict[int, list[Alarmed]] = {pk: [] for pk in watches}
    columns = ("watch", "opened_at", "closed_at", "most")
    for pk, opened_at, closed_at, most in alerts.order_by("pk").values_list(*columns):
        if most is not None:
            first = clock.place(closed_at) if closed_at else 0
            found[pk].append(Alarmed(first, clock.place(opened_at - _DAY), most))
    return found


def grave_things(watch: Watch, *, now: datetime, since: datetime | None) -> list[Said]:
    """Return what may be grave in the last 24 hours, of what was heard after `since`."""
    rows = Catch.objects.filter(
        watch=watch, written_at__gte=now - _DAY, mention__set_aside_at__isnull=True
    )
    if since is not None:
        rows = rows.filter(mention__heard_at__gt=since)
    heard = _NEGATIVE & Q(mention__followers__gte=AUDIENCE_MIN)
    rows = rows.filter(~Q(mention__urgency="") | heard).order_by("-written_at", "-mention")
    found = rows.values_list(
        "mention__author_id",
        "mention__remote_id",
        "mention__text",
        "mention__tone",
        "mention__wants_check",
        "mention__followers",
        "mention__urgency",
    )[:_SAID_READ]
    return [
        Said(
            author=author or remote_id,
            subject=alarms.reason(text) if urgency else "",
            is_negative=tone == "negative" and not is_unsure,
            followers=followers,
        )
        for author, remote_id, text, tone, is_unsure, followers, urgency in found
    ]


def audience(watch: Watch, said: Sequence[Said], *, now: datetime) -> int:
    """Return from how many followers on an author is heard by many; no query where none could."""
    if not any((one.followers or 0) >= AUDIENCE_MIN for one in said):
        return AUDIENCE_MIN
    rows = Catch.objects.filter(
        watch=watch,
        written_at__gte=now - DAYS * _DAY,
        written_at__lt=now - _DAY,
        mention__followers__isnull=False,
    ).order_by("-written_at", "-mention")
    known = rows.values_list("mention__followers", flat=True)[:_FOLLOWERS_READ]
    return large_audience(one for one in known if one is not None)
