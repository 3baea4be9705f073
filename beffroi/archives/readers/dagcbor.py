"""DAG-CBOR, the encoding of AT Protocol's repositories: decoding one block, with limits. Pure."""

from __future__ import annotations

import struct
from typing import Any

from beffroi.archives.containers.limits import MemberDamaged, Reason

_DEPTH_MAX = 40
_LINK_TAG = 42
_SIMPLE = {20: False, 21: True, 22: None}


def decode(block: bytes) -> Any:
    """Return the value of a block; links become bytes. Raises MemberDamaged."""
    try:
        return _Decoder(block).value(depth=0)
    except (IndexError, struct.error, UnicodeDecodeError, TypeError) as error:
        raise MemberDamaged(Reason.DAMAGED) from error


class _Decoder:
    def __init__(self, block: bytes) -> None:
        self._block = block
        self._at = 0

    def value(self, *, depth: int) -> Any:
        if depth > _DEPTH_MAX:
            raise MemberDamaged(Reason.TOO_DEEP)
        first = self._block[self._at]
        self._at += 1
        major, low = first >> 5, first & 31
        if major == 7:
            return self._simple(low)
        number = self._number(low)
        if major < 2:
            return number if major == 0 else -1 - number
        if major < 4:
            content = self._take(number)
            return content if major == 2 else content.decode("utf-8")
        return self._composite(major, number, depth=depth + 1)

    def _composite(self, major: int, number: int, *, depth: int) -> Any:
        if major == 6:
            found = self.value(depth=depth)
            is_link = number == _LINK_TAG and isinstance(found, bytes)
            return found[1:] if is_link else found
        if number > len(self._block):
            raise MemberDamaged(Reason.DAMAGED)
        if major == 4:
            return [self.value(depth=depth) for _ in range(number)]
        return {self.value(depth=depth): self.value(depth=depth) for _ in range(number)}

    def _simple(self, low: int) -> Any:
        if low in _SIMPLE:
            return _SIMPLE[low]
        if low == 27:
            return struct.unpack(">d", self._take(8))[0]
        raise MemberDamaged(Reason.DAMAGED)

    def _number(self, low: int) -> int:
        if low < 24:
            return low
        if low > 27:
            raise MemberDamaged(Reason.DAMAGED)
        return int.from_bytes(self._take(1 << (low - 24)), "big")

    def _take(self, size_bytes: int) -> bytes:
        content = self._block[self._at : self._at + size_bytes]
        if len(content) < size_bytes:
            raise MemberDamaged(Reason.DAMAGED)
        self._at += size_bytes
        return content
