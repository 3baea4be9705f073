"""Tells the frame of every page what waits in each room and how the channels are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from beffroi.web import messages, queries, rooms, rules, waiting
from beffroi.web.rooms import Pulse
from beffroi.web.rules import Kind
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Role


def connect() -> None:
    """Register what every page shows around its content. Called once, when the app is ready."""
    rooms.register_counts(counts)
    rooms.register_pulse(_pulse)


def counts(*, workspace: Workspace, role: Role) -> Mapping[str, int]:
    """Count for each room only what somebody with `role` may settle."""
    counted = waiting.count(workspace, role=role)
    settled = rules.kinds_settled(role)
    by_room = {
        "answer": (Kind.ANSWER, counted.to_do),
        "publish": (Kind.APPROVE, counted.by_kind[Kind.APPROVE]),
        "channels": (Kind.RECONNECT, counted.by_kind[Kind.RECONNECT]),
    }
    return {
        "today": counted.total(settled),
        **{room: number for room, (kind, number) in by_room.items() if kind in settled},
    }


def _pulse(*, workspace: Workspace, now: datetime) -> Pulse | None:
    found = queries.health(workspace, now=now)
    return messages.pulse(found, now=now, zone=workspace.zone)
