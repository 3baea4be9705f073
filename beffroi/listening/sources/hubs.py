"""Asks hubs to tell at once of what is new in sources, and judges how far to rely on them.

Without them nothing is lost: every source is read now and then.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from beffroi.channels import gateway
from beffroi.core import jobs
from beffroi.core.clock import Clock
from beffroi.listening.models import Source, SourceDoor
from beffroi.listening.sources import doors, pacing
from beffroi.networks.contracts import DeveloperApp
from beffroi.networks.declarations import SourceKind
from beffroi.networks.errors import NetworkError
from beffroi.networks.listening import PublicPost, SourceSubscriber

SETTLE = "listening.settle_hub"
#: Feeds find another hub, and hubs forget without a word: asking again changes nothing otherwise.
EVERY = timedelta(hours=24)
_SOON = timedelta(hours=1)

logger = logging.getLogger(__name__)


def ask(source: Source, *, run_at: datetime) -> None:
    """Have what stands between a source and its hub put right; asked twice, it is done once."""
    if source.kind != SourceKind.FEED.value:
        return
    jobs.enqueue(
        SETTLE,
        key=str(source.pk),
        run_at=run_at,
        payload={"source_id": source.pk, "workspace_id": source.workspace_id},
        workspace_id=source.workspace_id,
    )


def ask_for_all(*, now: datetime) -> None:
    """Ask for every source that is read, one by one."""
    read = Source.objects.to_read().filter(
        kind=SourceKind.FEED.value, workspace__closed_at__isnull=True
    )
    for number, source in enumerate(read.order_by("pk").iterator(chunk_size=500)):
        ask(source, run_at=now + number * pacing.GAP)


def settle(source: Source, *, clock: Clock) -> datetime | None:
    """Ask the hub of a source that is read to tell, that of another to stop.

    Return when to try again, None where nothing is left to do: what is asked of a source that is
    read no more is asked once, and behind its door nobody is any more.
    """
    network = gateway.network(source.network)
    if not isinstance(network, SourceSubscriber):
        return None
    is_read = _is_read(source)
    try:
        row = doors.find(source)
        former = doors.agreed_at(row) if row else None
        wanted = _wanted(network, source, former) if is_read else None
        if wanted is None and row is not None and former is not None:
            wanted = _farewell(network, row, former, is_read=is_read)
        if wanted is not None:
            if row is None or wanted != former:
                row = doors.keep(source, wanted, tells_until=None)
            network.subscribe_to(wanted, callback_url=doors.callback_url(row))
    except NetworkError as error:
        logger.info("source %s: its hub was not asked, %s", source.pk, type(error).__name__)
        return clock() + _SOON if is_read else None
    return None


def usual_pause(
    source: Source, posts: Sequence[PublicPost], every: timedelta, *, now: datetime
) -> timedelta:
    """Return when to read a source next: seldom where its hub proved that it tells of what is new.

    One that did not tell of what is found now is not relied on until it tells again.
    """
    door = doors.find(source)
    if door is None or not door.is_telling(now):
        return every
    if _is_news_untold(door, source, posts):
        SourceDoor.objects.filter(pk=door.pk).update(missed_at=now)
        return every
    return pacing.LATEST if door.told_at is not None else every


def told_since(source: Source, instant: datetime) -> bool:
    """Tell whether the hub of a source told of something at an instant or later."""
    return SourceDoor.objects.filter(source=source, told_at__gte=instant).exists()


def _is_read(source: Source) -> bool:
    is_open = source.workspace.closed_at is None
    return is_open and source.removed_at is None and source.next_at is not None


def _wanted(
    network: SourceSubscriber, source: Source, former: DeveloperApp | None
) -> DeveloperApp | None:
    """Return what to agree on, None where no hub tells of the source or none can reach us."""
    agreed = network.agree_on(source.memory, former)
    return agreed if agreed is not None and gateway.is_reached_from(agreed.origin) else None


def _farewell(
    network: SourceSubscriber, row: SourceDoor, former: DeveloperApp, *, is_read: bool
) -> DeveloperApp | None:
    """Return what to agree on to be told no more; a source may lose its hub and still be read."""
    return network.part_from(former) if row.tells_until is not None or not is_read else None


def _is_news_untold(door: SourceDoor, source: Source, posts: Sequence[PublicPost]) -> bool:
    """Tell whether something was written since the last reading of which the hub did not tell."""
    if source.read_at is None or (door.told_at is not None and door.told_at >= source.read_at):
        return False
    return any(post.written_at > source.read_at for post in posts)
