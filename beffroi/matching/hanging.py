"""On which of its words a watch hangs in the index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from beffroi.matching.common import COMMON, COMMON_SHARE, Frequency
from beffroi.matching.other_scripts import Part, rarest_part
from beffroi.matching.queries import Clause, Compiled, Unsearchable
from beffroi.matching.terms import is_row

#: A second word that is met oftener than this tells few texts apart.
_SECOND_MAX = 0.02
#: One of so many second words at most: each is a place of its own in the index.
_SECONDS_MAX = 8


#: A word with another one that a text needs beside it: the same where none tells texts apart.
Pair = tuple[bytes, bytes]


class TooWide(Unsearchable):
    """A query would match nearly all texts: each of its clauses is true of common words alone."""


class _Needed(NamedTuple):
    """A clause as the rarest word of each atom, and in what share of texts one is expected."""

    share: float
    words: tuple[bytes, ...]
    clause: Clause


def places(query: Compiled, frequency: Frequency) -> Iterator[Pair | Part]:
    """Yield where a query hangs, so that a text which it matches meets one of the places.

    They are those of the clause that fewest texts meet. Raises TooWide if each has a common word.
    """
    needed = _needed_of(query, frequency)
    rarest = min(needed, key=_share) if len(needed) > 1 else needed[0]
    for word, atom in zip(rarest.words, rarest.clause, strict=True):
        if isinstance(atom, str):
            yield Part(word.decode(), atom)
            continue
        beside = [_alone(one, frequency) for one in atom.split()] if is_row(atom) else []
        beside += (one for one in needed if one is not rarest)
        for second in _seconds(word, beside):
            yield word, second


def expected_share(query: Compiled, frequency: Frequency) -> float:
    """Return in what share of texts a query is true at most, by its rarest clause.

    Raises TooWide.
    """
    return min(map(_share, _needed_of(query, frequency)))


def _needed_of(query: Compiled, frequency: Frequency) -> list[_Needed]:
    needed = [found for clause in query.clauses() if (found := _needed(clause, frequency))]
    if not needed:
        raise TooWide(query.key)
    return needed


def _needed(clause: Clause, frequency: Frequency) -> _Needed | None:
    """Return what a text needs for a clause; None where a common word is enough."""
    share = 0.0
    words = []
    for atom in clause:
        if isinstance(atom, str):
            word = rarest_part(atom, frequency).encode()
        elif is_row(atom):
            word = min(set(atom.split()) - COMMON, key=frequency, default=b"")
        else:
            word = b"" if atom in COMMON else atom
        expected = frequency(word)
        if not word or expected > COMMON_SHARE:
            return None
        share += expected
        words.append(word)
    return _Needed(share, tuple(words), clause) if words else None


def _alone(word: bytes, frequency: Frequency) -> _Needed:
    return _Needed(frequency(word), (word,), (word,))


def _seconds(word: bytes, needed: list[_Needed]) -> tuple[bytes, ...]:
    """Return words of which a text needs one, beside `word`: those that are met most seldom."""
    useful = [
        one
        for one in needed
        if one.share < _SECOND_MAX
        and word not in one.words
        and len(one.words) <= _SECONDS_MAX
        and all(isinstance(atom, bytes) for atom in one.clause)
    ]
    return min(useful, key=_share).words if useful else (word,)


def _share(needed: _Needed) -> float:
    return needed.share
