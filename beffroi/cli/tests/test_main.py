from __future__ import annotations

import errno
import os
from collections.abc import Callable

import pytest
from django.db import OperationalError

from beffroi.cli import doctor, messages
from beffroi.cli.messages import explain
from beffroi.cli.tests.conftest import Command

MISSPELT = [
    [],
    ["nothing"],
    ["up", "--port", "many"],
    ["up", "--port", "99999"],
    ["up", "here"],
    ["doctor", "--yaml"],
    ["backup"],
    ["keys", "spin"],
    ["bench"],
    ["chaos", "--scenarios", "0"],
    ["chaos", "--lanes", "many"],
    ["chaos", "here"],
]


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("line", MISSPELT, ids=" ".join)
def test_a_misspelt_line_is_answered_with_how_it_is_written(
    command: Command, line: list[str], language: str
) -> None:
    said = command(*line, language=language)
    usage, _, sentence = said.err.strip().rpartition("\n")
    assert (said.code, said.out) == (2, "")
    assert usage.startswith("usage: beffroi")
    assert "--help`" in sentence
    assert "error" not in said.err


def test_the_help_names_every_command(command: Command) -> None:
    said = command("--help")
    names = ["up", "migrate", "doctor", "backup", "restore", "keys", "bench", "chaos", "demo"]
    assert said.code == 0
    assert all(f"  {name} " in said.out for name in names)


def test_the_help_is_in_the_language_of_the_person(command: Command) -> None:
    assert "lancer Beffroi" in command("--help", language="fr").out
    assert "start Beffroi" in command("--help", language="en").out


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["--language=en", "doctor"], {"LANG": "fr_FR.UTF-8"}, "en"),
        (["--language", "fr"], {"LANG": "en_GB.UTF-8"}, "fr"),
        (["doctor"], {"LANG": "en_GB.UTF-8"}, "en"),
        (["doctor"], {"LC_ALL": "fr_BE.UTF-8", "LANG": "en_GB.UTF-8"}, "fr"),
        (["doctor"], {"LC_ALL": "", "LANG": "de_DE.UTF-8"}, "fr"),
        (["doctor", "--language"], {}, "fr"),
        ([], {}, "fr"),
    ],
)
def test_the_language_is_the_one_asked_for_then_the_terminals_then_french(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert messages.choose(arguments, environment) == language


def refuse_with(error: Exception) -> Callable[..., int]:
    def run(options: object) -> int:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OperationalError("database or disk is full"), "The database cannot be used"),
        (PermissionError(errno.EACCES, "no", "/srv/data"), "/srv/data cannot be used"),
        (OSError(errno.ENOSPC, "no"), "The system refuses: the disk is full."),
        (KeyboardInterrupt(), "Interrupted."),
    ],
)
def test_what_stops_a_command_is_one_sentence(
    command: Command, monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    monkeypatch.setattr(doctor, "run", refuse_with(error))
    said = command("doctor")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(sentence)
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    "number", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.ENOENT, errno.EADDRINUSE]
)
def test_the_usual_refusals_of_the_system_are_said_in_words_of_our_own(number: int) -> None:
    assert os.strerror(number) not in explain(OSError(number, os.strerror(number), "/srv"))


def test_an_unusual_refusal_is_passed_on() -> None:
    assert os.strerror(errno.EIO) in explain(OSError(errno.EIO, os.strerror(errno.EIO), "/srv"))


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_what_cannot_be_measured_is_said_with_what_can(command: Command, language: str) -> None:
    said = command("bench", "happiness", language=language)
    assert said.code == 1
    assert "happiness" in said.err
    assert "footprint" in said.err
    assert said.err.count("\n") == 1
