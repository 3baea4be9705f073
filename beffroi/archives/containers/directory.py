"""The list of contents at the end of a zip file, read as a stream: 300,000 entries in no memory."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from beffroi.archives.containers.limits import (
    MEMBERS_MAX,
    ArchiveRefused,
    MemberDamaged,
    Problem,
    Reason,
)

# Layouts: PKWARE's APPNOTE 6.3.10, sections 4.3.7 to 4.3.16 and 4.5.3.
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_END_64_PLACE = struct.Struct("<4sLQL")
_ENTRY = struct.Struct("<4s6H3L5H2L")
LOCAL = struct.Struct("<4s5H3L2H")
_CHUNK_BYTES = 1 << 18
_COMMENT_BYTES_MAX = 1 << 16
_IS_ENCRYPTED, _IS_UTF8 = 0x1, 0x800
_FULL_16, _FULL_32 = 0xFFFF, 0xFFFFFFFF
_ZIP64_FIELD, _UNICODE_FIELD = 0x0001, 0x7075


@dataclass(frozen=True, slots=True)
class End:
    """Where the list of contents lies; `shift` is what stands before the archive itself."""

    start: int
    size_bytes: int
    count: int
    shift: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of contents."""

    name: str
    method: int
    checksum: int
    packed_bytes: int
    unpacked_bytes: int
    start: int
    is_encrypted: bool
    least_end: int


def find_end(file: BinaryIO, *, size_bytes: int) -> End:
    """Return where the list of contents is; raises ArchiveRefused when the file is cut short."""
    tail_start = max(0, size_bytes - _COMMENT_BYTES_MAX - _END.size)
    file.seek(tail_start)
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _END.size:
        raise ArchiveRefused(Problem.CUT_SHORT)
    _, _, _, _, count, length, start, _ = _END.unpack_from(tail, place)
    end_at = tail_start + place
    if _FULL_32 in (length, start) or count == _FULL_16:
        found = _find_end_64(file, end_at=end_at)
        if found is not None:
            return found
    shift = end_at - length - start
    if shift < 0:
        raise ArchiveRefused(Problem.CUT_SHORT)
    return End(start + shift, length, count, shift)


def _find_end_64(file: BinaryIO, *, end_at: int) -> End | None:
    file.seek(max(0, end_at - _END_64_PLACE.size))
    place = file.read(_END_64_PLACE.size)
    if len(place) < _END_64_PLACE.size or not place.startswith(b"PK\x06\x07"):
        return None
    record_at = _END_64_PLACE.unpack(place)[2]
    if record_at > end_at:
        raise ArchiveRefused(Problem.CUT_SHORT)
    file.seek(record_at)
    record = file.read(_END_64.size)
    if len(record) < _END_64.size or not record.startswith(b"PK\x06\x06"):
        raise ArchiveRefused(Problem.CUT_SHORT)
    *_, count, length, start = _END_64.unpack(record)
    if start + length > end_at:
        raise ArchiveRefused(Problem.CUT_SHORT)
    return End(start, length, count, 0)


def entries(file: BinaryIO, end: End) -> Iterator[Entry]:
    """Go through the list of contents; raises ArchiveRefused where it breaks off."""
    window, offset = b"", 0
    read_to, stop = end.start, end.start + end.size_bytes
    while True:
        if len(window) - offset < _CHUNK_BYTES and read_to < stop:
            file.seek(read_to)
            more = file.read(min(_CHUNK_BYTES * 2, stop - read_to))
            if not more:
                raise ArchiveRefused(Problem.CUT_SHORT)
            window, offset, read_to = window[offset:] + more, 0, read_to + len(more)
        if len(window) - offset < _ENTRY.size:
            return
        entry, offset = _entry(window, offset, shift=end.shift)
        yield entry


def _entry(window: bytes, offset: int, *, shift: int) -> tuple[Entry, int]:
    fields = _ENTRY.unpack_from(window, offset)
    name_end = offset + _ENTRY.size + fields[10]
    extra_end = name_end + fields[11]
    if fields[0] != b"PK\x01\x02" or extra_end > len(window):
        raise ArchiveRefused(Problem.CUT_SHORT)
    raw_name = window[offset + _ENTRY.size : name_end]
    extra = _extra_fields(window[name_end:extra_end])
    unpacked, packed, start = _sizes(fields[9], fields[8], fields[16], extra.get(_ZIP64_FIELD, b""))
    return (
        Entry(
            name=_name(raw_name, is_utf8=bool(fields[3] & _IS_UTF8), extra=extra),
            method=fields[4],
            checksum=fields[7],
            packed_bytes=packed,
            unpacked_bytes=unpacked,
            start=start + shift,
            is_encrypted=bool(fields[3] & _IS_ENCRYPTED),
            least_end=start + shift + LOCAL.size + len(raw_name) + packed,
        ),
        extra_end + fields[12],
    )


def _extra_fields(extra: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    offset = 0
    while offset + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, offset)
        found.setdefault(kind, extra[offset + 4 : offset + 4 + length])
        offset += 4 + length
    return found


def _sizes(unpacked: int, packed: int, start: int, wide: bytes) -> tuple[int, int, int]:
    """Return the three numbers, from the field of zip64 where they are too large for their own."""
    values = [unpacked, packed, start]
    numbers = iter(array("Q", wide[: len(wide) // 8 * 8]))
    for place, value in enumerate(values):
        if value == _FULL_32:
            values[place] = next(numbers, value)
    return values[0], values[1], values[2]


def _name(raw: bytes, *, is_utf8: bool, extra: dict[int, bytes]) -> str:
    """Return a name: as UTF-8 when it is, else as the old DOS page, as the format says."""
    field = extra.get(_UNICODE_FIELD, b"")
    if len(field) > 5:
        raw, is_utf8 = field[5:], True
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace") if is_utf8 else raw.decode("cp437")


def check(file: BinaryIO, end: End) -> int:
    """Refuse encrypted, overlapping and endless archives; return how many entries there are."""
    starts, ends = array("Q"), array("Q")
    for entry in entries(file, end):
        if entry.is_encrypted:
            raise ArchiveRefused(Problem.ENCRYPTED)
        if len(starts) >= MEMBERS_MAX:
            raise ArchiveRefused(Problem.TOO_MANY)
        if entry.least_end > end.start:
            raise ArchiveRefused(Problem.CUT_SHORT)
        starts.append(entry.start)
        ends.append(entry.least_end)
    _check_overlaps(starts, ends)
    if len(starts) & _FULL_16 != end.count & _FULL_16:
        raise ArchiveRefused(Problem.CUT_SHORT)
    return len(starts)


def _check_overlaps(starts: array[int], ends: array[int]) -> None:
    """Two entries over the same bytes are the trick of a bomb."""
    reached = 0
    for place in sorted(range(len(starts)), key=starts.__getitem__):
        if starts[place] < reached:
            raise ArchiveRefused(Problem.OVERLAP)
        reached = ends[place]


def data_start(file: BinaryIO, entry: Entry) -> int:
    """Return where an entry's content begins; raises MemberDamaged."""
    file.seek(entry.start)
    header = file.read(LOCAL.size)
    if len(header) < LOCAL.size or not header.startswith(b"PK\x03\x04"):
        raise MemberDamaged(Reason.DAMAGED)
    fields = LOCAL.unpack(header)
    return int(entry.start + LOCAL.size + fields[9] + fields[10])
