from __future__ import annotations

from collections.abc import Iterator

import pytest

from beffroi.networks.bluesky.tests.world import BlueskyWorld


@pytest.fixture
def world() -> Iterator[BlueskyWorld]:
    with BlueskyWorld.start() as world:
        yield world
