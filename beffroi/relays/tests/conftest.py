from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from beffroi.relays import actions
from beffroi.relays.actions import Wish
from beffroi.relays.models import Board, Proposal
from tests.clock import FrozenClock
from tests.world import World, people_and_places

Propose = Callable[..., Proposal]
TODAY = date(2026, 9, 14)  # of the clock, in Paris


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def board(world: World, clock: FrozenClock) -> Board:
    """The page of the bakery's people, open."""
    made = actions.board_of(world.atelier, now=clock())
    actions.open_board(made, actor=world.claire, now=clock())
    made.refresh_from_db()
    return made


@pytest.fixture
def propose(world: World, clock: FrozenClock) -> Propose:
    """Propose something at the bakery."""

    def proposed(words: str = "Two apprentices for September", **given: Any) -> Proposal:
        usual: dict[str, Any] = {
            "key": uuid.uuid4(),
            "page": "https://atelier.example/jobs",
            "last_day": TODAY,
        }
        wish = Wish(words=words, **(usual | given))
        return actions.propose(world.atelier, wish, actor=world.claire, now=clock())

    return proposed
