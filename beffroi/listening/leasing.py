"""Which streams are to be read, and by whom: one reader each, whatever processes there are."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.listening.compiling import Compiled
from beffroi.listening.models import Gap, Stream
from beffroi.networks import registry
from beffroi.networks.declarations import Through

#: A reader that says nothing for so long has lost its stream to another.
LEASE = timedelta(seconds=30)
_WAIT_MAX = timedelta(minutes=5)
_ASKED_MAX = timedelta(days=1)


def ensure(compiled: Compiled) -> list[Stream]:
    """Return the streams that some watch wants, made where they were not read before."""
    wanted = set(filter(compiled.wants, registry.keys()))
    networks = sorted(key for key in wanted if _through(key) is Through.NETWORK)
    channels = _channels(compiled, {key for key in wanted if _through(key) is Through.CHANNEL})
    is_wanted = Q(network__in=networks, channel=None, recording="") | Q(channel__in=channels)
    rows = Stream.objects.filter(is_wanted).select_related("channel").order_by("pk")
    there = list(rows)
    return list(rows.all()) if _make_missing(there, networks, channels) else there


def _make_missing(
    there: Iterable[Stream], networks: Collection[str], channels: Iterable[Channel]
) -> bool:
    """Make the streams that nobody read before; tell whether there were any."""
    known = {(stream.network, stream.channel_id) for stream in there}
    missing = [one for one in channels if (one.network, one.pk) not in known]
    for channel in missing:
        Stream.objects.get_or_create(channel=channel, defaults={"network": channel.network})
    fresh = [key for key in networks if (key, None) not in known]
    for key in fresh:
        Stream.objects.get_or_create(network=key, channel=None, recording="")
    return bool(missing or fresh)


def _through(key: str) -> Through | None:
    return gateway.network(key).declaration.listening.stream


def _channels(compiled: Compiled, networks: Collection[str]) -> list[Channel]:
    """Return the channels through which workspaces with watches can read a stream."""
    if not networks:
        return []
    workspaces = set(compiled.workspaces.values())
    there = Channel.objects.connected()
    return list(there.filter(network__in=networks, workspace__in=workspaces).order_by("pk"))


def claim(streams: Iterable[Stream], *, now: datetime) -> list[Stream]:
    """Take what nobody reads and what is due; return it, each with its own token.

    Only what seems free as it was loaded is written for: listeners ask each second.
    """
    taken = []
    for stream in streams:
        if not _seems_free(stream, now=now):
            continue
        token = uuid.uuid4().hex
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
        due = Q(next_at__isnull=True) | Q(next_at__lte=now)
        rows = Stream.objects.filter(free, due, pk=stream.pk)
        if rows.update(lease_token=token, leased_until=now + LEASE):
            stream.refresh_from_db()
            taken.append(stream)
    return taken


def _seems_free(stream: Stream, *, now: datetime) -> bool:
    return all(at is None or at <= now for at in (stream.leased_until, stream.next_at))


def release(stream: Stream) -> None:
    """Let somebody else read it at once."""
    rows = Stream.objects.filter(pk=stream.pk, lease_token=stream.lease_token)
    rows.update(lease_token="", leased_until=None)


def note_failure(
    stream: Stream, failure: str, *, now: datetime, asked: timedelta | None = None
) -> None:
    """Write down that a reading ended, and let it be tried again, ever more seldom.

    Not before the pause that was `asked` for, of a day at most.
    """
    rows = Stream.objects.filter(pk=stream.pk, lease_token=stream.lease_token)
    failures = rows.values_list("failures", flat=True).first()
    if failures is None:
        return
    pause = min(timedelta(seconds=2 ** min(failures, 10)), _WAIT_MAX)
    rows.update(
        lease_token="",
        leased_until=None,
        failures=F("failures") + 1,
        failure=failure,
        next_at=now + max(pause, min(asked or pause, _ASKED_MAX)),
    )


@transaction.atomic
def start_anew(stream: Stream, *, now: datetime) -> None:
    """Go on from now where a stream no longer has what came since: it is missing, and said so."""
    rows = Stream.objects.filter(pk=stream.pk, lease_token=stream.lease_token)
    if not rows.update(cursor=""):
        return
    told_at, read_at = rows.values_list("told_at", "read_at").get()
    if began_at := told_at or read_at:
        note_gap(stream, began_at, now)


def note_gap(stream: Stream, began_at: datetime, ended_at: datetime) -> None:
    """Write down what a stream can tell no more; in the transaction that moves its cursor.

    What begins in the hour in which another ended goes on with it: gaps are read by whole hours,
    and a server that hangs up all the time makes no row each time.
    """
    if ended_at <= began_at:
        return
    hour = began_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    there = Gap.objects.filter(stream=stream, began_at__lte=began_at, ended_at__gte=hour)
    if not there.update(ended_at=Greatest("ended_at", Value(ended_at))):
        Gap.objects.create(stream=stream, began_at=began_at, ended_at=ended_at)
