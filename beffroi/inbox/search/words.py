"""Cuts what people write into the words that the search compares. Pure.

A word is folded: without case, accents or ligatures. « l’eau », « rendez-vous » and “@jean.dupont”
are two words each; an emoji is one. Chinese, Japanese and Korean are written without spaces: each
sign is a word there, and so are each two that stand together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from beffroi.inbox.search.common import COMMON

#: What is longer is no word of a language; its beginning is enough to find it.
WORD_MAX = 40
#: A conversation is found by so many words at most, the newest first.
WORDS_MAX = 2_000

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ı": "i", "ø": "o", "đ": "d", "ł": "l"})
_SOLID = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}"
_WORD = regex.compile(
    rf"[{_SOLID}]\p{{M}}*"
    rf"|[[\p{{L}}\p{{N}}]--[{_SOLID}]][[\p{{L}}\p{{M}}\p{{N}}]--[{_SOLID}]]*"
    r"|\p{So}",
    regex.V1,
)
_IS_SOLID = regex.compile(rf"[{_SOLID}]")

#: Endings that say how a word is used, French and English; the longest counts. Nobody says in which
#: language a message is written, and people leave accents out: one light rule serves both.
_ENDINGS_TYPED = """
issement ement ment ation aison euse eur erie ier iere ique able ible eu eraient erait erais
eront erons erez eras erai era aient ait ais ai ante ant ing ed er ee ez e ir ie i y ly
"""
_ENDINGS = tuple(sorted(_ENDINGS_TYPED.split(), key=len, reverse=True))
#: So much of a word is left, whatever its ending: more for those that many short words have.
_LEFT = {"e": 3, "ee": 3, "er": 3, "ez": 3, "ai": 4}
_LEFT_ELSE = 4
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Span:
    """A word of a text, folded, and where it stands there."""

    word: str
    start: int
    end: int


def spans(text: str) -> Iterator[Span]:
    """Yield the words of a text in their order."""
    for found in _WORD.finditer(text):
        word = fold(found[0])
        if word:
            yield Span(word, found.start(), found.end())


def split(text: str) -> list[str]:
    """Return the words of a text in their order, folded."""
    words = (fold(found) for found in _WORD.findall(text.replace("\0", "")))
    return [word for word in words if word]


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Return a word without case, accents or ligatures; "" when nothing of it is left."""
    plain = unicodedata.normalize("NFKD", word).casefold()
    spread = unicodedata.normalize("NFKD", plain).translate(_LIGATURES)
    kept = (sign for sign in spread if sign.isalnum() or unicodedata.category(sign) == "So")
    return "".join(kept)[:WORD_MAX]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return what a folded word has in common with its kin: commandes, commandé → command."""
    if not (word.isascii() and word.isalpha()) or len(word) < _LEFT_ELSE:
        return word
    root = _singular(word)
    for _ in range(_ROUNDS):
        shorter = _shorten(root)
        if shorter == root:
            break
        root = shorter
    if len(root) > _LEFT_ELSE and root[-1] == root[-2]:  # appell, appel
        root = root[:-1]
    return f"{root[:-3]}al" if root.endswith("ail") and len(root) > _LEFT_ELSE else root


def _singular(word: str) -> str:
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux") and len(word) > _LEFT_ELSE:  # chevaux, but not faux
        return f"{word[:-3]}al"
    if word[-1] in "sx" and not word.endswith("ss"):
        return word[:-1]
    return word


def _shorten(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEFT.get(ending, _LEFT_ELSE):
            return word[: -len(ending)]
    return word


def is_solid(word: str) -> bool:
    """Tell whether a word is one sign of a writing without spaces."""
    return _IS_SOLID.match(word) is not None


def pairs(words: Iterable[str]) -> Iterator[str]:
    """Yield each two signs that stand together in a writing without spaces."""
    before = ""
    for word in words:
        is_sign = is_solid(word)
        if before and is_sign:
            yield before + word
        before = word if is_sign else ""


def found_by(names: Iterable[str], texts: Iterable[str]) -> tuple[str, ...]:
    """Return the words by which a conversation is found: of names all, of texts what says much.

    Each as it was written, so that its beginning finds it, and what it has in common with its kin.
    """
    kept: dict[str, None] = {}
    for name in names:
        words = split(name)
        kept.update(dict.fromkeys((*words, *pairs(words))))
    for text in texts:
        words = split(text)
        telling = [word for word in words if word not in COMMON]
        kept.update(dict.fromkeys((*telling, *map(stem, telling), *pairs(words))))
        if len(kept) >= WORDS_MAX:
            break
    return tuple(kept)[:WORDS_MAX]
