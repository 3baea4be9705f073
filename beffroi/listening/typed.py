"""From what people type in a field to terms, and back. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from beffroi.matching.folding import cased

#: What stands between quotes is one term, commas included.
_QUOTED = r'"[^"\n]*"|“[^”\n]*”|«[^»\n]*»'
_TERM = re.compile(rf"(?:{_QUOTED}|[^,;\n])+")
_QUOTES = str.maketrans(dict.fromkeys('"“”«»', " "))


def terms(text: str) -> tuple[str, ...]:
    """Return the terms of a text: one a line, or between commas; what is in quotes is one."""
    return once(tidy(found) for found in _TERM.findall(text))


def tidy(written: str) -> str:
    """Return one term on one line, without quotes: words that stand together are a phrase."""
    return " ".join(written.translate(_QUOTES).split())


def once(written: Iterable[str]) -> tuple[str, ...]:
    """Return terms in their order, each once whatever its capitals; empty ones are left out."""
    found: dict[str, str] = {}
    for term in written:
        if term:
            found.setdefault(cased(term), term)
    return tuple(found.values())
