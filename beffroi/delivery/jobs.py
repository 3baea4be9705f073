"""Jobs of deliveries: load by id, one action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from beffroi.core.clock import Clock
from beffroi.core.jobs import job, on_quarantine
from beffroi.delivery import actions, fate
from beffroi.delivery.engine import advance


@job(actions.JOB, attempts=5)
def advance_delivery(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Take the delivery one step on; return when to come back."""
    return advance(payload["delivery_id"], clock=clock)


@job(fate.JOB)
def ask_fate(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Ask whether a published delivery still stands; return when to ask again."""
    return fate.look(payload["delivery_id"], clock=clock)


@on_quarantine(actions.JOB)
def ask_a_person(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """A job that keeps crashing must not leave its delivery without a word."""
    actions.ask_after_crashes(delivery_id=payload["delivery_id"], now=clock())
