"""Tar files, packed with gzip or not, in one pass: nothing is kept of what went by."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from beffroi.archives.containers.limits import (
    MEMBERS_MAX,
    ArchiveRefused,
    Budget,
    MemberDamaged,
    Problem,
    Reason,
)
from beffroi.archives.containers.members import Member, is_dangerous

_BLOCK_BYTES = 512
_CHUNK_BYTES = 1 << 16
#: A name that is longer is no name.
_LONG_NAME_BYTES_MAX = 1 << 20


class TarArchive:
    """A .tar or .tar.gz on disk or in memory."""

    def __init__(self, file: BinaryIO, *, budget: Budget) -> None:
        self._file = file
        self._budget = budget
        self.size_bytes = file.seek(0, io.SEEK_END)
        self.done_bytes = 0

    def members(self) -> Iterator[Member]:
        """Go through the plain files; links and devices are left out. A member opens once."""
        self._file.seek(0)
        is_packed = self._file.read(2) == b"\x1f\x8b"
        self._file.seek(0)
        plain = gzip.GzipFile(fileobj=self._file) if is_packed else self._file
        self._plain = cast(BinaryIO, plain)
        self._position = 0
        try:
            yield from self._members()
        except MemberDamaged as error:
            yield Member("…", io.BytesIO, 0, error.reason)

    def _members(self) -> Iterator[Member]:
        count, long_name = 0, ""
        while (header := self._header()) is not None:
            count += 1
            if count > MEMBERS_MAX:
                raise ArchiveRefused(Problem.TOO_MANY)
            start = self._position
            if header.type in {tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME}:
                long_name = self._long_name(header)
            else:
                if header.isreg():
                    yield self._member(header, name=long_name or header.name)
                long_name = ""
            self._skip_to(start + _whole_blocks(header.size))

    def _header(self) -> tarfile.TarInfo | None:
        block = self._read(_BLOCK_BYTES)
        if not block.strip(b"\0"):
            return None
        if len(block) < _BLOCK_BYTES:
            raise MemberDamaged(Reason.CUT_SHORT)
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "replace")
        except tarfile.HeaderError as error:
            raise MemberDamaged(Reason.DAMAGED) from error
        if header.size < 0:
            raise MemberDamaged(Reason.DAMAGED)
        return header

    def _long_name(self, header: tarfile.TarInfo) -> str:
        if header.size > _LONG_NAME_BYTES_MAX:
            raise MemberDamaged(Reason.DAMAGED)
        content = self._read(header.size)
        if header.type == tarfile.GNUTYPE_LONGNAME:
            return content.rstrip(b"\0").decode("utf-8", "replace")
        for line in content.split(b"\n"):
            _, mark, name = line.partition(b" path=")
            if mark:
                return name.decode("utf-8", "replace")
        return ""

    def _member(self, header: tarfile.TarInfo, *, name: str) -> Member:
        reason = Reason.DANGEROUS_NAME if is_dangerous(name) else None
        opener = partial(self._open, self._position, header.size)
        return Member(name.removeprefix("./"), opener, header.size, reason)

    def _open(self, start: int, size_bytes: int) -> BinaryIO:
        if self._position != start:
            raise MemberDamaged(Reason.NESTED)
        stream = _Content(self, size_bytes=size_bytes)
        return cast(BinaryIO, io.BufferedReader(stream, _CHUNK_BYTES))

    def _skip_to(self, position: int) -> None:
        while self._position < position:
            if not self.read_plain(min(_CHUNK_BYTES, position - self._position)):
                raise MemberDamaged(Reason.CUT_SHORT)

    def _read(self, size_bytes: int) -> bytes:
        pieces = []
        while size_bytes > 0 and (piece := self.read_plain(size_bytes)):
            pieces.append(piece)
            size_bytes -= len(piece)
        return b"".join(pieces)

    def read_plain(self, size_bytes: int) -> bytes:
        """Return the next bytes of the unpacked stream; raises MemberDamaged."""
        try:
            content = self._plain.read(min(size_bytes, _CHUNK_BYTES))
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise MemberDamaged(Reason.CUT_SHORT) from error
        self._position += len(content)
        self.done_bytes = min(self._file.tell(), self.size_bytes)
        self._budget.spend(
            len(content), unpacked_bytes=self._position, packed_bytes=self.done_bytes
        )
        return content


class _Content(io.RawIOBase):
    """One member's content."""

    def __init__(self, archive: TarArchive, *, size_bytes: int) -> None:
        self._archive = archive
        self._left_bytes = size_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if not self._left_bytes:
            return 0
        content = self._archive.read_plain(min(len(buffer), self._left_bytes))
        if not content:
            raise MemberDamaged(Reason.CUT_SHORT)
        self._left_bytes -= len(content)
        buffer[: len(content)] = content
        return len(content)


def _whole_blocks(size_bytes: int) -> int:
    return -(-size_bytes // _BLOCK_BYTES) * _BLOCK_BYTES
