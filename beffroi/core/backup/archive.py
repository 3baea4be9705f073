"""Reading and writing the archive itself: a .tar.gz that nothing but plain files can come out of.

No Django, except for the sentences of errors.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from gzip import BadGzipFile
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from beffroi.core.backup.errors import ArchiveUnreadable
from beffroi.core.backup.manifest import (
    MANIFEST_NAME,
    MEDIA_PREFIX,
    POSTGRESQL_NAME,
    SQLITE_NAME,
    File,
    Manifest,
    ManifestUnreadable,
    read_manifest,
)

_CHUNK_BYTES = 1 << 20
_COMPRESSION = 3  # databases shrink well at little cost; higher levels take minutes per gigabyte
_LONGEST_MANIFEST_BYTES = 50_000_000
_MEDIA_NAME = re.compile(r"media(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,100}){1,6}")


class ArchiveWriter:
    """Adds files to an archive, and remembers what their hashes are."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.files: dict[str, File] = {}

    def add(self, name: str, path: Path) -> None:
        """Add the file at `path` as it is now; one that is gone is left out."""
        try:
            opened = path.open("rb")
        except FileNotFoundError:
            return
        with opened:
            size = os.fstat(opened.fileno()).st_size
            hashing = _HashingReader(opened)
            self._tar.addfile(_member(name, size), hashing)
        self.files[name] = File(size, hashing.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest, last, when everything is known."""
        content = manifest.write()
        self._tar.addfile(_member(MANIFEST_NAME, len(content)), io.BytesIO(content))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size = size
    member.mode = 0o600
    return member


class _HashingReader(io.RawIOBase):
    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        content = self._source.read(len(buffer))
        buffer[: len(content)] = content
        self._hash.update(content)
        return len(content)

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def writing(target: Path, *, draft: Path) -> Iterator[ArchiveWriter]:
    """Write an archive as `draft`, and make it `target` once it is whole and on disk."""
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=_COMPRESSION) as tar:
                yield ArchiveWriter(tar)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpack an archive into the empty `folder` and check it whole; raises ArchiveUnreadable."""
    try:
        with gzip.open(source) as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
            found, manifest = _unpack_members(tar, folder)
            while plain.read(_CHUNK_BYTES):  # to the end, where the check sum is
                pass
    except (tarfile.TarError, EOFError, BadGzipFile, zlib.error, ManifestUnreadable) as error:
        raise _not_whole(source) from error
    if manifest is None or found != dict(manifest.files):
        raise _not_whole(source)
    return manifest


def _unpack_members(tar: tarfile.TarFile, folder: Path) -> tuple[dict[str, File], Manifest | None]:
    found: dict[str, File] = {}
    manifest = None
    for member in tar:
        content = tar.extractfile(member) if member.isreg() else None
        if content is None or not _is_ours(member.name) or member.name in found:
            text = _("The archive contains “%(name)s”, which does not belong in a backup.")
            raise ArchiveUnreadable(text % {"name": member.name[:80]})
        if member.name == MANIFEST_NAME:
            manifest = read_manifest(content.read(_LONGEST_MANIFEST_BYTES))
        else:
            found[member.name] = _unpack_file(content, folder / member.name)
    return found, manifest


def _is_ours(name: str) -> bool:
    if name in {MANIFEST_NAME, SQLITE_NAME, POSTGRESQL_NAME}:
        return True
    return name.startswith(MEDIA_PREFIX) and _MEDIA_NAME.fullmatch(name) is not None


def _unpack_file(content: IO[bytes], path: Path) -> File:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    hashed, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while chunk := content.read(_CHUNK_BYTES):
            file.write(chunk)
            hashed.update(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(file.fileno())
    return File(size, hashed.hexdigest())


def _not_whole(source: Path) -> ArchiveUnreadable:
    text = _(
        "%(file)s is not a whole backup of Beffroi: "
        "it was cut short, changed, or is another kind of file."
    )
    return ArchiveUnreadable(text % {"file": source})
