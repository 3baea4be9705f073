"""Which part of a file a player asks for (RFC 9110, section 14). Pure."""

from __future__ import annotations

import re

_ONE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})")


class Unsatisfiable(Exception):
    """The part begins behind the file's end."""


def read_range(header: str, *, size: int) -> tuple[int, int] | None:
    """Return the first byte asked for and the one after the last, None for the whole file.

    Several parts at once, and what cannot be read, are answered with the whole file, as is
    allowed. Raises Unsatisfiable.
    """
    found = _ONE.fullmatch(header.strip())
    if found is None or found[0] == "bytes=-":
        return None
    first, last = found[1], found[2]
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
    if first and last and int(last) < int(first):
        return None
    if start >= size or start >= end:
        raise Unsatisfiable
    return start, end
