"""Jobs of tables of mentions: load by id, one action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.core.jobs import job, on_quarantine, periodic
from beffroi.listening.files import taking
from beffroi.listening.files.importing import read_on
from beffroi.listening.models import MentionFile


@job(taking.READ)
def read_file(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Read a table from where it was left."""
    rows = MentionFile.objects.select_related("workspace", "watch__ground")
    row = rows.filter(pk=payload["file_id"]).first()
    if row is not None:
        read_on(row, clock=clock)
    return None


@on_quarantine(taking.READ)
def give_up(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Say on the page that the table cannot be read, and let its file go."""
    state = MentionFile.State.FAILED
    taking.end(payload["file_id"], state, problem="given_up", now=clock())


@periodic("listening.tidy_files", every=timedelta(hours=12))
def tidy_files(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Let go of tables that nobody reads any more."""
    taking.tidy(now=clock())
