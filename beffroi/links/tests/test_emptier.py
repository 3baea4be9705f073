from __future__ import annotations

import threading
from pathlib import Path

import pytest
from django.db import OperationalError

from beffroi.links import emptier
from beffroi.links.emptier import Emptier
from tests.clock import FrozenClock


@pytest.fixture
def deeds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have counting and forgetting write down that they were done, two counts in vain."""
    done: list[str] = []
    errors = [OperationalError("away"), ValueError("unforeseen")]

    def count(folder: Path) -> int:
        done.append("count")
        if errors:
            raise errors.pop()
        return 0

    monkeypatch.setattr(emptier, "_EVERY_SECONDS", 0.01)
    monkeypatch.setattr(emptier, "close_old_connections", lambda: None)
    monkeypatch.setattr(emptier, "count_all", count)
    monkeypatch.setattr(emptier, "forget_people", lambda now: done.append("forget"))
    monkeypatch.setattr(emptier, "throw_away", lambda folder, now: done.append("throw"))
    return done


def _until(deeds: list[str], *, counts: int) -> None:
    for _ in range(1000):
        if deeds.count("count") >= counts:
            return
        threading.Event().wait(0.01)
    raise AssertionError(deeds)


def test_it_counts_again_after_any_failure_and_forgets_once_an_hour(
    deeds: list[str], clock: FrozenClock
) -> None:
    working = Emptier(clock=clock)
    working.start()
    _until(deeds, counts=5)
    assert (deeds.count("forget"), deeds.count("throw")) == (1, 1)
    clock.advance(hours=1)
    _until(deeds, counts=deeds.count("count") + 3)
    working.stop()
    assert (deeds.count("forget"), deeds.count("throw")) == (2, 2)
