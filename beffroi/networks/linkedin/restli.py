"""How Rest.li 2.0 writes keys, lists and tuples into an address. Pure.

Keys and values are percent-encoded, brackets, commas and colons of a list or a tuple are not:
https://learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/protocol-version
(read on 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote


def key(value: str) -> str:
    """Return one value for a path or a query, nothing in it left to be read as structure."""
    return quote(value, safe="")


def listed(values: Iterable[str]) -> str:
    """Return a list of plain values."""
    return f"List({','.join(key(value) for value in values)})"


def keyed(values: Mapping[str, str]) -> str:
    """Return a tuple of plain values by name."""
    return f"({','.join(f'{name}:{key(value)}' for name, value in values.items())})"


def query(**written: str | int) -> str:
    """Return a query of what is already written: keys, lists, tuples, words and numbers."""
    return "&".join(f"{name}={value}" for name, value in written.items())


def time_range(start: int, end: int) -> str:
    """Return a span between two instants in milliseconds."""
    return f"(start:{start},end:{end})"
