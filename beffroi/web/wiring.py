"""Tells the frame of every page what waits in each room and how the channels are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from beffroi.web import messages, queries, rooms, waiting
from beffroi.web.rooms import Pulse
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Role


def connect() -> None:
    """Register what every page shows around its content. Called once, when the app is ready."""
    rooms.register_counts(counts)
    rooms.register_pulse(_pulse)


def counts(*, workspace: Workspace, role: Role, now: datetime, user_id: int) -> Mapping[str, int]:
    """Count for each room only what somebody with `role` may settle."""
    return waiting.count(workspace, role=role, now=now, user_id=user_id).by_room(role=role)


def _pulse(*, workspace: Workspace, now: datetime) -> Pulse | None:
    found = queries.health(workspace, now=now)
    return messages.pulse(found, now=now, zone=workspace.zone)
