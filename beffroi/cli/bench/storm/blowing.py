"""A storm of webhooks over one channel, through the product's own door; then the jobs' turn."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from django.conf import settings
from django.test import Client

from beffroi.channels import network_apps
from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.core.jobs import Runner
from beffroi.inbox.models import Feedback
from beffroi.networks.simulation_webhooks import Arrival, Storm, arrivals

#: One in fifty is deleted over there before anybody read it.
_DELETED = 50


class Network(Protocol):
    """A simulated network, as the storm sees it."""

    @property
    def channel(self) -> Channel:
        """Who hears: connected, through an app that has a door for webhooks."""
        ...

    def say(self, number: int) -> str:
        """Let somebody say something that nobody else says; return its id."""
        ...

    def delete(self, remote_id: str) -> None:
        """Let its author take it away."""
        ...

    def webhooks(self, remote_ids: Sequence[str]) -> Sequence[bytes]:
        """Return what is posted about these, in as many calls as the network makes."""
        ...

    def sign(self, body: bytes) -> Mapping[str, str]:
        """Return the headers that make a body genuine."""
        ...

    def shown(self) -> Mapping[str, str]:
        """Return the texts of others that stand there now, by id."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a storm. `events` are things said; of the last three, so many.

    A call may tell of several. `missing` is shown by the network and not in the inbox, `untrue` the
    other way round.
    """

    events: int
    calls: int
    accepted: int
    forged: int
    forged_accepted: int
    receiving_seconds: float
    receiving_cpu_seconds: float
    reading_seconds: float
    reading_cpu_seconds: float
    missing: int
    doubled: int
    untrue: int

    def figures(self) -> dict[str, float | int]:
        """Return the figures to print."""
        return {
            "events": self.events,
            "calls": self.calls,
            "accepted": self.accepted,
            "events_per_s": round(self.events / self.receiving_seconds),
            "accepted_per_s": round(self.accepted / self.receiving_seconds),
            "accepted_per_cpu_s": round(self.accepted / self.receiving_cpu_seconds),
            "forged": self.forged,
            "forged_accepted": self.forged_accepted,
            "receiving_s": round(self.receiving_seconds, 1),
            "reading_s": round(self.reading_seconds, 1),
            "reading_cpu_s": round(self.reading_cpu_seconds, 1),
            "missing": self.missing,
            "doubled": self.doubled,
            "untrue": self.untrue,
        }


def blow(network: Network, *, events: int, weather: Storm, then: timedelta) -> Found:
    """Have `events` things said and told, run the jobs, and run them once more `then` later."""
    ids = [network.say(number) for number in range(events)]
    told = network.webhooks(ids)
    for one in ids[::_DELETED]:
        network.delete(one)
    coming = arrivals(told, sign=network.sign, storm=weather)
    with _watch() as receiving:
        taken = _post(network.channel, coming)
    with _watch() as reading:
        for later in (timedelta(), then):
            Runner().run_until_idle(partial(_clock, later))
    kept, shown = _kept(network.channel), network.shown()
    forged = [is_taken for one, is_taken in zip(coming, taken, strict=True) if one.is_forged]
    return Found(
        events=events,
        calls=len(coming),
        accepted=sum(taken),
        forged=len(forged),
        forged_accepted=sum(forged),
        receiving_seconds=receiving.seconds,
        receiving_cpu_seconds=receiving.cpu_seconds,
        reading_seconds=reading.seconds,
        reading_cpu_seconds=reading.cpu_seconds,
        missing=sum((Counter(shown.values()) - kept).values()),
        doubled=sum(count - 1 for count in kept.values()),
        untrue=sum((kept - Counter(shown.values())).values()),
    )


@dataclass(slots=True)
class _Watch:
    """How long something took: by the clock on the wall, and of the processor."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0


@contextmanager
def _watch() -> Iterator[_Watch]:
    watch, at, cpu_at = _Watch(), time.perf_counter(), time.process_time()
    yield watch
    watch.seconds, watch.cpu_seconds = time.perf_counter() - at, time.process_time() - cpu_at


def _clock(later: timedelta) -> datetime:
    return utc_now() + later


def _post(channel: Channel, coming: Sequence[Arrival]) -> list[bool]:
    """Post every call to the door of the channel's app; tell which were taken."""
    if channel.network_app is None:
        raise RuntimeError("this channel has no door for webhooks")
    address = network_apps.callback_url(channel.network_app).removeprefix(settings.PUBLIC_URL)
    client = Client(HTTP_HOST="127.0.0.1")
    return [
        client.post(
            address, one.body, content_type="application/json", headers=dict(one.headers)
        ).status_code
        == 200
        for one in coming
    ]


def _kept(channel: Channel) -> Counter[str]:
    """Count the texts that the inbox holds, of what others said."""
    rows = Feedback.objects.there().filter(channel=channel, is_ours=False)
    return Counter(rows.values_list("text", flat=True))
