from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError

from beffroi.links import targets
from beffroi.links.salting import Salts, throw_away
from beffroi.links.targets import FRESH_SECONDS, STALE_SECONDS, Target, Targets

_PLACE = Target(1, "https://example.com/", is_elsewhere=False)
_OTHER = Target(1, "https://example.com/new", is_elsewhere=False)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def connections_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "close_old_connections", lambda: None)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def known(clock: Clock) -> Iterator[Targets]:
    made = Targets(clock=clock)
    yield made
    made.close()


def test_a_target_is_asked_for_once_in_a_few_seconds(
    known: Targets, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [_PLACE, _OTHER, None]
    monkeypatch.setattr(targets, "look_up", lambda code: answers.pop(0))
    assert not known.knows("abcdefg")
    assert known.ask("abcdefg").result(5) == _PLACE
    assert known.at_hand("abcdefg") == _PLACE
    clock.now += FRESH_SECONDS + 1
    assert known.at_hand("abcdefg") == _PLACE  # the old one, while the new one is asked for
    known.ask("zzzzzzz").result(5)  # one after the other
    assert known.at_hand("abcdefg") == _OTHER


def test_what_was_known_leads_on_while_the_database_is_away(
    known: Targets, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(targets, "look_up", lambda code: _PLACE)
    known.ask("abcdefg").result(5)

    def away(code: str) -> Target:
        raise OperationalError("away")

    monkeypatch.setattr(targets, "look_up", away)
    clock.now += FRESH_SECONDS + 1
    assert known.at_hand("abcdefg") == _PLACE
    with pytest.raises(OperationalError):
        known.ask("zzzzzzz").result(5)
    assert known.at_hand("abcdefg") == _PLACE


def test_after_a_silence_what_is_known_is_too_old_to_go_by(
    known: Targets, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(targets, "look_up", lambda code: _PLACE)
    known.ask("abcdefg").result(5)
    clock.now += FRESH_SECONDS + STALE_SECONDS
    assert not known.is_stale("abcdefg")
    clock.now += 1
    assert known.is_stale("abcdefg")


def test_a_code_that_leads_nowhere_is_known_too(
    known: Targets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(targets, "look_up", lambda code: None)
    assert known.ask("abcdefg").result(5) is None
    assert known.knows("abcdefg")
    assert known.at_hand("abcdefg") is None


def test_a_salt_lasts_a_day_and_a_restart(tmp_path: Path) -> None:
    now = datetime(2026, 9, 14, 8, tzinfo=UTC)
    salt = Salts(tmp_path).of(now.timestamp())
    assert Salts(tmp_path).of(now.timestamp() + 3600) == salt
    assert Salts(tmp_path).of(now.timestamp() + 86_400) != salt
    throw_away(tmp_path, now=now + timedelta(days=1))
    assert salt not in [path.read_bytes() for path in tmp_path.iterdir()]
    assert len(list(tmp_path.iterdir())) == 1
