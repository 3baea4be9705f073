"""What somebody looks for, understood from what they typed. Pure; nothing typed is an error.

Several words: all of them. “Between quotes”: one after the other, as written. -without: none of it.
The last word may be the beginning of one. Anything else is read as plain words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from beffroi.inbox.search.common import COMMON
from beffroi.inbox.search.words import is_solid, pairs, split, stem

#: More words than this change nothing that a person could want.
_TERMS_MAX = 12
_QUOTES = str.maketrans(dict.fromkeys("“”„«»＂", '"'))
_PART = regex.compile(r'(?<!\S)(?P<without>-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))|[^\s"]+')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is looked for: a word like these, or one that begins with `prefix`."""

    words: tuple[str, ...]
    prefix: str = ""

    def is_met_by(self, word: str, *, root: str) -> bool:
        """Tell whether a word of a text, with its stem, is what is looked for."""
        if self.prefix and word.startswith(self.prefix):
            return True
        return word in self.words or root in self.words


@dataclass(frozen=True, slots=True)
class Wanted:
    """All `terms` and `phrases`, none of what is `without`."""

    terms: tuple[Term, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[Term, ...] = ()
    without_phrases: tuple[tuple[str, ...], ...] = ()
    #: Nothing but words that stand in every message.
    is_common: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether no word is looked for or kept out."""
        return not (self.terms or self.without or self.without_phrases)


def understand(typed: str) -> Wanted:
    """Return what `typed` asks for."""
    words: list[str] = []
    without: list[str] = []
    phrases: tuple[list[tuple[str, ...]], list[tuple[str, ...]]] = ([], [])
    is_open = False
    for part in _PART.finditer(typed.replace("\0", "").translate(_QUOTES)):
        is_kept_out = part["without"] is not None
        found = split(part["word"] or part["phrase"] or part[0])
        is_phrase = part["phrase"] is not None and len(found) > 1
        is_open = not is_kept_out and part["phrase"] is None
        if is_phrase:
            phrases[is_kept_out].append(tuple(found))
        else:
            (without if is_kept_out else words).extend(found)
    return _wanted(words, phrases, without, is_open=is_open)


def _wanted(
    words: Sequence[str],
    phrases: tuple[list[tuple[str, ...]], list[tuple[str, ...]]],
    without: Sequence[str],
    *,
    is_open: bool,
) -> Wanted:
    kept, kept_out = phrases
    named = [word for phrase in kept for word in phrase if word not in COMMON]
    telling = [word for word in words if word not in COMMON]
    is_common = not (telling or named) and bool(words)
    terms = [Term((word,)) for word in named] + [Term((pair,)) for pair in pairs(words)]
    chosen = words if is_common else telling
    is_begun = is_open and not is_common
    terms += [_term(word, is_open=is_begun and word == words[-1]) for word in chosen]
    return Wanted(
        terms=_once(terms),
        phrases=tuple(kept[:_TERMS_MAX]),
        without=_once(_term(word) for word in without if word not in COMMON),
        without_phrases=tuple(kept_out[:_TERMS_MAX]),
        is_common=is_common,
    )


def _term(word: str, *, is_open: bool = False) -> Term:
    """Return a word with its kin; the one that is still being typed may go on."""
    words = tuple(dict.fromkeys((word, stem(word))))
    return Term(words, word) if is_open and not is_solid(word) else Term(words)


def _once(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(terms))[:_TERMS_MAX]
