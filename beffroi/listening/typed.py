"""From what people type in a field to terms, and back. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from beffroi.matching.folding import cased

#: What stands between quotes is one term, commas included.
_QUOTED = r'"[^"\n]*"|“[^”\n]*”|«[^»\n]*»'
_TERM = re.compile(rf"(?:{_QUOTED}|[^,;\n])+")
_QUOTES = str.maketrans(dict.fromkeys('"“”«»', " "))
#: Comes with what is pasted, and parts a word: blanks without width, soft hyphens, marks of
#: direction. NUL is what no database keeps.
_UNSEEN = "\0\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
#: Joiners belong to words of other scripts and to pictographs, but to no Latin letter.
_UNSEEN_SIGNS = re.compile(rf"(?<![^\0-\u024f])[{_UNSEEN}\u200c\u200d]+|[{_UNSEEN}]")


def seen(text: str) -> str:
    """Return what people see of a text that they typed."""
    return _UNSEEN_SIGNS.sub("", text)


def terms(text: str) -> tuple[str, ...]:
    """Return the terms of a text: one a line, or between commas; what is in quotes is one."""
    return once(tidy(found) for found in _TERM.findall(text))


def tidy(written: str) -> str:
    """Return one term on one line, without quotes: words that stand together are a phrase."""
    return " ".join(seen(written).translate(_QUOTES).split())


def once(written: Iterable[str]) -> tuple[str, ...]:
    """Return terms in their order, each once whatever its capitals; empty ones are left out."""
    found: dict[str, str] = {}
    for term in written:
        if term:
            found.setdefault(cased(term), term)
    return tuple(found.values())
