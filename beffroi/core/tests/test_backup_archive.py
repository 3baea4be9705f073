"""What may come out of an archive: only what one of ours put in, whole."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from beffroi.core.backup.archive import unpack, writing
from beffroi.core.backup.errors import ArchiveUnreadable
from beffroi.core.backup.manifest import (
    Manifest,
    ManifestUnreadable,
    read_manifest,
    version_of,
)

CONTENT = {"database.sqlite3": b"rows " * 5000, "media/ab/one": b"pixels" * 3000}


def manifest(archive_files: object, **changes: object) -> Manifest:
    values = {
        "version": "0.1.0",
        "made_at": "2026-09-14T08:00:00+00:00",
        "database": "sqlite",
        "migrations": (("core", "0001_initial"),),
        "tables": {"core_job": 3},
        "files": archive_files,
    }
    return Manifest(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    target = tmp_path / "backup.tar.gz"
    with writing(target, draft=tmp_path / "draft") as writer:
        for number, (name, content) in enumerate(CONTENT.items()):
            source = tmp_path / f"source{number}"
            source.write_bytes(content)
            writer.add(name, source)
        writer.add("media/ab/gone", tmp_path / "gone meanwhile")
        writer.finish(manifest(writer.files))
    return target


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    empty = tmp_path / "unpacked"
    empty.mkdir()
    return empty


def test_what_went_in_comes_out(archive: Path, folder: Path) -> None:
    said = unpack(archive, folder)
    assert said == manifest(said.files)
    found = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {path.relative_to(folder).as_posix(): it for path, it in found.items()} == CONTENT
    assert all(path.stat().st_mode & 0o077 == 0 for path in [archive, *found])


def test_an_archive_that_could_not_be_finished_is_not_there(tmp_path: Path) -> None:
    target = tmp_path / "backup.tar.gz"
    with pytest.raises(ZeroDivisionError), writing(target, draft=tmp_path / "draft"):
        _ = 1 / 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_an_archive_cut_short_is_refused(archive: Path, folder: Path, part: float) -> None:
    content = archive.read_bytes()
    archive.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(ArchiveUnreadable):
        unpack(archive, folder)


@pytest.mark.parametrize("place", [*range(0, 100, 7), 100])
def test_an_archive_with_a_changed_byte_is_refused(archive: Path, folder: Path, place: int) -> None:
    content = bytearray(archive.read_bytes())
    content[12 + (len(content) - 13) * place // 100] ^= 0x55
    archive.write_bytes(bytes(content))
    with pytest.raises(ArchiveUnreadable):
        unpack(archive, folder)


FOREIGN = {
    "nothing": b"",
    "text": b"not an archive",
    "compressed text": gzip.compress(b"not a tar"),
    "compressed zeros": gzip.compress(b"\0" * 20_000),
    "zip": b"PK\x03\x04" + b"\0" * 100,
    "database": b"SQLite format 3\0" + b"\0" * 4000,
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_a_file_of_another_kind_is_refused(archive: Path, folder: Path, content: bytes) -> None:
    archive.write_bytes(content)
    with pytest.raises(ArchiveUnreadable):
        unpack(archive, folder)
    assert list(folder.iterdir()) == []


def add(name: str, content: bytes = b"x", kind: bytes = tarfile.REGTYPE, link: str = "") -> bytes:
    """Return an archive with one member of this kind, then a manifest that knows it."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        member = tarfile.TarInfo(name)
        member.size, member.type, member.linkname = len(content), kind, link
        tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "../secret.keys",
        "media/../../secret.keys",
        "media/..",
        "media/ab/../../../x",
        "/etc/cron.d/x",
        "//etc/x",
        "media//x",
        "media/./x",
        "media/.hidden",
        "media\\..\\x",
        "media/a\nb",
        "media/é",
        "secret.keys",
        "session.key",
        "database.sqlite3-wal",
        "manifest.json/x",
        "media/" + "a" * 300,
        "media/" + "a/" * 30 + "x",
    ],
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, folder: Path, name: str) -> None:
    source = tmp_path / "hostile"
    source.write_bytes(add(name))
    with pytest.raises(ArchiveUnreadable):
        unpack(source, folder)
    assert list(folder.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hostile", "unpacked"]


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE],
)
def test_only_plain_files_come_out(tmp_path: Path, folder: Path, kind: bytes) -> None:
    source = tmp_path / "hostile"
    source.write_bytes(add("media/ab", b"", kind, "/etc/passwd"))
    with pytest.raises(ArchiveUnreadable):
        unpack(source, folder)
    assert list(folder.iterdir()) == []


def rewrite(archive: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """Change the members of an archive, hashes untouched."""
    with tarfile.open(archive) as tar:
        members = {it.name: tar.extractfile(it).read() for it in tar}  # type: ignore[union-attr]
    change(members)
    with tarfile.open(archive, "w:gz") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


@pytest.mark.parametrize(
    "change",
    [
        lambda members: members.pop("manifest.json"),
        lambda members: members.pop("media/ab/one"),
        lambda members: members.update({"media/ab/two": b"added"}),
        lambda members: members.update({"media/ab/one": b"changed"}),
        lambda members: members.update({"manifest.json": b"{}"}),
        lambda members: members.update({"manifest.json": b"[1]"}),
        lambda members: members.update({"manifest.json": b"\xff\xfe"}),
        lambda members: members.update({"manifest.json": b"[" * 100_000}),
    ],
)
def test_members_that_do_not_fit_the_manifest_are_refused(
    archive: Path, folder: Path, change: Callable[[dict[str, bytes]], object]
) -> None:
    rewrite(archive, change)
    with pytest.raises(ArchiveUnreadable):
        unpack(archive, folder)


def test_a_manifest_survives_its_text() -> None:
    written = manifest({}).write()
    assert read_manifest(written) == manifest({})
    with pytest.raises(ManifestUnreadable):
        read_manifest(json.dumps({**json.loads(written), "surprise": 1}).encode())


@pytest.mark.parametrize("text", ["", "1.x", None, 3, "1..2"])
def test_a_version_is_numbers(text: str) -> None:
    assert version_of("0.10.2") > version_of("0.9.9")
    with pytest.raises(ManifestUnreadable):
        version_of(text)
