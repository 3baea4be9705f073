"""All watches of an installation as one index: a text meets only those that it may match.

Each watch hangs on one of its clauses, the one whose words are the rarest: on a word of each of
its atoms. A text meets the watches that hang on its words. Where many hang on one word, they hang
on a second one too, and are met by texts that have both. What is met is then checked whole. Atoms
in other scripts hang on their first two signs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import pairwise

from beffroi.matching.common import Frequency, frequency
from beffroi.matching.folding import fold
from beffroi.matching.hanging import rarest, two_words
from beffroi.matching.queries import Compiled, Query, Reading
from beffroi.matching.terms import Atom

Met = list[Compiled]
#: A watch, and another word without which it cannot match; empty where there is none.
Paired = tuple[bytes, Compiled]


class _Crowd:
    """Several watches on one word: those that ask for another word too, by that word."""

    __slots__ = ("alone", "by_second")

    def __init__(self) -> None:
        self.alone: Met = []
        #: One watch stands alone, without a list around it: most do, and a list takes room.
        self.by_second: dict[bytes, Compiled | Met] = {}

    def add(self, query: Compiled, second: bytes) -> None:
        if not second:
            self.alone.append(query)
            return
        here = self.by_second.setdefault(second, query)
        if isinstance(here, list):
            here.append(query)
        elif here is not query:
            self.by_second[second] = [here, query]

    def met_by(self, words: set[bytes]) -> Met:
        if words.isdisjoint(self.by_second):  # for most texts, and quicker than the other way
            return self.alone
        found = list(self.alone)
        for second in self.by_second.keys() & words:
            here = self.by_second[second]
            if isinstance(here, list):
                found += here
            else:
                found.append(here)
        return found


class Index:
    """The watches of an installation; it never changes: another one takes its place."""

    def __init__(self, queries: Iterable[Query], *, frequency: Frequency = frequency) -> None:
        """Build the index of all `queries`; raise Unsearchable, with its key, for one that is."""
        self._hung: dict[bytes, Compiled | Paired | _Crowd] = {}
        self._other: dict[str, Met] = {}
        self._count = 0
        shared: dict[Atom, Atom] = {}
        for query in queries:
            self._count += 1
            compiled = Compiled(query, shared=shared)
            for atom in rarest(compiled, frequency):
                if isinstance(atom, str):
                    self._other.setdefault(atom[:2], []).append(compiled)
                else:
                    word, second = two_words(atom, compiled, frequency)
                    self._hang(compiled, word, second)

    def _hang(self, query: Compiled, word: bytes, second: bytes) -> None:
        """Hang a query on two words, in the form that takes least room."""
        here = self._hung.get(word)
        if here is None:
            self._hung[word] = (second, query) if second else query
            return
        if not isinstance(here, _Crowd):
            self._hung[word] = crowd = _Crowd()
            other, one = (b"", here) if isinstance(here, Compiled) else here
            crowd.add(one, other)
            here = crowd
        here.add(query, second)

    def __len__(self) -> int:
        return self._count

    def match(self, text: str, *, language: str = "", source: str = "") -> Collection[int]:
        """Return the keys of the queries that a text matches, each once."""
        folded = fold(text)
        words = folded.split()
        if b"#" in folded:
            words += folded.replace(b"#", b" ").split()
        hit = self._hung.keys() & words
        may_be_other = bool(self._other) and not text.isascii()
        if not hit and not may_be_other:
            return ()
        known = set(words)
        met = self._met_by(hit, known)
        if not met and not may_be_other:
            return ()
        reading = Reading(text, folded, known, language=language, source=source)
        if may_be_other:
            met += self._in_other_scripts(reading.cased)
        found = [one.key for one in met if one.matches(reading)]
        return found if len(found) < 2 else set(found)

    def _met_by(self, hit: Iterable[bytes], words: set[bytes]) -> Met:
        met: Met = []
        for word in hit:
            here = self._hung[word]
            if isinstance(here, _Crowd):
                met += here.met_by(words)
            elif isinstance(here, Compiled):
                met.append(here)
            elif here[0] in words:
                met.append(here[1])
        return met

    def _in_other_scripts(self, text: str) -> Met:
        starts = {*text, *map("".join, pairwise(text))}
        return [one for start in self._other.keys() & starts for one in self._other[start]]
