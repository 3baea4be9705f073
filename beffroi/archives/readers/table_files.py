"""An open file as the reader of tables wants it. Pure."""

from __future__ import annotations

import unicodedata
from typing import BinaryIO

from beffroi.archives.readers.tables import first_rows

_HEAD_BYTES = 256 * 1024
#: A table may hold a stray sign that nobody can read; more of them make a picture, an archive…
_ODD_SHARE = 0.01
_BREAKS = "\t\r\n"


class TableStream:
    """An open file as the reader of tables wants it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        file.seek(0)
        self.head = file.read(_HEAD_BYTES)
        self.is_whole = len(self.head) < _HEAD_BYTES
        file.seek(0)

    def read(self, size_bytes: int = -1, /) -> bytes:
        """Return the next bytes."""
        return self._file.read(size_bytes)

    def value_ended(self) -> None:
        """Do nothing: the file is bounded as a whole."""

    def first_rows(self) -> list[list[str]]:
        """Return the first rows, or nothing when this is no table."""
        rows = first_rows(self.head, is_whole=self.is_whole)
        return rows if _is_text("".join(cell for row in rows for cell in row)) else []


def _is_text(words: str) -> bool:
    odd = sum(unicodedata.category(sign) == "Cc" and sign not in _BREAKS for sign in words)
    return odd <= len(words) * _ODD_SHARE
