"""The simulated Facebook that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from beffroi.networks.facebook.simulator import Simulator
from beffroi.networks.facebook.tests.world import FacebookWorld


@pytest.fixture
def world() -> Iterator[FacebookWorld]:
    with Simulator() as simulator:
        yield FacebookWorld(simulator)
