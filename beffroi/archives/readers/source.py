"""One member as readers see it: its first bytes, then all of them, counted."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable
from functools import cached_property
from typing import BinaryIO

from beffroi.archives.containers.limits import MemberDamaged, Reason
from beffroi.archives.readers import shapes, tables

HEAD_BYTES = 1 << 16
#: So many bytes that hold no whole value are one endless text; the parser reads it again and again.
_VALUE_BYTES_MAX = 4 * 1024**2
_ASSIGNMENT = re.compile(rb"\s*window\.([A-Za-z0-9_.]{1,100})\s*=\s*")


class Source:
    """A member that is being read. `again` opens it anew, for what must be read twice."""

    def __init__(self, name: str, *, stream: BinaryIO, again: Callable[[], BinaryIO]) -> None:
        self.name = name
        self.again = again
        self._stream = stream
        self.head = _filled(stream, HEAD_BYTES)
        self._left = io.BytesIO(self.head)
        self._since_value_bytes = 0

    @cached_property
    def variable(self) -> str:
        """The variable to which a script of X assigns its content; else empty."""
        found = _ASSIGNMENT.match(self.head.removeprefix(codecs.BOM_UTF8))
        return found[1].decode("ascii") if found else ""

    @cached_property
    def _json_start(self) -> int:
        """How many bytes stand before the JSON: a mark, an assignment."""
        mark = len(codecs.BOM_UTF8) if self.head.startswith(codecs.BOM_UTF8) else 0
        found = _ASSIGNMENT.match(self.head[mark:])
        return mark + (found.end() if found else 0)

    @cached_property
    def shape(self) -> frozenset[str]:
        """Which keys the beginning of a JSON file has, as paths: `item.media.item.uri`."""
        return shapes.shape_of(self.head[self._json_start :])

    @cached_property
    def rows(self) -> list[list[str]]:
        """The first rows of a table; empty when the file is none."""
        return tables.first_rows(self.head, is_whole=len(self.head) < HEAD_BYTES)

    def open_json(self) -> Source:
        """Go to where the JSON begins."""
        self.read(self._json_start)
        return self

    def value_ended(self) -> None:
        """Note that a whole value was found: only one without end is refused."""
        self._since_value_bytes = 0

    def read(self, size_bytes: int = -1) -> bytes:
        """Return the next bytes; raises MemberDamaged."""
        if size_bytes == 0:
            return b""
        content = self._left.read(size_bytes) or self._stream.read(size_bytes)
        self._since_value_bytes += len(content)
        if self._since_value_bytes > _VALUE_BYTES_MAX:
            raise MemberDamaged(Reason.TOO_LONG)
        return content


def _filled(stream: BinaryIO, size_bytes: int) -> bytes:
    pieces: list[bytes] = []
    while size_bytes > 0 and (piece := stream.read(size_bytes)):
        pieces.append(piece)
        size_bytes -= len(piece)
    return b"".join(pieces)
