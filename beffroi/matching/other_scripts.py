"""Watches for words that folding does not know, by what of them a text must have.

In scripts with blanks between words that is a word; in others, two signs that follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from beffroi.matching.common import Frequency
from beffroi.matching.folding import has_other_letters
from beffroi.matching.queries import Compiled
from beffroi.matching.terms import is_unspaced

_WORD = re.compile(r"[^\W_]+")


def hook(atom: str, frequency: Frequency) -> str:
    """Return what to look for first: of an atom in another script, what is met most seldom."""
    if not is_unspaced(atom):
        return max(filter(has_other_letters, _WORD.findall(atom)), key=len)
    pairs = ["".join(pair) for pair in pairwise(atom) if is_unspaced("".join(pair))]
    return min(reversed(pairs), key=lambda pair: frequency(pair.encode()), default=atom)


class OtherScripts:
    """Watches by their hooks."""

    def __init__(self) -> None:
        self._hung: dict[str, list[Compiled]] = {}
        self._pairs = re.compile("(?!)")
        self._signs = re.compile("(?!)")

    def hang(self, query: Compiled, on: str) -> None:
        """Add a query; `ready` when all are there."""
        self._hung.setdefault(on, []).append(query)

    def ready(self) -> None:
        """Have texts looked through for the pairs and signs of the watches alone."""
        unspaced = [on for on in self._hung if is_unspaced(on)]
        pairs = [on for on in unspaced if len(on) > 1]
        if pairs:
            first, second = map(_any_of, zip(*pairs, strict=True))
            self._pairs = re.compile(f"(?=({first}{second}))")
        if signs := [on for on in unspaced if len(on) == 1]:
            self._signs = re.compile(_any_of(signs))

    def __bool__(self) -> bool:
        return bool(self._hung)

    def met_by(self, text: str) -> Iterable[Compiled]:
        """Return the queries that a text which is `cased` may match."""
        starts = {*self._pairs.findall(text), *self._signs.findall(text), *_WORD.findall(text)}
        return [one for start in self._hung.keys() & starts for one in self._hung[start]]


def _any_of(signs: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(set(signs))))}]"
