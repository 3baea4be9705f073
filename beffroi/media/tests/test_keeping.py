"""What lies on the disk of files that are not kept: nothing, at once or a day later."""

from __future__ import annotations

import errno
import os
import shutil
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import DatabaseError
from pytest_django.fixtures import Settings

from beffroi.media import actions, videos
from beffroi.media.models import MediaFile
from beffroi.media.problems import FileRefused, Problem
from beffroi.media.tests.films import film
from beffroi.media.tests.test_pictures import encoded
from tests.clock import FrozenClock
from tests.world import World, people_and_places

pytestmark = pytest.mark.django_db

UPLOADS = {
    "pain.jpg": encoded((300, 200)),
    "menu.pdf": b"%PDF-1.7\n%%EOF\n",
    "fournil.mp4": film(seconds=1),
}


@pytest.fixture
def world(clock: FrozenClock, settings: Settings, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return people_and_places(now=clock())


def keep(world: World, clock: FrozenClock, name: str) -> MediaFile:
    upload = SimpleUploadedFile(name, UPLOADS[name])
    return actions.add_file(workspace=world.atelier, actor=None, upload=upload, now=clock())


def on_disk() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", UPLOADS)
def test_a_disk_that_gets_full_is_a_refusal_and_leaves_nothing(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FileRefused) as refused:
        keep(world, clock, name)
    assert refused.value.problem is Problem.NO_ROOM
    assert not on_disk()


def test_a_disk_that_gets_full_under_a_video_is_told_apart_from_a_bad_video(tmp_path: Path) -> None:
    upload, small = tmp_path / "in", tmp_path / "small"
    upload.write_bytes(film())
    with pytest.raises(FileRefused) as refused:
        videos.prepare(upload, target=Path("/dev/full"), thumbnail=small)
    assert refused.value.problem is Problem.NO_ROOM


@pytest.mark.parametrize("name", UPLOADS)
def test_a_file_whose_row_is_refused_leaves_nothing(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(MediaFile, "save", refuse)
    with pytest.raises(DatabaseError):
        keep(world, clock, name)
    assert not on_disk()


def test_what_a_killed_process_left_is_removed_a_day_later(
    world: World, clock: FrozenClock
) -> None:
    kept = keep(world, clock, "pain.jpg")
    stray = uuid.UUID(int=kept.pk.int ^ 1)  # in the same folder
    left = {kept.path.with_name(str(stray)), kept.path.with_name(f"{stray}.thumbnail")}
    foreign = kept.path.with_name("README")
    for path in left | {foreign}:
        path.write_bytes(b"half a video")
    for path in on_disk():
        os.utime(path, times=(clock().timestamp(), clock().timestamp()))
    assert actions.remove_strays(now=clock() + timedelta(hours=23)) == 0
    assert actions.remove_strays(now=clock() + timedelta(hours=25)) == 2
    assert on_disk() == {kept.path, kept.thumbnail_path, foreign}


def test_a_document_that_came_to_the_disk_is_moved_and_not_copied(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "copyfile", lambda *_: pytest.fail("it was copied"))
    upload = TemporaryUploadedFile("menu.pdf", "application/pdf", len(UPLOADS["menu.pdf"]), None)
    upload.write(UPLOADS["menu.pdf"])
    upload.seek(0)
    number = Path(upload.temporary_file_path()).stat().st_ino
    kept = actions.add_file(workspace=world.atelier, actor=None, upload=upload, now=clock())
    upload.close()
    assert kept.path.stat().st_ino == number
    assert kept.path.stat().st_mode & 0o777 == 0o600


def test_a_document_that_lies_on_another_disk_is_copied(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(*_: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(Path, "replace", replace)
    assert keep(world, clock, "menu.pdf").path.read_bytes() == UPLOADS["menu.pdf"]
    assert not list(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir())
