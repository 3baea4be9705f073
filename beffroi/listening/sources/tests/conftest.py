from __future__ import annotations

import pytest

from beffroi.listening.sources import adding, reading
from beffroi.listening.sources.tests.scripted import ScriptedReader
from tests.clock import FrozenClock
from tests.world import World, people_and_places


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> ScriptedReader:
    """What every source is read by, in the place of its network."""
    scripted = ScriptedReader()
    for module in (reading, adding):
        monkeypatch.setattr(module, "reader_of", lambda *_args, **_more: scripted)
    return scripted
