"""The simulated X that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from beffroi.networks.x.simulator import Simulator
from beffroi.networks.x.tests.world import XWorld


@pytest.fixture
def world() -> Iterator[XWorld]:
    with Simulator() as simulator:
        yield XWorld(simulator)
