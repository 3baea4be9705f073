"""A small repository of AT Protocol, made in code: blocks, a tree of two nodes, a commit."""

from __future__ import annotations

import hashlib
from typing import Any


class Link(bytes):
    """A link to a block."""


def link(block: bytes) -> Link:
    """Return the link of a block: CID version 1, DAG-CBOR, sha-256."""
    return Link(b"\x01\x71\x12\x20" + hashlib.sha256(block).digest())


def encode(value: Any) -> bytes:
    """Return a value as DAG-CBOR."""
    if value is None:
        return b"\xf6"
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, Link):
        return b"\xd8\x2a" + _head(2, len(value) + 1) + b"\0" + value
    if isinstance(value, int):
        return _head(0, value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(map(encode, value))
    keys = sorted(value, key=lambda key: (len(key), key))
    return _head(5, len(keys)) + b"".join(encode(key) + encode(value[key]) for key in keys)


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    size = next(size for size in (1, 2, 4, 8) if number < 1 << 8 * size)
    return bytes([major << 5 | 23 + size.bit_length()]) + number.to_bytes(size, "big")


def _varint(number: int) -> bytes:
    written = b""
    while number > 127:
        written += bytes([number & 127 | 128])
        number >>= 7
    return written + bytes([number])


def repository(records: dict[str, Any], *, did: str = "did:plc:atelier") -> bytes:
    """Return a CAR file with these records, by their path."""
    blocks = {path: encode(record) for path, record in records.items()}
    entries, before = [], b""
    for path in sorted(blocks):
        key, shared = path.encode(), 0
        while shared < min(len(key), len(before)) and key[shared] == before[shared]:
            shared += 1
        entries.append({"k": key[shared:], "p": shared, "t": None, "v": link(blocks[path])})
        before = key
    node = encode({"e": entries, "l": None})
    commit = encode(
        {"did": did, "rev": "3k", "sig": b"s" * 64, "data": link(node), "prev": None, "version": 3}
    )
    header = encode({"roots": [link(commit)], "version": 1})
    sections = [link(block) + block for block in (commit, node, *blocks.values())]
    return b"".join(_varint(len(one)) + one for one in (header, *sections))
