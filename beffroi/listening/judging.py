"""Why a text would be kept by a watch or set aside, and where its words stand. Pure.

Only texts that hold what is looked for are judged at all: the others are not its affair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from beffroi.listening.sought import Sought
from beffroi.matching.common import frequency
from beffroi.matching.folding import cased, fold, has_other_letters
from beffroi.matching.queries import Compiled, Reading
from beffroi.matching.terms import atoms

#: What a sample shows of a text.
_SHOWN = 180
_BEFORE = 50
#: Shorter words tell little.
_SHORT = 3
#: First and last sign, and whether it is excluded.
_Hit = tuple[int, int, bool]
_WORD = re.compile(r"\w+")
#: A word that no apostrophe cuts: of “quelqu’un” neither half tells anything.
_UNCUT = re.compile(r"(?<![\w’'])\w+(?![\w’'])|(?<=[’'])\w{4,}(?![\w’'])")
#: Longer words of grammar, which would otherwise count as rare.
_GRAMMAR = frozenset(
    fold(
        "faudrait faudra pourrait pourraient pourra devrait devraient serait seraient aurait"
        " auraient voudrait voudrais aimerais aimerait etaient avaient allait allons semble plutot"
        " quelque quelques quelqu celui ceux celle celles lequel laquelle ensuite ainsi cependant"
        " pourtant vraiment seulement plusieurs certains certaines chaque parfois souvent encore"
        " maintenant aujourd hier demain voila voici aucun aucune autant lorsque tandis jusque"
        " would could should might about there where these those again always never maybe really"
        " something someone everything everyone anything anyone through while because though"
    ).split()
)


class Reason(Enum):
    """Why a text that holds the words is set aside."""

    WORD = "word"
    LANGUAGE = "language"
    BESIDE = "beside"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Kept, or set aside for a reason; `detail` is the excluded word, or the language."""

    reason: Reason | None = None
    detail: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether the watch would keep it."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; found, or an excluded word."""

    text: str
    is_found: bool = False
    is_shunned: bool = False


class Judge:
    """One draft, ready to judge many texts. Raises Unsearchable as the index does."""

    def __init__(self, sought: Sought) -> None:
        core = Sought(
            any_of=sought.any_of,
            all_of=sought.all_of,
            near=sought.near,
            with_variants=sought.with_variants,
        )
        self._sought = sought
        self._core = Compiled(core.query(0), shared={})
        self._beside = Compiled(replace(core, beside=sought.beside).query(0), shared={})
        self._shunned = [
            (term, Compiled(replace(core, none_of=(term,)).query(0), shared={}))
            for term in sought.none_of
        ]
        self._wanted = _rows(sought.wanted, with_variants=sought.with_variants)
        self._never = _rows(sought.none_of, with_variants=False)

    def judge(self, text: str, *, language: str, network: str) -> Judgement | None:
        """Return what becomes of a text; None when it holds nothing of what is looked for."""
        reading = _reading(text, language=language, network=network)
        if not self._core.matches(reading):
            return None
        for term, without in self._shunned:
            if not without.matches(reading):
                return Judgement(Reason.WORD, term)
        if not self._beside.matches(reading):
            return Judgement(Reason.BESIDE)
        spoken = language.split("-")[0].lower()
        if self._sought.languages and spoken not in self._sought.languages:
            return Judgement(Reason.LANGUAGE, spoken)
        if self._sought.networks and network not in self._sought.networks:
            return Judgement(Reason.NETWORK, network)
        return Judgement()

    def marked(self, text: str) -> tuple[Piece, ...]:
        """Return the part of a text around its words, those marked."""
        line = " ".join(text.split())
        hits = self._hits(line)
        start = max(0, hits[0][0] - _BEFORE) if hits and len(line) > _SHOWN else 0
        return tuple(_pieces(line, hits, start=start, end=start + _SHOWN))

    def other_word(self, text: str, *, house: str = "") -> str:
        """Return the word of a text that tells most besides what is wanted: one to exclude.

        No word of what the workspace is called, `house`: by it people speak of us.
        """
        hits = self._hits(text)
        ours = set(fold(house).split())
        words = [
            word[0]
            for word in _UNCUT.finditer(text)
            if not any(start <= word.start() < end for start, end, _shunned in hits)
        ]
        others = [word for word in words if _tells(word) and not ours & set(fold(word).split())]
        return min(others, key=lambda word: frequency(fold(word).strip()), default="")

    def _hits(self, text: str) -> list[_Hit]:
        """Return where terms stand, in order, the longest at each place."""
        words = list(_WORD.finditer(text))
        keys = [_key(word[0]) for word in words]
        hits = []
        place = 0
        while place < len(words):
            shunned = _longest(self._never, keys[place:])
            length = shunned or _longest(self._wanted, keys[place:])
            if length:
                last = words[place + length - 1]
                hits.append((words[place].start(), last.end(), bool(shunned)))
            place += length or 1
        return hits


def _tells(word: str) -> bool:
    folded = fold(word).split()
    is_word = len(folded) == 1 and len(folded[0]) > _SHORT and folded[0].isalpha()
    return is_word and folded[0] not in _GRAMMAR


def _reading(text: str, *, language: str, network: str) -> Reading:
    folded = fold(text)
    words = {*folded.split(), *folded.replace(b"#", b" ").split()}
    return Reading(text, folded, words, language=language, source=network)


def _key(word: str) -> str:
    if has_other_letters(word):
        return cased(word)
    return " ".join(part.lstrip("#@") for part in fold(word).decode("latin-1").split())


def _rows(terms: Iterable[str], *, with_variants: bool) -> frozenset[tuple[str, ...]]:
    """Return terms as the words that stand in a row, with their variants."""
    found = set()
    for term in terms:
        for atom in atoms(term, with_variants=with_variants):
            written = atom if isinstance(atom, str) else atom.decode("latin-1")
            found.add(tuple(key for word in _WORD.findall(written) if (key := _key(word))))
    return frozenset(found - {()})


def _longest(rows: frozenset[tuple[str, ...]], keys: list[str]) -> int:
    """Return how many of the next words are one of these rows, 0 when they are none."""
    return max((len(row) for row in rows if tuple(keys[: len(row)]) == row), default=0)


def _pieces(line: str, hits: list[_Hit], *, start: int, end: int) -> Iterable[Piece]:
    if start:
        yield Piece("…")
    at = start
    for first, last, shunned in hits:
        if last > end:
            break
        if first > at:
            yield Piece(line[at:first])
        yield Piece(line[first:last], is_found=not shunned, is_shunned=shunned)
        at = last
    if line[at:end]:
        yield Piece(line[at:end])
    if end < len(line):
        yield Piece("…")
