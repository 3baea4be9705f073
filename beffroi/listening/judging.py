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
_WORD = re.compile(r"\w[\w'’-]*", re.UNICODE)


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
        wanted = _words((*sought.any_of, *sought.beside, *sought.all_of, *_near(sought)))
        self._wanted = wanted | _varied(wanted) if sought.with_variants else wanted
        self._never = _words(sought.none_of)

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
        hits = [
            (word.start(), word.end(), shunned)
            for word in _WORD.finditer(line)
            if (shunned := self._is_shunned(word[0])) is not None
        ]
        start = max(0, hits[0][0] - _BEFORE) if hits and len(line) > _SHOWN else 0
        return tuple(_pieces(line, hits, start=start, end=start + _SHOWN))

    def other_word(self, text: str) -> str:
        """Return the word of a text that tells most besides what is wanted: one to exclude."""
        words = [word[0] for word in _WORD.finditer(text)]
        others = [word for word in words if self._is_shunned(word) is None and _tells(word)]
        return min(others, key=lambda word: frequency(fold(word).strip()), default="")

    def _is_shunned(self, word: str) -> bool | None:
        """Return True for an excluded word, False for a wanted one, None for any other."""
        parts = _keys(word)
        if parts & self._never:
            return True
        return False if parts & self._wanted else None


def _tells(word: str) -> bool:
    folded = fold(word).split()
    return len(folded) == 1 and len(folded[0]) > _SHORT and folded[0].isalpha()


def _near(sought: Sought) -> Iterable[str]:
    for pair in sought.near:
        yield from (pair.first, pair.second)


def _reading(text: str, *, language: str, network: str) -> Reading:
    folded = fold(text)
    words = {*folded.split(), *folded.replace(b"#", b" ").split()}
    return Reading(text, folded, words, language=language, source=network)


def _keys(word: str) -> set[str | bytes]:
    if has_other_letters(word):
        return {cased(word)}
    return {part.lstrip(b"#@") for part in fold(word).split()}


def _words(terms: Iterable[str]) -> frozenset[str | bytes]:
    return frozenset(key for term in terms for word in term.split() for key in _keys(word) if key)


def _varied(words: frozenset[str | bytes]) -> set[str | bytes]:
    found: set[str | bytes] = set()
    for word in words:
        if isinstance(word, bytes):
            found |= atoms(word.decode("latin-1"), with_variants=True)
    return found


def _pieces(
    line: str, hits: list[tuple[int, int, bool]], *, start: int, end: int
) -> Iterable[Piece]:
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
