from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from beffroi.cli.tests.conftest import Command, NewHome

pytestmark = pytest.mark.django_db

LOOKED_AT = {"settings", "database", "migrations", "disk", "clock", "keys", "worker", "jobs"}


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave a million bytes on the disk."""
    usage = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)


def test_the_doctor_looks_at_everything_in_json(command: Command) -> None:
    said = command("doctor", "--json")
    found = json.loads(said.out)
    assert (said.code, found["level"]) == (0, "warning")  # no mail server, no worker
    assert set(found["checks"]) >= LOOKED_AT | {"audit", "channels"}
    assert all(
        finding["level"] in {"ok", "warning", "problem"} and finding["message"].endswith((".", "0"))
        for findings in found["checks"].values()
        for finding in findings
    )


def test_the_doctor_says_one_thing_a_line_and_a_conclusion(command: Command) -> None:
    said = command("doctor")
    *findings, conclusion = said.out.splitlines()
    assert {line[0] for line in findings} == {"✓", "!"}
    assert conclusion == "Everything works; the points marked ! deserve a look."


@pytest.mark.usefixtures("full_disk")
def test_a_problem_is_marked_and_the_command_fails(command: Command) -> None:
    said = command("doctor")
    assert said.code == 1
    assert "✗ 1 MB are free" in said.out
    assert said.out.endswith("The points marked ✗ need you.\n")
    assert json.loads(command("doctor", "--json").out)["level"] == "problem"


def test_the_doctor_speaks_french(command: Command) -> None:
    said = command("doctor", language="fr")
    assert "La base de données" in said.out
    assert "The" not in said.out.split()


def test_a_part_that_does_not_exist_is_a_wrong_setting(new_home: NewHome) -> None:
    done = new_home("misspelt").run("doctor", BEFFROI_ROLES="web,wroker")
    assert done.returncode == 1
    assert "BEFFROI_ROLES" in done.stderr
    assert done.stderr.count("\n") == 1
