"""Makers of what addresses of notes on days name."""

from __future__ import annotations

from beffroi.insight.notes import actions
from tests.access.objects import Side, maker


@maker
def day_note_id(side: Side) -> object:
    return actions.write(
        side.workspace, day=side.now.date(), words="Market", actor=side.person, now=side.now
    ).pk
