"""The drill: back up under load, restore elsewhere, find everything; or be told why not."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from beffroi.cli.tests.commands import Home, line_with
from beffroi.cli.tests.conftest import NewHome

CANARY = "canary-access-token-of-the-channel"
IS_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def state_of(home: Home) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(home.script("world_process", "hashes"))
    return said


def back_up(home: Home, name: str = "backup.tar.gz") -> Path:
    target = home.folder.parent / name
    done = home.run("backup", str(target))
    assert done.returncode == 0, done.stderr
    return target


def without_sessions(rows: dict[str, str]) -> dict[str, str]:
    return {name: rows[name] for name in rows if "session" not in name}


def test_a_backup_restored_elsewhere_has_every_row_and_file(
    filled: Home, new_home: NewHome
) -> None:
    before = state_of(filled)
    archive = back_up(filled)
    elsewhere = new_home("elsewhere")
    done = elsewhere.run("restore", str(archive))
    assert done.returncode == 0, done.stderr
    after = state_of(elsewhere)
    assert without_sessions(after["rows"]) == without_sessions(before["rows"])
    assert before["rows"]["django_session"] != "empty"
    assert after["rows"]["django_session"] == "empty"
    assert after["broken"] is None
    assert after["actions"][-1] == "installation.restored"
    assert after["jobs"] == [["running", "waiting", 1], ["waiting", "waiting", 0]]


def test_a_backup_holds_no_key_and_no_access_in_the_clear(filled: Home, tmp_path: Path) -> None:
    archive = back_up(filled)
    with tarfile.open(archive) as tar:
        contents = {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]
    key = (filled.folder / "secret.keys").read_text().split()[1]
    session_key = (filled.folder / "session.key").read_text().strip()
    whole = b"".join(contents.values())
    assert not any(secret.encode() in whole for secret in (CANARY, key, session_key))
    assert all(name.startswith(("database.", "media/", "manifest")) for name in contents)
    assert archive.stat().st_mode & 0o077 == 0


def test_the_commands_say_what_is_missing_and_the_key_file_brings_it_back(
    filled: Home, new_home: NewHome
) -> None:
    target = filled.folder.parent / "b.tar.gz"
    assert "secret.keys is not in it" in filled.run("backup", str(target)).stdout
    elsewhere = new_home("elsewhere")
    assert "put the copy of the key file" in elsewhere.run("restore", str(target)).stdout
    assert state_of(elsewhere)["readable"] is False
    assert elsewhere.run("doctor").returncode == 1
    shutil.copy(filled.folder / "secret.keys", elsewhere.folder)
    assert state_of(elsewhere)["readable"] is True


def test_backups_made_while_others_write_are_whole(filled: Home, new_home: NewHome) -> None:
    command = [sys.executable, "-m", "beffroi.cli.tests.world_process", "write"]
    variables = filled.variables(DJANGO_SETTINGS_MODULE="beffroi.config.settings")
    writer = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True)
    try:
        line_with(writer, "20")
        acknowledged = 20
        archives = [back_up(filled, f"{number}.tar.gz") for number in range(2)]
    finally:
        writer.kill()
        writer.communicate()
    for number, archive in enumerate(archives):
        elsewhere = new_home(f"elsewhere {number}")
        assert elsewhere.run("restore", str(archive)).returncode == 0
        state = state_of(elsewhere)
        assert state["left"] == state["right"] == state["audited"] >= acknowledged
        assert state["broken"] is None


def test_a_restore_works_on_from_there(filled: Home, new_home: NewHome) -> None:
    elsewhere = new_home("elsewhere")
    elsewhere.run("restore", str(back_up(filled)))
    again = new_home("again")
    done = again.run("restore", str(back_up(elsewhere, "second.tar.gz")))
    assert done.returncode == 0, done.stderr
    actions = state_of(again)["actions"]
    assert actions.count("installation.restored") == 2
    assert again.run("migrate").stdout.strip().endswith("nothing to do.")


# What is refused


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def change(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :]


def test_a_damaged_backup_changes_nothing(filled: Home) -> None:
    archive = back_up(filled)
    content, before = archive.read_bytes(), state_of(filled)
    for damage in (cut, change, lambda _: b"something else"):
        archive.write_bytes(damage(content))
        done = filled.run("restore", str(archive), "--replace")
        assert done.returncode == 1
        assert "is not a whole backup" in done.stderr
        assert "Nothing was changed." in done.stderr
    assert state_of(filled) == before


def rewrite(archive: Path, change_manifest: Callable[[dict[str, Any]], object]) -> None:
    folder = archive.with_suffix(".d")
    shutil.rmtree(folder, ignore_errors=True)
    with tarfile.open(archive) as tar:
        names = tar.getnames()
        tar.extractall(folder, filter="data")
    manifest = json.loads((folder / "manifest.json").read_text())
    change_manifest(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(archive, "w:gz") as tar:
        for name in names:
            tar.add(folder / name, name)


MISFITS: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda it: it.update(version="99.0.0"), "made by Beffroi 99.0.0, newer than this one"),
    (lambda it: it["migrations"].append(["core", "9999_later"]), "newer than this one"),
    (lambda it: it.update(format=2), "newer than this one"),
    (lambda it: it.update(database="oracle"), "made on oracle"),
    (lambda it: it["tables"].update(core_job=77), "database in this backup is damaged"),
]


def test_a_backup_that_does_not_fit_is_refused_with_one_sentence(
    filled: Home, new_home: NewHome
) -> None:
    archive = back_up(filled)
    content = archive.read_bytes()
    elsewhere = new_home("elsewhere")
    for change_manifest, sentence in MISFITS:
        archive.write_bytes(content)
        rewrite(archive, change_manifest)
        done = elsewhere.run("restore", str(archive))
        assert done.returncode == 1
        assert sentence in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
        assert not (elsewhere.folder / "media").exists()


def test_a_restore_replaces_only_when_told_and_keeps_what_was_there(
    filled: Home, new_home: NewHome
) -> None:
    archive = back_up(filled)
    other = new_home("other")
    other.run("restore", str(archive))
    (other.folder / "media" / "own").write_bytes(b"own")
    before = state_of(other)
    refused = other.run("restore", str(archive))
    assert refused.returncode == 1
    assert "add --replace" in refused.stderr
    assert state_of(other) == before
    done = other.run("restore", str(archive), "--replace")
    assert done.returncode == 0, done.stderr
    assert state_of(other)["rows"]["media"] == state_of(filled)["rows"]["media"]
    kept = next(other.folder.glob("before-restore-*"))
    assert (kept / "media" / "own").read_bytes() == b"own"
    assert (kept / "beffroi.sqlite3").exists() == IS_SQLITE
    assert str(kept) in done.stdout


def test_a_running_installation_is_not_replaced(filled: Home) -> None:
    archive = back_up(filled)
    with filled.started("up", "--port", "0") as process:
        line_with(process, "ready")
        done = filled.run("restore", str(archive), "--replace")
    assert done.returncode == 1
    assert "Stop" in done.stderr


def test_a_backup_never_overwrites_a_file(filled: Home) -> None:
    archive = back_up(filled)
    before = archive.read_bytes()
    done = filled.run("backup", str(archive))
    assert done.returncode == 1
    assert "Choose another name" in done.stderr
    assert archive.read_bytes() == before


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_folder_that_is_not_there_is_one_sentence(filled: Home, command: str) -> None:
    done = filled.run(command, "/nowhere/b", *(["--replace"] if command == "restore" else []))
    assert done.returncode == 1
    assert "/nowhere" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_what_was_past_due_is_looked_at_before_anything_runs(
    filled: Home, new_home: NewHome
) -> None:
    archive = back_up(filled)
    elsewhere = new_home("elsewhere")
    said = elsewhere.script("restoring_process", str(archive))
    assert json.loads(said) == {"hook_saw_jobs": ["running", "waiting"], "states": ["waiting"]}
