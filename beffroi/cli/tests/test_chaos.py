from __future__ import annotations

import json
import logging
import signal

import pytest
from django.db import connection

from beffroi.cli import chaos
from beffroi.cli.chaos.scenarios import scenarios
from beffroi.cli.chaos.verdicts import Verdict
from beffroi.cli.tests.commands import Home
from beffroi.cli.tests.conftest import Command

CLEAN = {"duplicates": 0, "lost": 0, "false_published": 0, "stuck": 0, "despite_pause": 0}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the scenarios run on SQLite")
def test_scenarios_are_played_on_real_processes_and_summed_up_in_the_last_line(home: Home) -> None:
    done = home.run("chaos", "--scenarios", "2", "--lanes", "2")
    assert done.returncode == 0, done.stderr
    kills = sum(len(scenario.blows) for scenario in scenarios(count=2, seed=1))
    assert json.loads(done.stdout.splitlines()[-1]) == {"scenarios": 2, "kills": kills, **CLEAN}
    assert f"{kills} of {kills} mishaps came" in done.stderr


@pytest.mark.parametrize("promise", CLEAN)
def test_a_broken_promise_fails_the_command(
    command: Command, monkeypatch: pytest.MonkeyPatch, promise: str
) -> None:
    monkeypatch.setattr(connection, "vendor", "sqlite", raising=False)
    broken = Verdict(kills=3, **{promise: 1})
    monkeypatch.setattr(chaos, "_play_all", lambda drawn, folder, *, lanes: broken)
    monkeypatch.setattr(logging, "disable", lambda level: None)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    said = command("chaos", "--scenarios", "4")
    assert said.code == 1
    assert json.loads(said.out) == {"scenarios": 4, "kills": 3, **CLEAN, promise: 1}


def test_scenarios_run_on_sqlite_only(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", "postgresql", raising=False)
    said = command("chaos", "--scenarios", "1")
    assert said.code == 1
    assert "BEFFROI_DATABASE_URL" in said.err


def test_a_scenario_that_was_not_drawn_is_not_played(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "vendor", "sqlite", raising=False)
    said = command("chaos", "--scenarios", "200", "--only", "203")
    assert said.code == 1
    assert said.err.strip()
