"""Reads the sources of one place, one after the other, and notes how each is."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Sum

from beffroi.core import jobs
from beffroi.core.clock import Clock
from beffroi.listening.competing import taking as competing
from beffroi.listening.keeping import keep
from beffroi.listening.models import Source
from beffroi.listening.sources import hubs, pacing
from beffroi.listening.sources.catching import Watches, watches_of
from beffroi.listening.sources.opening import reader_of
from beffroi.listening.sources.pacing import Trouble
from beffroi.listening.sources.places import place_of
from beffroi.listening.sources.troubles import asked_pause, trouble_of
from beffroi.networks.declarations import SourceKind
from beffroi.networks.errors import NetworkError
from beffroi.networks.listening import PublicPage

logger = logging.getLogger(__name__)

READ = "listening.read_sources"
#: Where chance comes from; tests put their own in its place.
Chance = Callable[[], float]


def ask(source: Source, *, run_at: datetime) -> None:
    """Have the place of a source read at an instant; asked twice, it is read once."""
    jobs.enqueue(READ, key=source.place, run_at=run_at, payload={"place": source.place})


def wake(source: Source, *, now: datetime) -> None:
    """Have a source that is well read as soon as may be, for it is said to have news.

    One in trouble or without calls keeps its hour: its site asked for that, or we did.
    """
    own_max, _network_max = pacing.calls_a_day(source.network)
    at = pacing.told(
        read_at=source.read_at,
        calls=_calls_of(source, _day(now)),
        calls_max=min(source.calls_max, own_max),
        now=now,
    )
    well = Source.objects.to_read().filter(
        pk=source.pk, state=Source.State.READING, reason=Source.Reason.NONE, next_at__gt=at
    )
    if well.order_by().update(next_at=at):
        ask(source, run_at=at)


def read_next(place: str, *, clock: Clock, chance: Chance = random.random) -> datetime | None:
    """Read the source of a place that waits longest, if its hour has come.

    Return when the next one is due, None where none is read any more.
    """
    waiting = Source.objects.to_read().filter(place=place, workspace__closed_at__isnull=True)
    source = waiting.select_related("channel").first()
    if source is not None and source.next_at is not None and source.next_at <= clock():
        _read(source, clock=clock, chance=chance)
    following = waiting.values_list("next_at", flat=True).first()
    return None if following is None else max(following, clock() + pacing.GAP)


def _read(source: Source, *, clock: Clock, chance: Chance) -> None:
    now = clock()
    watches = watches_of(source.workspace_id)
    if watches is None:
        _put_off(source, until=now + pacing.spread(pacing.WITHOUT_WATCH, chance=chance()))
    elif source.channel is not None and not source.channel.is_connected:
        _note_trouble(source, Trouble.UNAVAILABLE, now=now, chance=chance())
    elif is_spent(source, now=now):
        _note_budget(source, until=pacing.tomorrow(now), now=now, chance=chance())
    else:
        _ask_network(source, watches, clock=clock, chance=chance())


def _ask_network(source: Source, watches: Watches, *, clock: Clock, chance: float) -> None:
    asked_at = clock()
    try:
        reader = reader_of(source.network, source.channel, clock=clock)
        state = state_for(source, watches)
        page = reader.read_public(SourceKind(source.kind), source.subject, state=state)
        take(source, page, watches, asked_at=asked_at, now=clock(), chance=chance)
    except NetworkError as error:
        logger.info("source %s: %s %s", source.pk, type(error).__name__, error.detail)
        _note_error(source, error, now=clock(), chance=chance)
    except Exception:
        logger.exception("source %s could not be read", source.pk)
        _note_trouble(source, Trouble.UNREADABLE, now=clock(), chance=chance, calls=1)


def state_for(source: Source, watches: Watches) -> str:
    """Return where to read on; from the beginning when what is looked for changed since."""
    is_current = source.read_at is not None and watches.changed_at <= source.read_at
    return source.memory if is_current else ""


@transaction.atomic
def take(
    source: Source,
    page: PublicPage,
    watches: Watches,
    *,
    asked_at: datetime,
    now: datetime,
    chance: float,
) -> int:
    """Keep what watches catch, and how far the source was read, together."""
    kept = keep(watches.caught(page.posts), now=now, source=source)
    competing.take(source, page.posts, now=now)
    every = pacing.pace(timedelta(seconds=source.every_seconds), has_news=bool(page.posts))
    usual = hubs.usual_pause(source, page.posts, every, now=now)
    pause = pacing.wait(usual, wanted=page.next_in, chance=chance)
    told = [one.written_at for one in page.posts if one.written_at <= now]
    if source.told_at is not None:
        told.append(source.told_at)
    written = _write(
        source,
        state=Source.State.READING,
        reason=Source.Reason.NONE,
        memory=page.state,
        read_at=asked_at,  # what changes while it is read is read again
        told_at=max(told, default=None),
        every_seconds=int(every.total_seconds()),
        next_at=pacing.outside(now + pause, page.skip_hours),
        failures=0,
        failing_since=None,
        **_counted(source, calls=max(1, len(page.costs)), now=now),
    )
    if written and page.moved_to:
        _move(source, page.moved_to, now=now)
    if written:
        _follow_hub(source, asked_at=asked_at, now=now)
    return kept


def _follow_hub(source: Source, *, asked_at: datetime, now: datetime) -> None:
    """Read once more what its hub told of meanwhile; ask a source's hub after its first reading.

    After what was read is written, for a hub may call in between.
    """
    if source.state == Source.State.NEW:
        hubs.ask(source, run_at=now)
    if hubs.told_since(source, asked_at):
        source.refresh_from_db()
        wake(source, now=now)


def is_spent(source: Source, *, now: datetime) -> bool:
    """Tell whether a source, or its network, was read as often as it may be today."""
    own_max, network_max = pacing.calls_a_day(source.network)
    today = _day(now)
    own = _calls_of(source, today)
    same = Source.objects.filter(
        workspace=source.workspace_id, network=source.network, calls_on=today
    )
    spent = same.aggregate(calls=Sum("calls"))["calls"] or 0
    return own >= min(source.calls_max, own_max) or spent >= network_max


def _note_error(source: Source, error: NetworkError, *, now: datetime, chance: float) -> None:
    trouble, asked = trouble_of(error), asked_pause(error, now=now)
    if trouble is Trouble.BUDGET:
        until = now + asked if asked else pacing.tomorrow(now)
        _note_budget(source, until=until, now=now, chance=chance, calls=1)
    else:
        _note_trouble(source, trouble, now=now, chance=chance, asked=asked, calls=1)


def _note_budget(
    source: Source, *, until: datetime, now: datetime, chance: float, calls: int = 0
) -> None:
    """Wait until calls are counted anew: nothing is wrong with the source."""
    _write(
        source,
        reason=Source.Reason.BUDGET,
        next_at=until + pacing.spread(pacing.FIRST, chance=chance),
        **_counted(source, calls=calls, now=now),
    )


def _note_trouble(
    source: Source,
    trouble: Trouble,
    *,
    now: datetime,
    chance: float,
    asked: timedelta | None = None,
    calls: int = 0,
) -> None:
    failures, since = min(source.failures + 1, 1000), source.failing_since or now
    verdict = pacing.verdict(
        trouble, failures=failures, failing_for=now - since, asked=asked, chance=chance
    )
    over = trouble if trouble is not Trouble.MISSING or not verdict.is_over else Trouble.GONE
    _write(
        source,
        state=Source.State.OFF if verdict.is_over else Source.State.SLOW,
        reason=over.value,
        next_at=None if verdict.is_over else now + verdict.pause,
        failures=failures,
        failing_since=since,
        **_counted(source, calls=calls, now=now),
    )
    if verdict.is_over:
        hubs.ask(source, run_at=now)


def _put_off(source: Source, *, until: datetime) -> None:
    _write(source, next_at=until)


def _write(source: Source, **values: object) -> bool:
    """Write what a reading changes, unless a person turned the source off meanwhile."""
    rows = Source.objects.to_read().filter(pk=source.pk)
    return bool(rows.order_by().update(**values))


def _counted(source: Source, *, calls: int, now: datetime) -> dict[str, object]:
    today = _day(now)
    return {"calls": _calls_of(source, today) + calls, "calls_on": today}


def _calls_of(source: Source, today: date) -> int:
    return source.calls if source.calls_on == today else 0


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()


def _move(source: Source, address: str, *, now: datetime) -> None:
    """Read a source where it lives from now on, unless another is read there already."""
    place = place_of(source.kind, source.network, address, channel_id=source.channel_id)
    longest = Source._meta.get_field("subject").max_length or 0
    if len(address) > longest:
        return
    try:
        with transaction.atomic():
            Source.objects.filter(pk=source.pk).update(subject=address, place=place)
    except IntegrityError:
        return
    if place != source.place:
        source.place = place
        ask(source, run_at=now + pacing.GAP)
