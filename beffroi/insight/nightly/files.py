"""Writes the tables of a night as plain CSV for programs, each whole or not at all."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

from beffroi.core.exporting.tables import Table
from beffroi.insight.nightly.tables import dictionary, tables_of
from beffroi.workspaces.models import Workspace

#: Whoever runs the company's own tools reads these files under another account.
_READABLE = 0o640


def write_tables(folder: Path, *, workspace: Workspace) -> None:
    """Write the tables of a workspace into a folder of its own.

    A reader never sees half a table: each is written beside, then takes the place of the old one.
    Raises OSError where the folder cannot be written.
    """
    own = folder / f"workspace-{workspace.pk}"
    own.mkdir(parents=True, exist_ok=True)
    for table in tables_of(workspace):
        write(own, table)


def write_dictionary(folder: Path) -> None:
    """Write what each column of each table means. Raises OSError, as `write_tables`."""
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, dictionary())


def write(folder: Path, table: Table) -> None:
    """Write one table: UTF-8, commas, points, ISO 8601; nothing is between quotes but for need."""
    with _replacing(folder / f"{table.name}.csv") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column.id for column in table.columns)
        for row in table.rows:
            writer.writerow(_cell(value) for value in row)


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    """Open a file that takes its place once it is whole and on the disk."""
    beside = path.with_suffix(".part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _READABLE)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
