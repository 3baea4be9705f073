"""On which of its words a watch hangs in the index."""

from __future__ import annotations

from beffroi.matching.common import COMMON, Frequency
from beffroi.matching.queries import Clause, Compiled
from beffroi.matching.terms import is_row

#: Where nothing is rarer than one text in twenty, a watch looks for nothing.
SHARE_MAX = 0.05


class TooWide(ValueError):
    """A query would match nearly all texts: it asks for no word that is rare."""


def rarest(query: Compiled, frequency: Frequency) -> Clause:
    """Return the clause that fewest texts meet; raise TooWide if that is nearly all."""
    clause = min(query.clauses(), key=lambda one: _share(one, frequency), default=())
    if not clause or _share(clause, frequency) >= SHARE_MAX or _is_common(clause):
        raise TooWide(query.key)
    return clause


def two_words(atom: bytes, query: Compiled, frequency: Frequency) -> tuple[bytes, bytes]:
    """Return the rarest word of an atom, and the rarest other one that the text needs with it."""
    words = atom.split() if is_row(atom) else [atom]
    word = min(words, key=frequency)
    needed = {*words, *query.words} - {word}
    return word, min(needed, key=frequency, default=b"")


def _share(clause: Clause, frequency: Frequency) -> float:
    """Return in what share of texts a clause is expected to be true."""
    return sum(
        min(map(frequency, atom.split())) if is_row(atom) else frequency(atom)
        for atom in clause
        if isinstance(atom, bytes)
    )


def _is_common(clause: Clause) -> bool:
    return any(isinstance(atom, bytes) and COMMON.issuperset(atom.split()) for atom in clause)
