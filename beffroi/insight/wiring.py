"""Connects what is counted to channels and deliveries below."""

from __future__ import annotations

from datetime import datetime

from beffroi.archives.tables import takers
from beffroi.channels.models import Channel
from beffroi.channels.signals import channel_connected
from beffroi.core.backup import register_after_restore
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import Status
from beffroi.delivery.signals import delivery_changed
from beffroi.insight import following
from beffroi.insight.reports import jobs as _report_jobs  # noqa: F401 - registers the jobs
from beffroi.insight.reports import posting
from beffroi.insight.tabled.taking import FigureTables


def connect() -> None:
    """Listen to what happens below. Called once, when the app is ready."""
    channel_connected.connect(_begin, dispatch_uid="insight.begin")
    delivery_changed.connect(_follow, dispatch_uid="insight.follow")
    takers.register(FigureTables())
    register_after_restore(posting.stop_all)


def _begin(sender: type[Channel], *, channel: Channel, now: datetime, **_: object) -> None:
    following.begin(channel, now=now)


def _follow(sender: type[Delivery], *, delivery: Delivery, now: datetime, **_: object) -> None:
    if delivery.was_taken_away:
        following.leave(delivery)
    elif delivery.state is Status.PUBLISHED:
        following.follow(delivery, now=now)
