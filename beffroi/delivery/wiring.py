"""Connects deliveries to each other, to the channels below, and to backup and restore."""

from __future__ import annotations

from datetime import datetime

from beffroi.channels.models import Channel
from beffroi.channels.queries import register_dependents
from beffroi.channels.signals import channel_connected
from beffroi.core.backup import register_after_restore
from beffroi.core.happenings import register as register_happenings
from beffroi.delivery import actions, fate, following, happenings, queries
from beffroi.delivery import jobs as _jobs  # noqa: F401 - registers the jobs
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import Status
from beffroi.delivery.signals import delivery_changed


def connect() -> None:
    """Listen to what happens below. Called once, when the app is ready."""
    channel_connected.connect(_resume, dispatch_uid="delivery.resume")
    delivery_changed.connect(_follow, dispatch_uid="delivery.follow")
    register_after_restore(_suspect)
    register_happenings(happenings.NAME, happenings.happenings)
    register_dependents(queries.waiting_by_channel)


def _resume(sender: type[Channel], *, channel: Channel, now: datetime, **_: object) -> None:
    actions.wake_channel(channel, now=now)


def _follow(sender: type[Delivery], *, delivery: Delivery, now: datetime, **_: object) -> None:
    following.follow(delivery, now=now)
    if delivery.state is Status.PUBLISHED:
        fate.follow(delivery, now=now)


def _suspect(now: datetime) -> None:
    actions.suspect_past_due(now=now)
