"""The simulated YouTube that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from beffroi.networks.youtube.simulator import Simulator
from beffroi.networks.youtube.tests.world import YouTubeWorld


@pytest.fixture
def world() -> Iterator[YouTubeWorld]:
    with Simulator() as simulator:
        yield YouTubeWorld(simulator)
