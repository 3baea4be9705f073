"""Reads again what a network has told us of: its word is a hint, its answer is what counts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from beffroi.channels import asking
from beffroi.channels.models import Channel
from beffroi.core.clock import Clock
from beffroi.inbox import ingesting, rules
from beffroi.inbox.models import Heard
from beffroi.inbox.polling import put_off, reader_of
from beffroi.networks.errors import NetworkError, NotFound, UnexpectedResponse
from beffroi.networks.port import FeedbackReader

HEAR = "inbox.hear"
#: As many as one reading asks for at once.
_BATCH = 50


@transaction.atomic
def hear(channel: Channel, remote_ids: Collection[str], *, now: datetime) -> None:
    """Note what is to be read again. Told twice is noted once."""
    usable = [one for one in remote_ids if rules.is_identifier(one)]
    Heard.objects.bulk_create(
        [Heard(channel=channel, remote_id=one, told_at=now) for one in usable],
        ignore_conflicts=True,
    )
    asking.ask(HEAR, channel, run_at=now)


def read_heard(channel: Channel, *, clock: Clock) -> datetime | None:
    """Read what was told of, oldest first. Return when to go on, None when all is read."""
    reader = reader_of(channel, clock=clock)
    if not isinstance(reader, FeedbackReader):
        return reader
    while batch := list(Heard.objects.filter(channel=channel).order_by("id")[:_BATCH]):
        ids = [row.remote_id for row in batch]
        try:
            found = reader.read_again(ids)
        except (NotFound, UnexpectedResponse):
            found = {}  # one by one is what the regular reading does
        except NetworkError as error:
            return put_off(channel, error, clock() + rules.FOLLOW_REST, now=clock())
        with transaction.atomic():
            ingesting.take(channel, found, now=clock())
            Heard.objects.filter(pk__in=[row.pk for row in batch]).delete()
    return None
