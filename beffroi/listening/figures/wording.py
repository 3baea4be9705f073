"""What a message speaks of: its telling words, and those that stand together. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from beffroi.inbox.search import common
from beffroi.inbox.search.words import Span, spans, stem
from beffroi.matching import common as met_often

_STOP = common.COMMON | {word.decode() for word in met_often.COMMON}
_LINKS_AND_HANDLES = regex.compile(r"https?://\S+|www\.\S+|@[\w.@-]+")
#: Two words on either side of one of these are no pair.
_BREAK = regex.compile(r"[.!?;:()\[\]«»“”\"\n…]")
_LETTERS_MIN = 3
#: « file d’attente »: so many small words may stand in a pair.
_SMALL_BETWEEN = 2


@dataclass(frozen=True, slots=True)
class Subject:
    """A word or a pair of words: what it has in common with its kin, and as it was written."""

    key: str
    written: str

    @property
    def is_pair(self) -> bool:
        """Whether it is two words."""
        return " " in self.key


def subjects(text: str) -> Iterator[Subject]:
    """Yield the words of a text that say what it is about, and each two that stand together."""
    # As long as before, so that places in both are the same.
    plain = _LINKS_AND_HANDLES.sub(lambda found: "\n" * len(found[0]), text)
    before: Span | None = None
    between = 0
    for span in spans(plain):
        if not _is_telling(span.word):
            between += 1
            continue
        yield Subject(stem(span.word), plain[span.start : span.end])
        if before and between <= _SMALL_BETWEEN:
            written = plain[before.start : span.end]
            key = f"{stem(before.word)} {stem(span.word)}"
            if not _BREAK.search(written) and stem(before.word) != stem(span.word):
                yield Subject(key, " ".join(written.split()))
        before, between = span, 0


@lru_cache(maxsize=65_536)
def _is_telling(word: str) -> bool:
    """Tell whether a folded word may be a subject: letters, and no word of all texts."""
    return len(word) >= _LETTERS_MIN and word.isalpha() and word not in _STOP
