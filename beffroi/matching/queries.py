"""A watch as the index knows it, and how one text is held against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeGuard

from beffroi.matching.folding import cased
from beffroi.matching.terms import Atom, atoms, is_row, is_word, simplest, stands

Clause = tuple[Atom, ...]
#: Clauses of single terms, by the term and whether its variants count.
Shared = dict[tuple[str, bool], Clause]
#: Atoms of a clause may overlap at a place, so many at most are looked at.
_OVERLAPS = 64


class Unsearchable(ValueError):
    """A query that can find nothing, or that would find nearly all."""


@dataclass(frozen=True, slots=True)
class Near:
    """Two terms with at most `words_between` words between them, in either order.

    Only words that folding knows stand beside others: terms in another script are Unsearchable.
    """

    first: str
    second: str
    words_between: int = 5


@dataclass(frozen=True, slots=True)
class Query:
    """What a watch looks for: one of `any_of`, all of `all_of`, none of `none_of`, each pair near.

    And one of `beside`, where there are some.

    A term is a word, several words in a row, `#tag` or `@handle`; a word is found in a tag too.
    `languages` and `sources` keep texts of those alone; empty ones keep all. A text whose language
    is not known (`""`) is kept: whoever learns it later judges by it.
    """

    key: int
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()
    languages: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    with_variants: bool = False
    beside: tuple[str, ...] = ()


class Reading:
    """A text that was folded once for all watches: its words, a tag's counted too."""

    __slots__ = ("_cased", "_folded", "_in_order", "_row", "_text", "language", "source", "words")

    def __init__(
        self, text: str, folded: bytes, words: set[bytes], *, language: str, source: str
    ) -> None:
        self._text = text
        self._folded = folded
        self.words = words
        self.language = language
        self.source = source
        self._row = b""
        self._in_order: list[bytes] | None = None
        self._cased = ""

    @property
    def row(self) -> bytes:
        """The words one after another, with a blank before and after each."""
        if not self._row:
            self._row = b" %b " % b" ".join(self._folded.replace(b"#", b" ").split())
        return self._row

    @property
    def in_order(self) -> list[bytes]:
        """The words in order; a tag is one of them."""
        if self._in_order is None:
            self._in_order = self._folded.split()
        return self._in_order

    @property
    def cased(self) -> str:
        """The text as other scripts are compared."""
        if not self._cased:
            self._cased = cased(self._text)
        return self._cased


@dataclass(frozen=True, slots=True)
class _More:
    """What few queries ask besides: apart, so that the others take no room for it."""

    must: tuple[Clause, ...]
    #: No single words: those are among `never_words`.
    never: Clause
    near: tuple[tuple[Clause, Clause, int], ...]
    languages: frozenset[str]
    sources: frozenset[str]

    def is_met(self, reading: Reading) -> bool:
        return (
            self._is_in_language(reading.language)
            and (not self.sources or reading.source in self.sources)
            and all(_has_one(clause, reading) for clause in self.must)
            and not _is_in(self.never, reading)
            and all(_is_near(*pair, reading=reading) for pair in self.near)
        )

    def _is_in_language(self, tag: str) -> bool:
        return not (tag and self.languages) or tag.split("-")[0].lower() in self.languages


class Compiled:
    """A query made ready: a text has all of `words`, an atom of `one_of`, none of `never_words`.

    `more` is what else it asks.
    """

    __slots__ = ("key", "more", "never_words", "one_of", "words")
    words: tuple[bytes, ...]
    #: None where nothing but words is asked; an empty one is true of no text.
    one_of: Clause | None

    def __init__(self, query: Query, *, shared: Shared) -> None:
        """Compile `query`; clauses of terms that many queries have are made once, in `shared`."""
        self.key = query.key
        varied = query.with_variants
        clauses = [_shared_clause(term, varied=varied, shared=shared) for term in query.all_of]
        clauses += [  # not shared: names, as a rule, which no other query has
            _clause(one_of, varied=varied) for one_of in (query.any_of, query.beside) if one_of
        ]
        self.words = tuple([clause[0] for clause in clauses if _is_word(clause)])
        must = [clause for clause in clauses if not _is_word(clause)]
        self.one_of = must.pop(0) if must else None
        never = [_shared_clause(term, varied=False, shared=shared) for term in query.none_of]
        atoms_never = [atom for clause in never for atom in clause]
        self.never_words = tuple([atom for atom in atoms_never if is_word(atom)])
        others = tuple([atom for atom in atoms_never if not is_word(atom)])
        self.more = _more(query, must, others, shared=shared)

    def clauses(self) -> Iterable[Clause]:
        """Return all clauses of which a text has an atom."""
        for word in self.words:
            yield (word,)
        if self.one_of is not None:
            yield self.one_of
        if self.more:
            yield from self.more.must
            for first, second, _ in self.more.near:
                yield first
                yield second

    def matches(self, reading: Reading) -> bool:
        """Tell whether a text is what the watch looks for."""
        known = reading.words
        for word in self.words:
            if word not in known:
                return False
        if self.one_of is not None and not _has_one(self.one_of, reading):
            return False
        if not known.isdisjoint(self.never_words):
            return False
        return self.more is None or self.more.is_met(reading)


def _more(query: Query, must: list[Clause], never: Clause, *, shared: Shared) -> _More | None:
    if not (must or never or query.near or query.languages or query.sources):
        return None
    varied = query.with_variants
    near = tuple(
        (
            _shared_clause(pair.first, varied=varied, shared=shared),
            _shared_clause(pair.second, varied=varied, shared=shared),
            pair.words_between,
        )
        for pair in query.near
    )
    if any(isinstance(atom, str) for pair in near for side in pair[:2] for atom in side):
        raise Unsearchable(query.key)
    languages = frozenset(tag.split("-")[0].lower() for tag in query.languages)
    return _More(tuple(must), never, near, languages, query.sources)


def _shared_clause(term: str, *, varied: bool, shared: Shared) -> Clause:
    """Return the clause of one term, made once for all queries."""
    found = shared.get((term, varied))
    if found is None:
        found = shared[term, varied] = simplest(atoms(term, with_variants=varied))
    return found


def _clause(terms: Iterable[str], *, varied: bool) -> Clause:
    found: set[Atom] = set()
    for term in terms:
        found |= atoms(term, with_variants=varied)
    return simplest(found)


def _is_word(clause: Clause) -> TypeGuard[tuple[bytes]]:
    """Tell whether a clause is one word."""
    return len(clause) == 1 and is_word(clause[0])


def _has_one(clause: Clause, reading: Reading) -> bool:
    return not reading.words.isdisjoint(clause) or _is_in(clause, reading)


def _is_in(clause: Clause, reading: Reading) -> bool:
    """Tell whether a text has one of the atoms that are no single words: those come first."""
    for atom in clause:
        if isinstance(atom, str):
            if stands(atom, reading.cased):
                return True
        elif not is_row(atom):
            return False
        elif atom in reading.row:
            return True
    return False


def _is_near(first: Clause, second: Clause, between: int, *, reading: Reading) -> bool:
    """Tell whether an atom of each stands so near to one of the other, walking both once."""
    ones, others = _spans(first, reading), _spans(second, reading)
    place = 0
    for start, end in ones:
        while place < len(others) and others[place][1] < start - between:
            place += 1
        for other_start, other_end in others[place : place + _OVERLAPS]:
            if other_start > end + between:
                break
            if 0 <= max(start, other_start) - min(end, other_end) <= between:
                return True
    return False


def _spans(clause: Clause, reading: Reading) -> list[tuple[int, int]]:
    """Return where atoms stand among the words, in order: the first place, and the one after."""
    words = reading.in_order
    found: set[tuple[int, int]] = set()
    for atom in clause:
        if isinstance(atom, bytes):
            parts = atom.split()
            starts = (place for place, word in enumerate(words) if parts[0] in _names(word))
            for at in starts:
                here = words[at : at + len(parts)]
                if len(here) == len(parts) and all(
                    p in _names(w) for p, w in zip(parts, here, strict=True)
                ):
                    found.add((at, at + len(parts)))
    return sorted(found)


def _names(word: bytes) -> tuple[bytes, ...]:
    """Return what a word of a text is found by: a tag by its word too."""
    return (word, word[1:]) if word[:1] == b"#" else (word,)
