"""Reads again what a network has told us of: its word is a hint, its answer is what counts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from beffroi.channels import asking
from beffroi.channels.models import Channel
from beffroi.channels.pausing import put_off
from beffroi.core.clock import Clock
from beffroi.inbox import ingesting, rules
from beffroi.inbox.models import Feedback, Heard
from beffroi.inbox.polling import poll, reader_of
from beffroi.networks.errors import NetworkError, NotFound, UnexpectedResponse
from beffroi.networks.port import FeedbackReader

HEAR = "inbox.hear"
#: As many as one reading asks for at once. When more are waiting, what is new is read first: that
#: costs a call for many, and leaves few of which each may cost one.
_BATCH = 50


@transaction.atomic(savepoint=False)
def hear(channel: Channel, remote_ids: Collection[str], *, now: datetime) -> None:
    """Note what is to be read again. Told twice is noted once, as told last."""
    usable = [one for one in remote_ids if rules.is_identifier(one)]
    Heard.objects.bulk_create(
        [Heard(channel=channel, remote_id=one, told_at=now) for one in usable],
        update_conflicts=True,
        unique_fields=["channel", "remote_id"],
        update_fields=["told_at"],
    )
    asking.ask(HEAR, channel, run_at=now)


def read_heard(channel: Channel, *, clock: Clock) -> datetime | None:
    """Read what was told of, oldest first. Return when to go on, None when all is read."""
    reader = reader_of(channel, clock=clock)
    if not isinstance(reader, FeedbackReader):
        return reader
    _strike_out_read(channel)
    if Heard.objects.filter(channel=channel).count() > _BATCH:
        poll(channel, clock=clock)
        channel.refresh_from_db()
        reader = reader_of(channel, clock=clock)  # that reading may have closed or paused it
        if not isinstance(reader, FeedbackReader):
            return reader
        _strike_out_read(channel)
    while batch := list(Heard.objects.filter(channel=channel).order_by("id")[:_BATCH]):
        try:
            found = reader.read_again([row.remote_id for row in batch])
        except (NotFound, UnexpectedResponse):
            found = {}  # one by one is what the regular reading does
        except NetworkError as error:
            return put_off(channel, error, clock() + rules.FOLLOW_REST, now=clock())
        with transaction.atomic():
            ingesting.take(channel, found, now=clock())
            _strike_out(batch)
    return None


def _strike_out(batch: Collection[Heard]) -> None:
    """Forget these, but for what was told again since: it may be other by now."""
    told_at = {row.pk: row.told_at for row in batch}
    rows = Heard.objects.select_for_update().filter(pk__in=told_at)
    same = [row.pk for row in rows if row.told_at == told_at[row.pk]]
    Heard.objects.filter(pk__in=same).delete()


def _strike_out_read(channel: Channel) -> None:
    """Forget what has been asked for since it was told."""
    read = Feedback.objects.filter(
        channel=channel, remote_id=OuterRef("remote_id"), checked_at__gt=OuterRef("told_at")
    )
    Heard.objects.filter(Exists(read), channel=channel).delete()
