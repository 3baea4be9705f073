"""Zip files: members in the order of their list of contents, unpacked as they are read."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from beffroi.archives.containers import directory
from beffroi.archives.containers.directory import Entry
from beffroi.archives.containers.limits import Budget, MemberDamaged, Reason
from beffroi.archives.containers.members import Member, is_dangerous

_CHUNK_BYTES = 1 << 16
_STORED, _DEFLATED = 0, 8


class ZipArchive:
    """A zip file on disk or in memory. Raises ArchiveRefused when it is opened or read."""

    def __init__(self, file: BinaryIO, *, budget: Budget) -> None:
        self._file = file
        self._budget = budget
        self.size_bytes = file.seek(0, io.SEEK_END)
        self.done_bytes = 0
        self._end = directory.find_end(file, size_bytes=self.size_bytes)
        self.count = directory.check(file, self._end)

    def members(self) -> Iterator[Member]:
        """Go through the files; folders are left out."""
        passed_bytes = 0
        for entry in directory.entries(self._file, self._end):
            if not entry.name.endswith("/") or entry.unpacked_bytes:
                yield self._member(entry, passed_bytes=passed_bytes)
            passed_bytes += entry.packed_bytes
            self.done_bytes = min(passed_bytes, self.size_bytes)

    def _member(self, entry: Entry, *, passed_bytes: int) -> Member:
        reason = None
        if is_dangerous(entry.name):
            reason = Reason.DANGEROUS_NAME
        elif entry.method not in {_STORED, _DEFLATED}:
            reason = Reason.COMPRESSION
        opener = partial(self._open, entry, passed_bytes=passed_bytes)
        return Member(entry.name, opener, entry.unpacked_bytes, reason)

    def _open(self, entry: Entry, *, passed_bytes: int) -> BinaryIO:
        start = directory.data_start(self._file, entry)
        stream = _Unpacked(self, entry, start=start, passed_bytes=passed_bytes)
        return cast(BinaryIO, io.BufferedReader(stream, _CHUNK_BYTES))

    def read_packed(self, start: int, size_bytes: int) -> bytes:
        """Return a piece of the file as it lies there."""
        self._file.seek(start)
        return self._file.read(size_bytes)

    def spend(self, size_bytes: int, *, unpacked_bytes: int, packed_bytes: int) -> None:
        """Count what a member gave out."""
        self._budget.spend(size_bytes, unpacked_bytes=unpacked_bytes, packed_bytes=packed_bytes)


class _Unpacked(io.RawIOBase):
    """One member's content; its check sum is compared once it has been read to the end."""

    def __init__(self, archive: ZipArchive, entry: Entry, *, start: int, passed_bytes: int) -> None:
        self._archive = archive
        self._entry = entry
        self._start = start
        self._passed_bytes = passed_bytes
        self._packed_bytes = self._unpacked_bytes = 0
        self._checksum = 0
        self._pending = b""
        self._inflater = zlib.decompressobj(-15) if entry.method == _DEFLATED else None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        content = self._next(len(buffer))
        if not content:
            self._check_end()
        self._checksum = zlib.crc32(content, self._checksum)
        self._unpacked_bytes += len(content)
        self._archive.spend(
            len(content), unpacked_bytes=self._unpacked_bytes, packed_bytes=self._packed_bytes
        )
        self._archive.done_bytes = self._passed_bytes + self._packed_bytes
        buffer[: len(content)] = content
        return len(content)

    def _next(self, size_bytes: int) -> bytes:
        if self._inflater is None:
            return self._packed(size_bytes)
        while not self._inflater.eof:
            packed = self._pending or self._packed(_CHUNK_BYTES)
            if not packed:
                raise MemberDamaged(Reason.CUT_SHORT)
            try:
                content = self._inflater.decompress(packed, size_bytes)
            except zlib.error as error:
                raise MemberDamaged(Reason.DAMAGED) from error
            self._pending = self._inflater.unconsumed_tail
            if content:
                return content
        return b""

    def _packed(self, size_bytes: int) -> bytes:
        left = self._entry.packed_bytes - self._packed_bytes
        place = self._start + self._packed_bytes
        content = self._archive.read_packed(place, min(size_bytes, left)) if left > 0 else b""
        self._packed_bytes += len(content)
        return content

    def _check_end(self) -> None:
        is_whole = self._unpacked_bytes == self._entry.unpacked_bytes
        if not is_whole or self._checksum != self._entry.checksum:
            raise MemberDamaged(Reason.DAMAGED)
