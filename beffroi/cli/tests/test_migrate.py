from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from beffroi.cli.tests.conftest import Command
from beffroi.core import lock

pytestmark = pytest.mark.django_db


def test_a_database_that_fits_needs_nothing(command: Command) -> None:
    said = command("migrate")
    assert (said.code, said.out) == (0, "The database fits this version: nothing to do.\n")


@pytest.mark.parametrize("name", ["migrate", "up"])
def test_data_of_a_newer_version_is_left_alone(command: Command, name: str) -> None:
    MigrationRecorder(connection).record_applied("core", "9999_from_the_future")
    said = command(name, *(["--port=0"] if name == "up" else []))
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("This data was written by a newer version")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("name", ["migrate", "up"])
def test_nothing_starts_while_a_backup_is_restored(
    command: Command, name: str, settings: object
) -> None:
    with lock.alone(settings.DATA_DIR):  # type: ignore[attr-defined]
        said = command(name)
    assert (said.code, said.out) == (1, "")
    assert said.err == "A backup is being restored here: wait until it is done.\n"
