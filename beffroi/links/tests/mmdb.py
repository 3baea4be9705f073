"""Writes small files of countries as their makers do: a tree of the bits of addresses.

The format is that of the MaxMind DB specification, version 2.0, as far as tests need it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from ipaddress import IPv4Network, IPv6Address, ip_network
from pathlib import Path

_MARKER = b"\xab\xcd\xefMaxMind.com"
_SEPARATOR = bytes(16)
_RECORD_BYTES = 4
_STRING, _UINT32, _MAP, _UINT64, _LIST = 2, 6, 7, 9, 11
_EXTENDED = 7
_BITS = 128
Value = str | int | list[str] | Mapping[str, "Value"]


def write(path: Path, countries: Mapping[str, Value], *, made_at: datetime) -> Path:
    """Write a file that tells for each network (“192.0.2.0/24”) what it says of it."""
    nodes: list[list[int | None]] = [[None, None]]
    data, places = b"", []
    for network, said in countries.items():
        _hang(nodes, network, place=-1 - len(data))
        places.append(len(data))
        data += _encoded(said)
    about: dict[str, Value] = {
        "node_count": len(nodes),
        "record_size": 8 * _RECORD_BYTES,
        "ip_version": 6,
        "database_type": "test-country",
        "languages": ["en"],
        "binary_format_major_version": 2,
        "binary_format_minor_version": 0,
        "build_epoch": int(made_at.timestamp()),
        "description": {"en": "A file for tests"},
    }
    tree = b"".join(_record(side, count=len(nodes)) for node in nodes for side in node)
    path.write_bytes(tree + _SEPARATOR + data + _MARKER + _encoded(about))
    return path


def _hang(nodes: list[list[int | None]], network: str, *, place: int) -> None:
    """Have the bits of a network lead to a place of the data, below zero to tell it from nodes."""
    parsed = ip_network(network)
    first, length = int(parsed.network_address), parsed.prefixlen
    if isinstance(parsed, IPv4Network):  # the first 96 bits of those are nought
        length += _BITS - 32
    bits = f"{int(IPv6Address(first)):0{_BITS}b}"[:length]
    node = 0
    for bit in bits[:-1]:
        following = nodes[node][int(bit)]
        if following is None:
            nodes.append([None, None])
            following = nodes[node][int(bit)] = len(nodes) - 1
        node = following
    nodes[node][int(bits[-1])] = place


def _record(side: int | None, *, count: int) -> bytes:
    number = count if side is None else side  # the count of nodes: nothing is known
    if number < 0:
        number = count + len(_SEPARATOR) + (-1 - number)
    return number.to_bytes(_RECORD_BYTES, "big")


def _encoded(value: Value) -> bytes:
    if isinstance(value, str):
        raw = value.encode()
        return _head(_STRING, len(raw)) + raw
    if isinstance(value, int):
        raw = value.to_bytes((value.bit_length() + 7) // 8, "big")
        return _head(_UINT64 if len(raw) > _RECORD_BYTES else _UINT32, len(raw)) + raw
    if isinstance(value, list):
        return _head(_LIST, len(value)) + b"".join(map(_encoded, value))
    pairs = b"".join(_encoded(name) + _encoded(one) for name, one in value.items())
    return _head(_MAP, len(value)) + pairs


def _head(kind: int, size: int) -> bytes:
    assert size < 29  # longer ones have their size in bytes of its own
    if kind <= _EXTENDED:
        return bytes([kind << 5 | size])
    return bytes([size, kind - _EXTENDED])
