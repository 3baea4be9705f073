"""The simulated instances that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from beffroi.networks.mastodon.simulator import Simulator
from beffroi.networks.mastodon.simulator_state import FORK
from beffroi.networks.mastodon.tests.world import MastodonWorld


@pytest.fixture
def world() -> Iterator[MastodonWorld]:
    with Simulator() as simulator:
        yield MastodonWorld(simulator)


@pytest.fixture
def fork() -> Iterator[MastodonWorld]:
    with Simulator(flavour=FORK) as simulator:
        yield MastodonWorld(simulator, stranger="remi")
