from __future__ import annotations

import pytest

from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World, people_and_places


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    made = people_and_places(now=clock())
    User.objects.update(language="en")
    return made
