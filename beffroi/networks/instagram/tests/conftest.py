"""The simulated Instagram that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from beffroi.networks.instagram.simulator import Simulator
from beffroi.networks.instagram.tests.page_world import PageWorld
from beffroi.networks.instagram.tests.world import InstagramWorld


@pytest.fixture
def world() -> Iterator[InstagramWorld]:
    with Simulator() as simulator:
        yield InstagramWorld(simulator)


@pytest.fixture
def page_world() -> Iterator[PageWorld]:
    with Simulator() as simulator:
        yield PageWorld(simulator)
