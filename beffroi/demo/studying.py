"""What the team of the bakery has learned: some lessons done, one to be read again, one begun."""

from __future__ import annotations

from datetime import datetime, timedelta

from beffroi.demo.world import World
from beffroi.learning import actions
from beffroi.learning.reading import lessons
from beffroi.workspaces.models import User

_DAYS_BETWEEN = 4
_CLAIRE = ("one-goal", "which-network", "asking-for-reviews", "euros-rather-than-likes")
_KARIM = ("answer-a-question", "six-sentences", "good-photo")
_AGAIN = "first-hour"
_BEGUN = "alt-text"


def learn(world: World, *, now: datetime) -> None:
    """Have Claire and Karim a few lessons behind them, a few days apart; Inès has not begun."""
    _do(world, world.claire, _CLAIRE, now=now)
    _do(world, world.karim, _KARIM, now=now)
    _answer(world, world.claire, _AGAIN, right=1, now=now - timedelta(days=2))
    actions.finish_reading(
        world.atelier, user=world.karim, lesson=lessons()[_BEGUN], now=now - timedelta(days=1)
    )


def _do(world: World, user: User, names: tuple[str, ...], *, now: datetime) -> None:
    for place, name in enumerate(names, start=1):
        right = 2 if place == len(names) else 3
        at = now - timedelta(days=_DAYS_BETWEEN * (len(names) - place + 1))
        _answer(world, user, name, right=right, now=at)


def _answer(world: World, user: User, name: str, *, right: int, now: datetime) -> None:
    """Answer so many questions of a lesson rightly, the rest not."""
    lesson = lessons()[name]
    choices = {
        place: answer if place < right else (answer + 1) % 3
        for place, answer in enumerate(lesson.right_answers)
    }
    actions.finish_reading(world.atelier, user=user, lesson=lesson, now=now)
    actions.answer(world.atelier, user=user, lesson=lesson, choices=choices, now=now)
