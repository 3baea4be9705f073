"""Asks networks what they counted. Reads only, so free to repeat."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.channels.pausing import put_off
from beffroi.core.clock import Clock
from beffroi.insight import following, ingesting, rules
from beffroi.insight.ingesting import Reading
from beffroi.insight.models import ChannelReading, Followed
from beffroi.insight.told import totals
from beffroi.networks.contracts import Counters
from beffroi.networks.declarations import Capability
from beffroi.networks.errors import (
    ContentRefused,
    NetworkError,
    NotFound,
    PermissionLost,
    UnexpectedResponse,
)
from beffroi.networks.port import ChannelCounterReader, CounterReader

#: What one post of a call can bring about, while the others are told all the same.
_OF_ONE_POST = (ContentRefused, NotFound, UnexpectedResponse)

logger = logging.getLogger(__name__)


def read_posts(channel: Channel, *, clock: Clock) -> datetime | None:
    """Read the counters of posts whose turn it is. Return when to read again, None for no more."""
    if channel.is_paused(now=clock()):
        return channel.paused_until
    reader = _opened(channel, Capability.READ_COUNTERS, clock=clock)
    if not isinstance(reader, CounterReader):
        return None
    rows = following.due(channel, now=clock(), most=rules.POSTS_A_TURN)
    for start in range(0, len(rows), rules.POSTS_A_CALL):
        try:
            _read_some(channel, reader, rows[start : start + rules.POSTS_A_CALL], clock=clock)
        except NetworkError as error:
            return _after(channel, error, now=clock())
    next_at = following.next_turn(channel)
    return None if next_at is None else max(next_at, clock() + rules.TURN_REST)


def read_days(channel: Channel, *, clock: Clock) -> datetime | None:
    """Read a channel's days since the last reading, and some before. Return when to read again."""
    if channel.is_paused(now=clock()):
        return channel.paused_until
    reader = _opened(channel, Capability.READ_CHANNEL_COUNTERS, clock=clock)
    if not isinstance(reader, ChannelCounterReader):
        return None
    state, _ = ChannelReading.objects.get_or_create(channel=channel)
    today = clock().astimezone(UTC).date()
    try:
        for first, last in _stretches(state.read_through, today):
            counts = reader.read_channel_counters(first, last)
            with transaction.atomic():
                ingesting.keep_channel_days(channel, counts, today=today)
                ChannelReading.objects.filter(pk=state.pk).update(
                    read_through=last, read_at=clock()
                )
    except NetworkError as error:
        return _after(channel, error, now=clock())
    return clock() + rules.DAYS_EVERY


def _opened(channel: Channel, needed: Capability, *, clock: Clock) -> object | None:
    """Return the adapter of a channel that can do this, None for one that cannot."""
    if needed not in gateway.abilities_of(channel):
        return None
    return gateway.open_channel(channel, clock=clock)


def _read_some(
    channel: Channel, reader: CounterReader, rows: Sequence[Followed], *, clock: Clock
) -> None:
    """Read a few posts with one call, each alone where one of them spoils it."""
    try:
        read_at = clock()
        told = reader.read_counters([row.delivery.remote_id for row in rows])
    except _OF_ONE_POST as error:
        logger.info("channel %s: counters refused, %s", channel.pk, type(error).__name__)
        if len(rows) > 1:
            for row in rows:
                _read_some(channel, reader, [row], clock=clock)
        else:
            following.put_aside(rows, until=clock() + rules.WITHOUT_RIGHT_AFTER)
        return
    _keep(channel, rows, told, now=read_at)


@transaction.atomic
def _keep(
    channel: Channel, rows: Sequence[Followed], told: Mapping[str, Counters], *, now: datetime
) -> None:
    """Keep what was told, and when each post is next: they stand or fall together."""
    is_paid = Capability.PRICED in gateway.abilities_of(channel)
    there = [row for row in rows if row.delivery.remote_id in told]
    readings = [
        Reading(
            delivery_id=row.pk,
            channel_id=channel.pk,
            published_at=row.published_at,
            read_at=now,
            totals=totals(told[row.delivery.remote_id]),
        )
        for row in there
    ]
    changed = ingesting.keep_readings(channel.workspace, readings)
    following.note_read(there, changed=changed, is_paid=is_paid, now=now)
    absent = [row for row in rows if row.delivery.remote_id not in told]
    following.note_absent(absent, is_paid=is_paid, now=now)


def _after(channel: Channel, error: NetworkError, *, now: datetime) -> datetime | None:
    """Return when to go on after a refusal, None where the access is lost.

    That figures are not for us is no reason to call the whole channel lost: posts still leave.
    """
    logger.info("channel %s: no counters, %s", channel.pk, type(error).__name__)
    if isinstance(error, PermissionLost):
        return now + rules.WITHOUT_RIGHT_AFTER
    return put_off(channel, error, now + rules.TRY_AGAIN_AFTER, now=now)


def _stretches(read_through: date | None, today: date) -> Iterator[tuple[date, date]]:
    """Yield the days to ask for, oldest first, some at once."""
    oldest = today - timedelta(days=rules.DAYS_BACK - 1)
    again = timedelta(days=rules.DAYS_AGAIN)
    first = oldest if read_through is None else max(oldest, min(read_through, today) - again)
    while first <= today:
        last = min(today, first + timedelta(days=rules.DAYS_AT_ONCE - 1))
        yield first, last
        first = last + timedelta(days=1)
