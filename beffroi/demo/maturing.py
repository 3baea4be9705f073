"""The barometer of the bakery: what Claire says of it, and how it stood on the way."""

from __future__ import annotations

from datetime import datetime

from beffroi.coaching import actions
from beffroi.coaching.models import FEELING
from beffroi.demo.world import World
from beffroi.strategy.barometer.parts import Dimension
from beffroi.workspaces.models import Workspace

#: So many days ago somebody kept how it stood.
MEASURED = (55, 36, 18)
_SAID = {
    Dimension.STRATEGY: 1,
    Dimension.PRESENCE: 2,
    Dimension.ACTIVITY: 3,
    Dimension.MEANS: 1,
    Dimension.LISTENING: 1,
    Dimension.ANSWERS: 2,
    Dimension.WATCHING: 1,
    FEELING: 1,
}


def begin(world: World, *, now: datetime) -> None:
    """Have Claire answer the questions, on the day when the bakery begins with Beffroi."""
    workspace = world.atelier
    Workspace.objects.filter(pk=workspace.pk).update(created_at=now)
    workspace.created_at = now
    said = {int(key): choice for key, choice in _SAID.items()}
    actions.answer(workspace, said, actor=world.claire, now=now)


def measure(world: World, *, now: datetime) -> None:
    """Keep how the bakery stands on a day of the story."""
    actions.keep(world.atelier, actor=world.claire, now=now)
