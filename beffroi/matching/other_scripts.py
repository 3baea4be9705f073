"""Watches for what folding does not know, by a part of it that a text must have.

In scripts with blanks between words a part is a word; in others, two signs in a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from beffroi.matching.common import Frequency
from beffroi.matching.folding import has_other_letters
from beffroi.matching.queries import Compiled
from beffroi.matching.terms import is_unspaced, pairs_in, words_in


class Part(NamedTuple):
    """What to look for first of an atom, and the atom."""

    part: str
    atom: str


def rarest_part(atom: str, frequency: Frequency) -> str:
    """Return the part of an atom in another script by which to look for it."""
    if is_unspaced(atom):
        parts = [pair for pair in pairs_in(atom) if is_unspaced(pair)] or [atom]
    else:
        parts = [word for word in words_in(atom) if has_other_letters(word)]
    # The last of equals: words of Arabic begin alike.
    return min(reversed(parts), key=lambda part: frequency(part.encode()))


class OtherScripts:
    """Watches by a part of what they look for."""

    def __init__(self) -> None:
        self._hung: dict[str, list[tuple[str, Compiled]]] = {}
        self._finders: list[Callable[[str], list[str]]] = []

    def __bool__(self) -> bool:
        return bool(self._hung)

    def hang(self, query: Compiled, on: Part) -> None:
        """Add a query; `ready` when all are there."""
        self._hung.setdefault(on.part, []).append((on.atom, query))

    def ready(self) -> None:
        """Have texts looked through for parts that begin as those of watches do, for no others."""
        unspaced = [part for part in self._hung if is_unspaced(part)]
        pairs = [part for part in unspaced if len(part) > 1]
        signs = [part for part in unspaced if len(part) == 1]
        words = [part for part in self._hung if not is_unspaced(part)]
        if pairs:
            first, second = map(_any_of, zip(*pairs, strict=True))
            self._finders.append(re.compile(f"(?=({first}{second}))").findall)
        if signs:
            self._finders.append(re.compile(_any_of(signs)).findall)
        if words:
            first = _any_of(word[0] for word in words)
            self._finders.append(re.compile(rf"{first}[^\W_]*").findall)

    def met_by(self, text: str) -> list[Compiled]:
        """Return the queries that a text which is `cased` may match."""
        parts = [part for find in self._finders for part in find(text)]
        if not parts:
            return []
        hung = self._hung
        return [query for part in hung.keys() & parts for atom, query in hung[part] if atom in text]


def _any_of(signs: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(set(signs))))}]"
