"""All watches of an installation as one index: a text meets only those that it may match.

Each watch hangs on one of its clauses, the one whose words are the rarest: on a word of each of
its atoms, and where the text needs another word beside it, on both. A text meets the watches of
which it has the words. What is met is then checked whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from beffroi.matching.common import Frequency, frequency
from beffroi.matching.folding import cased, find_unusual, fold_unusual, fold_usual
from beffroi.matching.hanging import places
from beffroi.matching.other_scripts import OtherScripts, Part
from beffroi.matching.queries import Compiled, Query, Reading, Shared, Unsearchable

_Any = TypeVar("_Any")
#: So many stand in a tuple, which takes least room; more in a list, which grows in no square time.
_FEW = 32


class Index:
    """The watches of an installation; it never changes: another one takes its place.

    `left_out` are the keys of queries that it does not have, and why: see `check`.
    """

    def __init__(self, queries: Iterable[Query], *, frequency: Frequency = frequency) -> None:
        """Build the index of all `queries` that can be looked for."""
        #: By a word: a watch that needs no other, or the other words that watches need, in order.
        self._hung: dict[bytes, Compiled | Sequence[bytes]] = {}
        #: Those watches, in that order: apart, since few texts come so far, and memory is slow.
        self._beside: dict[bytes, Sequence[Compiled]] = {}
        self._other = OtherScripts()
        left_out: dict[int, type[Unsearchable]] = {}
        self.left_out: Mapping[int, type[Unsearchable]] = left_out
        self._count = 0
        shared: Shared = {}
        for query in queries:
            try:
                compiled = Compiled(query, shared=shared)
                found = list(places(compiled, frequency))
            except Unsearchable as error:
                left_out[query.key] = type(error)
                continue
            self._count += 1
            for place in found:
                if isinstance(place, Part):
                    self._other.hang(compiled, place)
                else:
                    self._hang(compiled, *place)
        self._other.ready()

    def _hang(self, query: Compiled, word: bytes, second: bytes) -> None:
        here = self._hung.get(word)
        if here is None and second == word:
            self._hung[word] = query
            return
        if isinstance(here, Compiled):
            self._beside[word] = (here,)
            here = (word,)
        self._hung[word] = _with(here or (), second)
        self._beside[word] = _with(self._beside.get(word, ()), query)

    def __len__(self) -> int:
        return self._count

    def match(self, text: str, language: str = "", *, source: str = "") -> Collection[int]:
        """Return the keys of the queries that a text matches, each once."""
        usual = text.isascii() or not find_unusual(text)
        folded = fold_usual(text) if usual else fold_unusual(text)
        words = folded.split()
        at = folded.find(b"#")  # `in` would be slower: it tries for a number first
        if at >= 0:
            words += _in_tags(folded, at)
        hit = self._hung.keys() & words
        met = [] if usual or not self._other else self._other.met_by(cased(text))
        if not hit and not met:
            return ()
        known = set(words)
        met += self._met(hit, known)
        if not met:
            return ()
        reading = Reading(text, folded, known, language=language, source=source)
        found = [one.key for one in met if one.matches(reading)]
        return found if len(found) < 2 else set(found)

    def _met(self, hit: Iterable[bytes], words: set[bytes]) -> list[Compiled]:
        met: list[Compiled] = []
        for word in hit:
            here = self._hung[word]
            if isinstance(here, Compiled):
                met.append(here)
            elif not words.isdisjoint(here):
                both = zip(here, self._beside[word], strict=True)
                met += [query for second, query in both if second in words]
        return met


def _in_tags(folded: bytes, at: int) -> list[bytes]:
    """Return the words that stand in tags of a text, of which the first has its sign `at`."""
    found = []
    while at >= 0:
        start, end = folded.rfind(b" ", 0, at) + 1, folded.find(b" ", at)
        tag = folded[start:end] if end >= 0 else folded[start:]
        found += tag.replace(b"#", b" ").split()
        at = folded.find(b"#", end) if end >= 0 else -1
    return found


def _with(several: Sequence[_Any], one: _Any) -> Sequence[_Any]:
    if isinstance(several, list):
        several.append(one)
        return several
    return (*several, one) if len(several) < _FEW else [*several, one]


def check(query: Query, *, frequency: Frequency = frequency) -> None:
    """Raise Unsearchable, or TooWide, for a query that an index would leave out."""
    for _ in places(Compiled(query, shared={}), frequency):
        pass
