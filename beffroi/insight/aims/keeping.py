"""Goals with what they count alone: one offer, one link, one source of reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from beffroi.channels.models import Channel
from beffroi.insight.aims.counting import progress_of
from beffroi.insight.aims.models import GoalFocus
from beffroi.links.models import Link
from beffroi.sales.models import Offer
from beffroi.strategy import actions
from beffroi.strategy.actions import GoalWish, NotOurs, Reached
from beffroi.strategy.models import Goal
from beffroi.strategy.rules import State, prudent
from beffroi.workspaces.models import User, Workspace


@dataclass(frozen=True, slots=True)
class Focus:
    """What a goal counts alone; at most one of them."""

    offer: Offer | None = None
    link: Link | None = None
    source: Channel | None = None

    @property
    def chosen(self) -> Offer | Link | Channel | None:
        """The one of them, None for all."""
        return self.offer or self.link or self.source


@transaction.atomic
def make(workspace: Workspace, wish: GoalWish, focus: Focus, *, actor: User, now: datetime) -> Goal:
    """Open a goal. Raises TooManyGoals, BadDays, and NotOurs for what another workspace has."""
    goal = actions.make_goal(workspace, wish, actor=actor, now=now)
    _keep(goal, focus)
    return goal


@transaction.atomic
def change(goal: Goal, wish: GoalWish, focus: Focus, *, actor: User, now: datetime) -> None:
    """Have an open goal be what is wished now. Raises BadDays, GoalHasEnded, NotOurs."""
    actions.change_goal(goal, wish, actor=actor, now=now)
    _keep(goal, focus)


@transaction.atomic
def end(goal: Goal, *, actor: User, now: datetime) -> None:
    """Count a goal no more, with what it has reached by now."""
    stands = progress_of(goal, now=now).standing
    reached = Reached()
    if stands.value is not None:
        kept = stands.state is State.KEPT
        reached = Reached(prudent(goal.counts, stands.value), kept)
    actions.end_goal(goal, reached, actor=actor, now=now)


def _keep(goal: Goal, focus: Focus) -> None:
    GoalFocus.objects.filter(goal=goal).delete()
    if focus.chosen is None:
        return
    if focus.chosen.workspace_id != goal.workspace_id:
        raise NotOurs
    GoalFocus.objects.create(goal=goal, offer=focus.offer, link=focus.link, source=focus.source)
