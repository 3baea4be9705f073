"""Which container a file is, by its first bytes; what is none is one member by itself."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from beffroi.archives.containers.limits import ArchiveRefused, Budget, MemberDamaged, Problem
from beffroi.archives.containers.members import Container, Member
from beffroi.archives.containers.tars import TarArchive
from beffroi.archives.containers.zips import ZipArchive

_TAR_MARK_AT = 257
_FOREIGN = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ\x00", b"BZh", b"\x28\xb5\x2f\xfd")
#: A nested archive is held in memory while it is read.
NESTED_BYTES_MAX = 32 * 1024**2
NESTED_ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz")


class SingleFile:
    """A file that is no archive: a table, a JSON file, a repository."""

    def __init__(self, file: BinaryIO, *, name: str) -> None:
        self._file = file
        self._name = name
        self.size_bytes = file.seek(0, io.SEEK_END)

    @property
    def done_bytes(self) -> int:
        """How far the file has been read."""
        return self._file.tell()

    @done_bytes.setter
    def done_bytes(self, value: int) -> None:
        raise AttributeError(value)

    def members(self) -> Iterator[Member]:
        """Give the file itself."""
        yield Member(self._name, self._open, self.size_bytes)

    def _open(self) -> BinaryIO:
        self._file.seek(0)
        return self._file


def open_container(file: BinaryIO, *, name: str, budget: Budget) -> Container:
    """Return what reads this file; raises ArchiveRefused."""
    file.seek(0)
    head = file.read(_TAR_MARK_AT + 8)
    if not head:
        raise ArchiveRefused(Problem.EMPTY)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ZipArchive(file, budget=budget)
    if _is_tar(head) or (head.startswith(b"\x1f\x8b") and _is_tar(_unpacked_head(file))):
        return TarArchive(file, budget=budget)
    if head.startswith((*_FOREIGN, b"\x1f\x8b")):
        raise ArchiveRefused(Problem.FOREIGN)
    return SingleFile(file, name=name)


def open_nested(member: Member, *, budget: Budget) -> Container | None:
    """Return a small archive that lies in another one; None when it is too large for that."""
    if member.size_bytes > NESTED_BYTES_MAX:
        return None
    content = io.BytesIO(member.open().read(NESTED_BYTES_MAX + 1))
    try:
        return open_container(content, name=member.name, budget=budget)
    except ArchiveRefused as error:
        if error.problem is Problem.BOMB:
            raise
        return None


def _is_tar(head: bytes) -> bool:
    return head[_TAR_MARK_AT : _TAR_MARK_AT + 5] == b"ustar"


def _unpacked_head(file: BinaryIO) -> bytes:
    file.seek(0)
    try:
        return gzip.GzipFile(fileobj=file).read(_TAR_MARK_AT + 8)
    except (EOFError, gzip.BadGzipFile, zlib.error, MemberDamaged):
        return b""
