"""Jobs of archives: load by id, one action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.archives import actions, keeping
from beffroi.archives.importing import read_on
from beffroi.archives.models import ArchiveImport
from beffroi.core.clock import Clock
from beffroi.core.jobs import job, on_quarantine, periodic


@job(actions.READ)
def read(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Read an archive from where it was left."""
    row = ArchiveImport.objects.filter(pk=payload["import_id"]).first()
    if row is not None:
        read_on(row, clock=clock)
    return None


@on_quarantine(actions.READ)
def give_up(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Say on the page that the archive cannot be read, and let its file go."""
    status = ArchiveImport.Status.FAILED
    keeping.finish(payload["import_id"], status=status, problem="given_up", now=clock())


@job(actions.ERASE)
def erase(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Erase a removed import with its history."""
    row = ArchiveImport.objects.filter(pk=payload["import_id"]).first()
    if row is not None:
        actions.erase(row)
    return None


@periodic("archives.tidy", every=timedelta(hours=12))
def tidy(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Remove uploads that nobody reads any more."""
    actions.tidy(now=clock())
    return None
