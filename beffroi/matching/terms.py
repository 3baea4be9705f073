"""What somebody looks for, as the index knows it.

An atom is one way of naming it: a word (`b"martin"`), words in a row (`b" grand place "`, blanks
around), or text in another script (a `str`, case folded).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import TypeGuard

from beffroi.matching.folding import cased, fold, has_other_letters

Atom = bytes | str

#: So many signs of a term are looked for.
TERM_MAX = 100

#: Words shorter than this have no slips of the finger worth looking for.
_SLIPS_FROM = 6
_PLURAL_FROM = 3
#: Scripts without blanks between words, or whose words grow at both ends.
_UNSPACED = re.compile(
    "[\u0600-\u06ff\u0750-\u077f\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff"
    "\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
_WORDS = re.compile(r"[^\W_]+")


def atoms(written: str, *, with_variants: bool = False) -> set[Atom]:
    """Return all that `written` stands for; nothing when it holds no word.

    Several words are meant in this order. Variants are the simple plural or singular of a word, or
    of all of them, and slips of the finger in a long one: a letter left out, doubled, or changed
    with its neighbour, but for the first.
    """
    if has_other_letters(written):
        written = cased(written).strip()
        if has_other_letters(written):  # letters in fancy dress are plain ones
            return {written}
    words = fold(written[:TERM_MAX]).split()
    if len(words) > 1:
        words = b" ".join(words).replace(b"#", b" ").split()
    rows = [words, *(_varied(words) if with_variants else ())] if words else []
    return {row(one) for one in rows}


def row(words: Iterable[bytes]) -> bytes:
    """Return words in a row as an atom: one alone as it is."""
    together = b" ".join(words)
    return b" %b " % together if b" " in together else together


def is_row(atom: bytes) -> bool:
    """Tell words in a row from one word."""
    return atom[:1] == b" "


def simplest(found: Iterable[Atom]) -> tuple[Atom, ...]:
    """Return atoms without those that hold another one, whose word is enough.

    Words in a row may also be written as one tag (`#grandplace`). Single words come last.
    """
    known = set(found)
    if len(known) == 1 and all(map(is_word, known)):
        return tuple(known)
    known |= {tag for atom in known if (tag := _as_tag(atom))}
    kept = (atom for atom in known if not _is_held(atom, known))
    return tuple(sorted(kept, key=lambda atom: (is_word(atom), repr(atom))))


def is_word(atom: Atom) -> TypeGuard[bytes]:
    """Tell one word from all else."""
    return isinstance(atom, bytes) and not is_row(atom)


def _as_tag(atom: Atom) -> bytes:
    if isinstance(atom, str) or not is_row(atom):
        return b""
    together = b"".join(atom.split())
    return b"#" + together if together.isalnum() else b""


def _is_held(atom: Atom, known: set[Atom]) -> bool:
    if isinstance(atom, str):
        return False
    if is_row(atom):
        return not known.isdisjoint(atom.split())
    return atom[:1] == b"#" and atom[1:] in known


def stands(atom: str, text: str) -> bool:
    """Tell whether an atom of another script stands in a text that is `cased`.

    In scripts with blanks, no letter may touch it.
    """
    if is_unspaced(atom):
        return atom in text
    place = text.find(atom)
    while place >= 0:
        end = place + len(atom)
        if not text[max(place - 1, 0) : place].isalnum() and not text[end : end + 1].isalnum():
            return True
        place = text.find(atom, place + 1)
    return False


def is_unspaced(atom: str) -> bool:
    """Tell whether an atom has signs of a script in which words do not stand apart."""
    return _UNSPACED.search(atom) is not None


def words_in(text: str) -> list[str]:
    """Return the words of a text that is `cased`."""
    found: list[str] = _WORDS.findall(text)
    return found


def pairs_in(text: str) -> list[str]:
    """Return each two signs in a row."""
    return list(map("".join, pairwise(text)))


def _varied(words: list[bytes]) -> Iterable[list[bytes]]:
    yield [_plural(word) for word in words]
    yield [_singular(word) for word in words]
    for place, word in enumerate(words):
        if word.isalpha():
            for other in sorted(_numbers(word) | _slips(word)):
                yield [*words[:place], other, *words[place + 1 :]]


def _numbers(word: bytes) -> set[bytes]:
    """Return the plurals and singulars of a word."""
    found = {_plural(word), _singular(word)}
    if word.endswith((b"al", b"aux")) and len(word) >= _PLURAL_FROM:
        found |= {word + b"s"} if word.endswith(b"al") else {word[:-1]}
    return found - {word}


def _plural(word: bytes) -> bytes:
    if len(word) < _PLURAL_FROM or not word.isalpha() or word.endswith((b"s", b"x", b"z")):
        return word
    if word.endswith(b"al"):
        return word[:-1] + b"ux"
    return word + (b"x" if word.endswith((b"eau", b"eu")) else b"s")


def _singular(word: bytes) -> bytes:
    if len(word) < _PLURAL_FROM or not word.isalpha():
        return word
    if word.endswith(b"aux") and not word.endswith(b"eaux"):
        return word[:-2] + b"l"
    return word[:-1] if word.endswith((b"s", b"x")) else word


def _slips(word: bytes) -> set[bytes]:
    """Return a long word with a letter left out, doubled, or changed with its neighbour."""
    if len(word) < _SLIPS_FROM:
        return set()
    found = set()
    for at in range(1, len(word)):
        start, before, here, rest = (
            word[: at - 1],
            word[at - 1 : at],
            word[at : at + 1],
            word[at + 1 :],
        )
        found |= {
            start + before + rest,
            word[:at] + before + here + rest,
            start + here + before + rest,
        }
    return found - {word}
