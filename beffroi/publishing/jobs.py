"""Work of this app that needs no one's screen: forgetting what nobody needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.core.jobs import periodic
from beffroi.media import actions as media_actions
from beffroi.publishing import actions, queries


@periodic("publishing.erase_deleted", every=timedelta(days=1))
def erase_deleted(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Erase drafts that were deleted long ago."""
    actions.erase_deleted(now=clock())
    return None


@periodic("publishing.remove_unused_files", every=timedelta(days=1))
def remove_unused_files(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Remove files that neither a post nor a delivery shows any more, and what a crash left."""
    media_actions.remove_files(queries.unused_files(now=clock()))
    media_actions.remove_strays(now=clock())
    return None
