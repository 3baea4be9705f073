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
from django.conf import settings as django_settings
from pytest_django.fixtures import Settings

from beffroi.cli.messages import LANGUAGES
from beffroi.cli.tests.commands import Home, line_with
from beffroi.cli.tests.conftest import Command, NewHome

CANARY = "canary-access-token-of-the-channel"
IS_SQLITE = django_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


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
    worked_in: Home, archive: Path, new_home: NewHome
) -> None:
    before = state_of(worked_in)
    elsewhere = new_home("elsewhere")
    done = elsewhere.run("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert "put the copy of the key file" in done.stdout
    after = state_of(elsewhere)
    assert without_sessions(after["rows"]) == without_sessions(before["rows"])
    assert before["rows"]["inbox_foundby"] != "empty"
    assert before["rows"]["django_session"] != "empty"
    assert after["rows"]["django_session"] == "empty"
    assert after["broken"] is None
    assert after["actions"][-1] == "installation.restored"
    assert after["jobs"] == [["running", "waiting", 1], ["waiting", "waiting", 0]]


def test_what_a_restore_replaces_on_postgresql_is_kept_as_a_backup(
    filled: Home, archive: Path
) -> None:
    if IS_SQLITE:
        pytest.skip("on SQLite the files themselves are moved aside")
    done = filled.run("restore", str(archive), "--replace")
    assert done.returncode == 0, done.stderr
    kept = next(filled.folder.glob("before-restore-*")) / "beffroi.tar.gz"
    again = filled.run("restore", str(kept), "--replace")
    assert again.returncode == 0, again.stderr


def test_after_a_restore_what_was_due_is_doubtful_and_nothing_has_left(
    archive: Path, new_home: NewHome
) -> None:
    elsewhere = new_home("elsewhere")
    assert elsewhere.run("restore", str(archive)).returncode == 0
    state = state_of(elsewhere)
    assert state["deliveries"] == {"due": "unknown", "on its way": "unknown", "later": "scheduled"}
    assert state["attempts"] == 0
    assert state["woken"] == 2


def test_whoever_was_erased_since_the_backup_is_erased_again(filled: Home, archive: Path) -> None:
    assert state_of(filled)["rows"]["inbox_conversation"] != "empty"
    filled.script("world_process", "erase")
    done = filled.run("restore", str(archive), "--replace")
    assert done.returncode == 0, done.stderr
    rows = state_of(filled)["rows"]
    for table in ("inbox_conversation", "inbox_feedback", "inbox_foundby"):
        assert rows[table] == "empty"
    assert rows["inbox_suppression"] != "empty"
    if IS_SQLITE:
        files = [file.read_bytes() for file in filled.folder.glob("beffroi.sqlite3*")]
        assert not any(b"Garnier" in content for content in files)


def test_a_backup_holds_no_key_and_no_access_in_the_clear(worked_in: Home, archive: Path) -> None:
    with tarfile.open(archive) as tar:
        contents = {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]
    key = (worked_in.folder / "secret.keys").read_text().split()[1]
    session_key = (worked_in.folder / "session.key").read_text().strip()
    whole = b"".join(contents.values())
    assert not any(secret.encode() in whole for secret in (CANARY, key, session_key))
    assert all(name.startswith(("database.", "media/", "manifest")) for name in contents)


def test_the_key_file_put_back_opens_the_accesses_again(filled: Home, new_home: NewHome) -> None:
    target = filled.folder.parent / "b.tar.gz"
    said = filled.run("backup", str(target)).stdout
    assert "secret.keys is not in it" in said
    assert target.stat().st_mode & 0o077 == 0
    elsewhere = new_home("elsewhere")
    elsewhere.run("restore", str(target))
    assert elsewhere.run("doctor").returncode == 1
    shutil.copy(filled.folder / "secret.keys", elsewhere.folder)
    assert state_of(elsewhere)["readable"] is True


def test_a_backup_made_while_others_write_is_whole(filled: Home, new_home: NewHome) -> None:
    command = [sys.executable, "-m", "beffroi.cli.tests.world_process", "write"]
    variables = filled.variables(DJANGO_SETTINGS_MODULE="beffroi.config.settings")
    writer = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True)
    try:
        line_with(writer, "20")
        acknowledged = 20
        archive = back_up(filled)
    finally:
        writer.kill()
        writer.communicate()
    elsewhere = new_home("elsewhere")
    assert elsewhere.run("restore", str(archive)).returncode == 0
    state = state_of(elsewhere)
    assert state["left"] == state["right"] == state["audited"] >= acknowledged
    assert state["broken"] is None


def test_a_restored_installation_can_be_backed_up_and_restored_again(
    archive: Path, new_home: NewHome
) -> None:
    elsewhere = new_home("elsewhere")
    done = elsewhere.run("restore", str(archive))
    assert done.returncode == 0, done.stderr
    again = new_home("again")
    done = again.run("restore", str(back_up(elsewhere, "second.tar.gz")))
    assert done.returncode == 0, done.stderr
    assert state_of(again)["actions"].count("installation.restored") == 2


# What is refused


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def change(content: bytes) -> bytes:
    """Turn 32 bytes in the middle: one alone may unpack to the very same content."""
    middle = len(content) // 2
    turned = bytes(byte ^ 0xFF for byte in content[middle : middle + 32])
    return content[:middle] + turned + content[middle + 32 :]


@pytest.mark.django_db
@pytest.mark.parametrize("damage", [cut, change, lambda _: b"something else", lambda _: b""])
def test_a_damaged_backup_changes_nothing(
    command: Command, archive: Path, settings: Settings, damage: Callable[[bytes], bytes]
) -> None:
    archive.write_bytes(damage(archive.read_bytes()))
    data = Path(settings.DATA_DIR)
    before = {*data.iterdir(), data / "running.lock"}
    said = command("restore", str(archive), "--replace")
    assert (said.code, said.out) == (1, "")
    assert "is not a whole backup" in said.err
    assert "Nothing was changed." in said.err
    assert {*data.iterdir()} == before


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
MISFIT_NAMES = ["newer", "newer migration", "newer format", "other database", "missing rows"]


@pytest.mark.django_db
@pytest.mark.parametrize(("change_manifest", "sentence"), MISFITS, ids=MISFIT_NAMES)
def test_a_backup_that_does_not_fit_is_refused_with_one_sentence(
    command: Command,
    archive: Path,
    change_manifest: Callable[[dict[str, Any]], object],
    sentence: str,
) -> None:
    rewrite(archive, change_manifest)
    said = command("restore", str(archive), "--replace")
    assert (said.code, said.out) == (1, "")
    assert sentence in said.err
    assert said.err.count("\n") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_of_another_kind_is_refused_in_the_language_of_the_person(
    command: Command, tmp_path: Path, language: str
) -> None:
    foreign = tmp_path / "holidays.zip"
    foreign.write_bytes(b"PK\x03\x04")
    said = command("restore", str(foreign), "--replace", language=language)
    assert (said.code, said.out) == (1, "")
    assert "holidays.zip" in said.err
    assert said.err.count("\n") == 1


def test_a_restore_replaces_only_when_told_and_keeps_what_was_there(
    filled: Home, archive: Path
) -> None:
    (filled.folder / "media" / "own").write_bytes(b"own")
    refused = filled.run("restore", str(archive))
    assert refused.returncode == 1
    assert "add --replace" in refused.stderr
    assert (filled.folder / "media" / "own").exists()
    done = filled.run("restore", str(archive), "--replace")
    assert done.returncode == 0, done.stderr
    assert not (filled.folder / "media" / "own").exists()
    kept = next(filled.folder.glob("before-restore-*"))
    assert (kept / "media" / "own").read_bytes() == b"own"
    assert (kept / "beffroi.sqlite3").exists() == IS_SQLITE
    assert str(kept) in done.stdout


def test_a_running_installation_is_not_replaced(filled: Home, archive: Path) -> None:
    with filled.started("up", "--port", "0") as process:
        line_with(process, "ready")
        done = filled.run("restore", str(archive), "--replace")
    assert done.returncode == 1
    assert "Stop" in done.stderr


@pytest.mark.django_db(transaction=True)
def test_a_backup_never_overwrites_a_file(command: Command, archive: Path) -> None:
    before = archive.read_bytes()
    said = command("backup", str(archive))
    assert said.code == 1
    assert "Choose another name" in said.err
    assert archive.read_bytes() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("line", [["backup"], ["restore", "--replace"]], ids=" ".join)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_that_is_not_there_is_one_sentence(
    command: Command, line: list[str], language: str
) -> None:
    said = command(*line, "/nowhere/b", language=language)
    assert said.code == 1
    assert "/nowhere" in said.err
    assert said.err.count("\n") == 1


def test_what_was_past_due_is_looked_at_before_anything_runs(
    archive: Path, new_home: NewHome
) -> None:
    elsewhere = new_home("elsewhere")
    said = elsewhere.script("restoring_process", str(archive))
    assert json.loads(said) == {"hook_saw_jobs": ["running", "waiting"], "states": ["waiting"]}


def test_what_killed_processes_left_is_cleared(filled: Home, archive: Path) -> None:
    beside = archive.parent / "backups"
    beside.mkdir()
    leave(beside / ".beffroi-backup-a")
    left = leave(filled.folder / ".beffroi-restore-b")
    assert filled.run("backup", str(beside / "one.tar.gz")).returncode == 0
    assert [path.name for path in beside.iterdir()] == ["one.tar.gz"]
    assert filled.run("restore", str(archive), "--replace").returncode == 0
    assert not left.exists()
    leave(left)
    with filled.started("up", "--port", "0") as process:
        line_with(process, "ready")
        assert not left.exists()


def leave(folder: Path) -> Path:
    """Leave a folder as a process does that is killed in its work."""
    folder.mkdir()
    (folder / "in-use.lock").touch()
    (folder / "database.sqlite3").write_bytes(b"rows")
    return folder
