"""What a message speaks of: its telling words, and those that stand together. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

import regex

from beffroi.inbox.search import common
from beffroi.inbox.search.words import spans, split, stem
from beffroi.matching import common as met_often

_STOP = common.COMMON | {word.decode() for word in met_often.COMMON}
_LINKS_AND_HANDLES = regex.compile(r"https?://\S+|www\.\S+|@[\w.@-]+")
#: Two words on either side of one of these are no pair.
_BREAK = regex.compile(r"[.,!?;:()\[\]«»“”\"\n…]")
_LETTERS_MIN = 3
#: « file d’attente »: so many small words may stand in a pair.
_SMALL_BETWEEN = 2


#: A word or two of a text by what they have in common with their kin, and where they stand.
Place = tuple[str, int, int]


def plain(text: str) -> str:
    """Return a text without links and handles, each place as far from the start as before."""
    return _LINKS_AND_HANDLES.sub(lambda found: "\n" * len(found[0]), text)


def subjects(text: str, *, besides: Collection[str] = ()) -> Iterator[Place]:
    """Yield the words of a plain text that say what it is about, and each two that go together.

    Those of `besides` say nothing, as `telling` returns them: what all messages were caught for.
    """
    before = ""
    start = end = between = 0
    for span in spans(text):
        word = _telling(span.word)
        if not word or word in besides:
            between += 1 if not word else _SMALL_BETWEEN + 1
            continue
        yield word, span.start, span.end
        is_near = before and before != word and between <= _SMALL_BETWEEN
        if is_near and not _BREAK.search(text, end, span.start):
            yield f"{before} {word}", start, span.end
        before, start, end, between = word, span.start, span.end, 0


def written(text: str, start: int, end: int) -> str:
    """Return what stands at a place of a text, on one line."""
    return " ".join(text[start:end].split())


def telling(terms: Iterable[str]) -> frozenset[str]:
    """Return what the words of terms have in common with their kin."""
    return frozenset(filter(None, (_telling(word) for term in terms for word in split(term))))


@lru_cache(maxsize=65_536)
def _telling(word: str) -> str:
    """Return what a folded word has in common with its kin, "" for one that is no subject."""
    is_telling = len(word) >= _LETTERS_MIN and word.isalpha() and word not in _STOP
    return stem(word) if is_telling else ""
