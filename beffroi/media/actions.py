"""What a person does with files for posts."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import IntegrityError
from django.db.models import ProtectedError

from beffroi.media import documents, pictures, videos
from beffroi.media.kinds import HEAD_BYTES, kind_of
from beffroi.media.models import MediaFile
from beffroi.media.pictures import ENCODED_BYTES_MAX, SIDE_MAX
from beffroi.media.problems import FileRefused, Problem, is_full
from beffroi.networks.contracts import MediaKind
from beffroi.workspaces.models import User, Workspace

UPLOAD_BYTES_MAX = {
    MediaKind.IMAGE: pictures.UPLOAD_BYTES_MAX,
    MediaKind.VIDEO: videos.UPLOAD_BYTES_MAX,
    MediaKind.DOCUMENT: documents.UPLOAD_BYTES_MAX,
}

#: What no row names may still be in the making.
_STRAYS_KEPT = timedelta(days=1)


def add_file(
    *, workspace: Workspace, actor: User | None, upload: UploadedFile[bytes], now: datetime
) -> MediaFile:
    """Keep a picture, a video or a document, told apart by what it holds. Raises FileRefused."""
    kind, size = _kind(upload), upload.size or 0
    if size > UPLOAD_BYTES_MAX[kind]:
        raise FileRefused(Problem.TOO_HEAVY, limit=UPLOAD_BYTES_MAX[kind])
    if kind is MediaKind.IMAGE:
        return add_picture(workspace=workspace, actor=actor, upload=upload.read(), now=now)
    file = MediaFile(workspace=workspace, kind=kind.value, added_by=actor, added_at=now)
    if shutil.disk_usage(settings.DATA_DIR).free < 2 * size:
        raise FileRefused(Problem.NO_ROOM)
    with _emptied_on_error(file), _on_disk(upload) as path:
        if kind is MediaKind.VIDEO:
            _fill_video(file, path, person_id=actor.pk if actor else None)
        else:
            _fill_document(file, path, name=upload.name or "")
        file.save(force_insert=True)
    return file


def add_picture(
    *,
    workspace: Workspace,
    actor: User | None,
    upload: bytes,
    now: datetime,
    side_max: int = SIDE_MAX,
    bytes_max: int = ENCODED_BYTES_MAX,
) -> MediaFile:
    """Keep a picture. Raises FileRefused; the file is on disk before the row names it."""
    picture = pictures.prepare(upload, side_max=side_max, bytes_max=bytes_max)
    file = MediaFile(
        workspace=workspace,
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        size_bytes=len(picture.content),
        added_by=actor,
        added_at=now,
    )
    with _emptied_on_error(file):
        _make_room(file)
        _write(file.path, picture.content)
        _write(file.thumbnail_path, picture.thumbnail)
        file.save(force_insert=True)
    return file


def remove_files(files: Iterable[MediaFile]) -> int:
    """Remove files that nothing names any more, rows first, then the disk. Return how many.

    One that is named again meanwhile stays.
    """
    removed = 0
    for file in files:
        paths = (file.path, file.thumbnail_path)
        try:
            file.delete()
        except (ProtectedError, IntegrityError):
            continue
        removed += 1
        for path in paths:
            path.unlink(missing_ok=True)
    return removed


def remove_strays(*, now: datetime) -> int:
    """Remove what lies beside the files on disk and no row names, a day after it came.

    A process that is killed while it keeps or removes a file leaves such. Return how many.
    """
    removed = 0
    for folder in Path(settings.MEDIA_ROOT).glob("??"):
        old = [path for path in folder.iterdir() if _is_old(path, now=now)]
        ids = {path: _file_id(path) for path in old}
        known = MediaFile.objects.in_bulk([one for one in ids.values() if one is not None])
        for path in (path for path, one in ids.items() if one is not None and one not in known):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _is_old(path: Path, *, now: datetime) -> bool:
    age_seconds = now.timestamp() - path.stat().st_mtime
    return path.is_file() and age_seconds > _STRAYS_KEPT.total_seconds()


def _file_id(path: Path) -> uuid.UUID | None:
    """Return which file a path holds, or its small picture; None for what is not ours."""
    try:
        return uuid.UUID(path.name.removesuffix(".thumbnail"))
    except ValueError:
        return None


def _kind(upload: UploadedFile[bytes]) -> MediaKind:
    head: bytes = upload.read(HEAD_BYTES)
    upload.seek(0)
    return kind_of(head)


def _fill_video(file: MediaFile, path: Path, *, person_id: int | None) -> None:
    _make_room(file)
    video = videos.prepare(
        path, target=file.path, thumbnail=file.thumbnail_path, person_id=person_id
    )
    _sync(file.path)
    _sync(file.thumbnail_path)
    file.media_type = videos.MEDIA_TYPE
    file.width, file.height, file.seconds = video.width, video.height, video.seconds
    file.size_bytes = file.path.stat().st_size


def _fill_document(file: MediaFile, path: Path, *, name: str) -> None:
    documents.check(path)
    _make_room(file)
    _move(path, file.path)
    _sync(file.path)
    file.media_type, file.title = documents.MEDIA_TYPE, documents.title_of(name)
    file.size_bytes = file.path.stat().st_size


@contextmanager
def _on_disk(upload: UploadedFile[bytes]) -> Iterator[Path]:
    """Yield where an upload lies: a small one came in memory."""
    if isinstance(upload, TemporaryUploadedFile):
        upload.flush()
        yield Path(upload.temporary_file_path())
        return
    descriptor, name = tempfile.mkstemp(dir=settings.FILE_UPLOAD_TEMP_DIR)
    try:
        with os.fdopen(descriptor, "wb") as held:
            for piece in upload.chunks():
                held.write(piece)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)  # unless it was moved


def _move(path: Path, target: Path) -> None:
    """Keep an upload where it is from now on; a copy is only made towards another disk."""
    try:
        path.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copyfile(path, target)
    target.chmod(0o600)


@contextmanager
def _emptied_on_error(file: MediaFile) -> Iterator[None]:
    """Leave nothing on disk of a file that is not kept; a full disk is a refusal."""
    try:
        yield
    except BaseException as error:
        file.path.unlink(missing_ok=True)
        file.thumbnail_path.unlink(missing_ok=True)
        if is_full(error):
            raise FileRefused(Problem.NO_ROOM) from error
        raise


def _make_room(file: MediaFile) -> None:
    file.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
