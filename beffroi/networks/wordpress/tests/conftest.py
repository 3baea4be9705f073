"""The simulated site that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from beffroi.networks.wordpress.simulator import Simulator
from beffroi.networks.wordpress.tests.world import WordPressWorld


@pytest.fixture
def world() -> Iterator[WordPressWorld]:
    with Simulator() as simulator:
        yield WordPressWorld(simulator)
