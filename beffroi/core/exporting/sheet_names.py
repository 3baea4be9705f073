"""Names that spreadsheets take for sheets. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Limits of the format (Excel, "Rename a worksheet", Microsoft, 2026-11-28).
_LENGTH_MAX = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def sheet_names(names: Iterable[str]) -> list[str]:
    """Return names as near as may be to those that are wanted, each once, in the same order."""
    taken: set[str] = set()
    found = []
    for name in names:
        found.append(_free(_plain(name), taken))
        taken.add(found[-1].casefold())
    return found


def _plain(name: str) -> str:
    text = _FORBIDDEN.sub(" ", name).strip(" '")[:_LENGTH_MAX].rstrip(" '")
    return f"{text}_" if text.casefold() == "history" else text or "-"


def _free(name: str, taken: set[str]) -> str:
    """Return the name, with a number behind it when it is taken."""
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        mark = f" {number}"
        free = name[: _LENGTH_MAX - len(mark)] + mark
    return free
