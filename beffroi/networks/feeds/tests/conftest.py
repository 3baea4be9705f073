"""The simulated source that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from beffroi.networks.feeds.simulator import Simulator
from beffroi.networks.feeds.tests.world import FeedsWorld


@pytest.fixture
def world() -> Iterator[FeedsWorld]:
    with Simulator() as simulator:
        yield FeedsWorld(simulator)
