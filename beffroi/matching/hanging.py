"""On which of its words a watch hangs in the index."""

from __future__ import annotations

from beffroi.matching.common import COMMON, Frequency
from beffroi.matching.queries import Clause, Compiled, Unsearchable
from beffroi.matching.terms import Atom, is_row

#: A second word that is met oftener than this tells few texts apart.
_SECOND_MAX = 0.02


class TooWide(Unsearchable):
    """A query would match nearly all texts: each of its clauses is true of common words alone."""


def rarest(query: Compiled, frequency: Frequency) -> Clause:
    """Return the clause that fewest texts meet; raise TooWide if each has a common word."""
    usable = [clause for clause in query.clauses() if clause and not any(map(_is_common, clause))]
    if not usable:
        raise TooWide(query.key)
    return min(usable, key=lambda clause: _share(clause, frequency))


def two_words(atom: bytes, query: Compiled, frequency: Frequency) -> tuple[bytes, bytes]:
    """Return the rarest word of an atom, and the rarest other one that the text needs with it.

    The other is empty where there is none, or none that tells texts apart.
    """
    words = atom.split() if is_row(atom) else [atom]
    word = min(words, key=frequency)
    needed = {one for one in (*words, *query.words) if frequency(one) < _SECOND_MAX} - {word}
    return word, min(needed, key=frequency, default=b"")


def _share(clause: Clause, frequency: Frequency) -> float:
    """Return in what share of texts a clause is expected to be true."""
    return sum(
        min(map(frequency, atom.split())) if is_row(atom) else frequency(atom)
        for atom in clause
        if isinstance(atom, bytes)
    )


def _is_common(atom: Atom) -> bool:
    return isinstance(atom, bytes) and COMMON.issuperset(atom.split())


def expected_share(query: Compiled, frequency: Frequency) -> float:
    """Return in what share of texts a query is true at most, by its rarest clause.

    Raises TooWide.
    """
    return _share(rarest(query, frequency), frequency)
