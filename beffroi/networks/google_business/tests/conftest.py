"""The simulated Business Profile that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from beffroi.networks.google_business.simulator import Simulator
from beffroi.networks.google_business.tests.world import Files, GoogleBusinessWorld


@pytest.fixture(scope="session")
def files() -> Iterator[Files]:
    served = Files()
    yield served
    served.stop()


@pytest.fixture
def world(files: Files) -> Iterator[GoogleBusinessWorld]:
    with Simulator() as simulator:
        yield GoogleBusinessWorld(simulator, files)
