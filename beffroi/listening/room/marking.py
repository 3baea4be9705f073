"""Where in a message the words stand for which it was caught. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from beffroi.inbox.search.marking import Piece
from beffroi.inbox.search.words import Span, spans, split, stem

#: More of a message is read on its network.
SHOWN_MAX = 600


def marked(text: str, wanted: Iterable[str]) -> tuple[Piece, ...]:
    """Return a message in pieces, those found that are one of the terms, and no more than fits."""
    shown = _cut(text)
    found = list(spans(shown))
    places = sorted(_places(found, [split(term) for term in wanted]))
    return tuple(_pieces(shown, places))


def _cut(text: str) -> str:
    if len(text) <= SHOWN_MAX:
        return text
    space = text.rfind(" ", 0, SHOWN_MAX)
    return f"{text[: space if space > SHOWN_MAX // 2 else SHOWN_MAX]}…"


def _places(words: Sequence[Span], rows: Iterable[Sequence[str]]) -> set[tuple[int, int]]:
    """Return where rows of words stand, with their plurals and kin."""
    roots = [stem(span.word) for span in words]
    found = set()
    for row in rows:
        wanted = [stem(word) for word in row]
        length = len(wanted)
        for start in range(len(roots) - length + 1 if length else 0):
            if roots[start : start + length] == wanted:
                found.add((words[start].start, words[start + length - 1].end))
    return found


def _pieces(text: str, places: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    at = 0
    for start, end in places:
        begin = max(start, at)
        if begin >= end:
            continue
        if begin > at:
            yield Piece(text[at:begin])
        yield Piece(text[begin:end], is_found=True)
        at = end
    if at < len(text):
        yield Piece(text[at:])
