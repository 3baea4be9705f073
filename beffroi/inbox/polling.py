"""Reads a channel's feedback from where the last read stopped. Reads only, so free to repeat."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from beffroi.channels import actions as channel_actions
from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.channels.pausing import put_off
from beffroi.core.clock import Clock
from beffroi.delivery.models import Delivery
from beffroi.inbox import data_rules, ingesting, rules
from beffroi.inbox.ingesting import ingest
from beffroi.inbox.models import Feedback, Poll
from beffroi.networks.contracts import IncomingFeedback
from beffroi.networks.declarations import Capability
from beffroi.networks.errors import (
    NetworkError,
    NotFound,
    RateLimited,
    ReadersRefused,
    UnexpectedResponse,
)
from beffroi.networks.port import FeedbackReader

#: A server that always announces more must not keep a worker for ever.
PAGES_MAX = 50
_BATCH = 25
#: How much of a page is kept in one transaction.
_PORTION = 200

logger = logging.getLogger(__name__)


def poll(channel: Channel, *, clock: Clock) -> datetime | None:
    """Read what is new. Return when to read again, None for a channel without access."""
    reader = reader_of(channel, clock=clock)
    if not isinstance(reader, FeedbackReader):
        return reader
    state, _ = Poll.objects.get_or_create(channel=channel)
    try:
        is_all = _read_pages(channel, reader, state, clock=clock)
    except NetworkError as error:
        return _failed(channel, error, state, now=clock())
    Poll.objects.filter(pk=state.pk).update(read_at=clock(), failures=0)
    channel_actions.mark_verified(channel_id=channel.pk, now=clock())
    channel_actions.mark_open(channel=channel)
    return rules.next_poll(failures=0, now=clock()) if is_all else clock() + rules.POLL_ON_AFTER


def read_threads(channel: Channel, *, clock: Clock) -> datetime | None:
    """Read the replies under our recent posts: notifications alone are not complete."""
    reader = reader_of(channel, clock=clock)
    if not isinstance(reader, FeedbackReader):
        return reader
    recent = Delivery.objects.filter(
        channel=channel,
        follows=None,
        status="published",
        published_at__gte=clock() - rules.THREADS_FOR,
    ).exclude(remote_id="")
    for remote_id in recent.order_by("-published_at", "id").values_list("remote_id", flat=True):
        try:
            ingest(channel, reader.read_thread(remote_id), now=clock())
        except (NotFound, UnexpectedResponse) as error:
            _pass_over(channel, error)
        except NetworkError as error:
            return put_off(channel, error, clock() + rules.THREADS_EVERY, now=clock())
    return clock() + rules.THREADS_EVERY


def follow(channel: Channel, *, clock: Clock) -> datetime | None:
    """Read known feedback again, so that edits and deletions on the network are ours too.

    What was not looked at for longest comes first: each has its turn, however many there are. Where
    a network's rules let nothing be kept unconfirmed, old words are read again too.
    """
    reader = reader_of(channel, clock=clock)
    if not isinstance(reader, FeedbackReader):
        return reader
    within = data_rules.use_of(channel.network).refreshed_within
    due = Feedback.objects.to_check(channel, now=clock(), refreshed_within=within)
    ids = list(due.values_list("remote_id", flat=True)[: rules.FOLLOW_AT_ONCE])
    for start in range(0, len(ids), _BATCH):
        batch, asked_at = ids[start : start + _BATCH], clock()
        try:
            ingesting.follow(channel, reader.read_again(batch), now=clock())
        except UnexpectedResponse as error:
            _pass_over(channel, error)
        except NetworkError as error:
            return put_off(channel, error, clock() + rules.FOLLOW_REST, now=clock())
        Feedback.objects.filter(channel=channel, remote_id__in=batch).update(checked_at=asked_at)
    return clock() + rules.FOLLOW_REST


def _pass_over(channel: Channel, error: NetworkError) -> None:
    """One thing that the server cannot show must not hide the rest."""
    logger.info("channel %s: passed over, %s", channel.pk, type(error).__name__)


def reader_of(channel: Channel, *, clock: Clock) -> FeedbackReader | datetime | None:
    """Return what reads the channel, or when it may be read again, None for never."""
    if not channel.is_connected:
        return None
    if channel.is_paused(now=clock()):
        return channel.paused_until
    adapter = gateway.open_channel(channel, clock=clock)
    return adapter if isinstance(adapter, FeedbackReader) else None


def _read_pages(channel: Channel, reader: FeedbackReader, state: Poll, *, clock: Clock) -> bool:
    """Read on from where `state` stands; tell whether that was all."""
    for _ in range(PAGES_MAX):
        asked_at = clock()
        page = reader.read_feedback(state.cursor or None)
        *before, last = _portions(page.items)
        for items in before:  # a crash here has the page read again, which changes nothing
            ingest(channel, items, asked_at=asked_at, now=clock())
        with transaction.atomic():  # the last and how far we are stand or fall together
            ingest(channel, last, asked_at=asked_at, now=clock())
            Poll.objects.filter(pk=state.pk).update(cursor=page.cursor)
        if not page.has_more or page.cursor == state.cursor:
            return True
        state.cursor = page.cursor
    return False


def _portions(items: Sequence[IncomingFeedback]) -> list[Sequence[IncomingFeedback]]:
    """Cut a page, so that nobody else who writes waits long: one portion at least."""
    starts = range(0, max(len(items), 1), _PORTION)
    return [items[start : start + _PORTION] for start in starts]


def _failed(
    channel: Channel, error: NetworkError, state: Poll, *, now: datetime
) -> datetime | None:
    failures = min(state.failures + 1, rules.FAILURES_MAX)
    Poll.objects.filter(pk=state.pk).update(failures=failures)
    if refusal := _refusal(channel, error, failures=failures):
        channel_actions.mark_refused(channel=channel, error=refusal, now=now)
    return put_off(channel, error, rules.next_poll(failures=failures, now=now), now=now)


def _refusal(channel: Channel, error: NetworkError, *, failures: int) -> ReadersRefused | None:
    """Return the refusal of a public source; one that always asks to wait refuses too."""
    is_public = Capability.CONNECT_WITH_ADDRESS in gateway.abilities_of(channel)
    if isinstance(error, RateLimited) and is_public and failures >= rules.REFUSED_AFTER:
        return ReadersRefused(error.detail)
    return error if isinstance(error, ReadersRefused) else None
