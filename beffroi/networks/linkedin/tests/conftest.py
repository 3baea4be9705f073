"""The simulated networks that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from beffroi.networks.linkedin.simulator import Simulator
from beffroi.networks.linkedin.simulator_strangers import CLAIRE
from beffroi.networks.linkedin.tests.world import LinkedInWorld


@pytest.fixture
def world() -> Iterator[LinkedInWorld]:
    with Simulator() as simulator:
        yield LinkedInWorld(simulator)


@pytest.fixture
def member() -> Iterator[LinkedInWorld]:
    with Simulator() as simulator:
        yield LinkedInWorld(simulator, account_id=CLAIRE)
