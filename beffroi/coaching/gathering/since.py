"""What is asked of every table: which workspace, and when. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from beffroi.workspaces.models import Workspace

#: From when on what is not there counts as absent.
SETTLED_AFTER = timedelta(days=28)
QUARTER = timedelta(days=90)
YEAR = timedelta(days=365)
WEEKS = 12

T = TypeVar("T", int, bool)


@dataclass(frozen=True, slots=True)
class Asked:
    """A workspace, an instant, and whether any channel is connected."""

    workspace: Workspace
    now: datetime
    has_channels: bool

    @property
    def today(self) -> date:
        """The day of the workspace."""
        return self.now.astimezone(self.workspace.zone).date()

    @property
    def is_settled(self) -> bool:
        """Whether what is not there counts as absent."""
        return self.now - self.workspace.created_at >= SETTLED_AFTER

    def known(self, value: T) -> T | None:
        """Return what is there; what is not, once it counts as absent, else None."""
        return value if value or self.is_settled else None

    def days_ago(self, at: datetime | None) -> int | None:
        """Return how many whole days ago that was; None for never."""
        return None if at is None else max(0, (self.now - at).days)
