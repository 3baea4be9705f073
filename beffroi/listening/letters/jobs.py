"""Work of the weekly letter that needs no one's screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.core.jobs import job, on_quarantine, periodic
from beffroi.listening.letters import posting


@periodic("listening.letters", every=timedelta(minutes=10))
def plan_letters(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Put the weekly letters on their way where it is Monday, eight o'clock."""
    posting.plan(now=clock())
    return None


@job(posting.SEND)
def send_letter(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Mail one weekly letter: at most once, whatever happens on the way."""
    posting.send(payload["id"], now=clock())
    return None


@on_quarantine(posting.SEND)
def drop_letter(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Let no letter wait for ever."""
    posting.drop(payload["id"])
