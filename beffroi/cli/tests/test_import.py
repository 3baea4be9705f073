from __future__ import annotations

from pathlib import Path

import pytest

from beffroi.archives.models import ArchiveImport, imports_folder
from beffroi.cli.tests.conftest import Command
from tests.clock import FrozenClock
from tests.world import people_and_places

pytestmark = pytest.mark.django_db


def test_an_archive_is_handed_over_and_left_where_it_was(
    command: Command, tmp_path: Path, clock: FrozenClock
) -> None:
    world = people_and_places(now=clock())
    file = tmp_path / "histoire.csv"
    file.write_text("beffroi,date,text\npost,2024-05-01,Bonjour\n")
    file.chmod(0o644)
    said = command("import", str(file), "--workspace", world.atelier.name.upper())
    assert said.code == 0, said.err
    row = ArchiveImport.objects.get()
    assert f"/archives/{row.pk}/" in said.out
    assert (row.workspace, row.name) == (world.atelier, "histoire.csv")
    assert row.path.read_text() == file.read_text()
    assert [path.stat().st_mode & 0o777 for path in (file, row.path)] == [0o644, 0o600]
    assert [path.name for path in row.path.parent.iterdir()] == [str(row.file_id)]
    again = command("import", str(file), "--workspace", world.atelier.name)
    assert again.code == 1
    assert "Another archive is being read" in again.err


def test_an_unknown_workspace_or_file_is_told(
    command: Command, tmp_path: Path, clock: FrozenClock
) -> None:
    world = people_and_places(now=clock())
    assert "no workspace called" in command("import", "x", "--workspace", "Inconnu").err
    said = command("import", str(tmp_path / "x.zip"), "--workspace", world.atelier.name)
    assert said.code == 1
    assert "there is no such file" in said.err
    assert list(imports_folder().iterdir()) == []
