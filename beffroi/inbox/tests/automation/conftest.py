from __future__ import annotations

import pytest

from beffroi.inbox.tests.automation.ruling import Ruled
from beffroi.inbox.tests.desk import Desk
from tests.world import World


@pytest.fixture
def ruled(world: World, desk: Desk) -> Ruled:
    return Ruled(world, desk)
