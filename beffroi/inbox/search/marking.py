"""Where in a text the words stand that were looked for, and an excerpt around the first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from beffroi.inbox.search.wanted import Wanted
from beffroi.inbox.search.words import Span, spans, split, stem

#: Signs of an excerpt, and how many of them stand before the first word that was found.
_LENGTH = 140
_BEFORE = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt; `is_found` when it is what was looked for."""

    text: str
    is_found: bool = False


def holds(texts: Iterable[str], phrase: Sequence[str]) -> bool:
    """Tell whether one of the texts has the words of a phrase one after the other."""
    return any(_places(split(text), phrase) for text in texts)


def excerpt(texts: Iterable[str], wanted: Wanted) -> tuple[Piece, ...]:
    """Return the part of the first text that holds what is wanted, () when none does."""
    best: tuple[Piece, ...] = ()
    most = 0
    needed = len(wanted.terms)
    for text in texts:
        line = " ".join(text.split())
        found, met = _hits(line, wanted)
        if found and met > most:
            best, most = _cut(line, found), met
        if met >= needed:
            break
    return best


def _hits(line: str, wanted: Wanted) -> tuple[list[Span], int]:
    """Return the words to mark, and how many of the wanted terms they meet."""
    words = list(spans(line))
    met: set[int] = set()
    marked: set[int] = set()
    folded = [span.word for span in words]
    for phrase in wanted.phrases:
        for place in _places(folded, phrase):
            marked.update(range(place, place + len(phrase)))
    for place, span in enumerate(words):
        root = stem(span.word)
        after = folded[place + 1] if place + 1 < len(folded) else ""
        for number, term in enumerate(wanted.terms):
            if term.is_met_by(span.word, root=root):
                met.add(number)
                marked.add(place)
            elif after and span.word + after in term.words:  # signs that stand together
                met.add(number)
                marked.update((place, place + 1))
    return [words[place] for place in sorted(marked)], len(met)


def _places(words: Sequence[str], phrase: Sequence[str]) -> list[int]:
    length, first = len(phrase), phrase[0]
    wanted = list(phrase)
    return [
        place
        for place, word in enumerate(words)
        if word == first and list(words[place : place + length]) == wanted
    ]


def _cut(line: str, found: Sequence[Span]) -> tuple[Piece, ...]:
    """Return so much of a line as is shown, the first word found near its beginning."""
    start, end = _window(line, found[0])
    pieces: list[Piece] = [Piece("…")] if start else []
    at = start
    for span in found:
        if span.end > end:
            break
        if span.start > at:
            pieces.append(Piece(line[at : span.start]))
        pieces.append(Piece(line[span.start : span.end], is_found=True))
        at = span.end
    if end > at:
        pieces.append(Piece(line[at:end]))
    if end < len(line):
        pieces.append(Piece("…"))
    return tuple(pieces)


def _window(line: str, first: Span) -> tuple[int, int]:
    start = max(0, min(first.start - _BEFORE, len(line) - _LENGTH))
    if start:
        space = line.find(" ", start, first.start - 1)
        start = space + 1 if space >= 0 else start
    end = max(first.end, min(len(line), start + _LENGTH))
    if end < len(line):
        space = line.rfind(" ", first.end, end)
        end = space if space >= 0 else end
    return start, end
