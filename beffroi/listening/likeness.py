"""Which messages say nearly the same: copies, reposts with a word more, chains. Pure.

A fingerprint of 63 bits is near that of a text with nearly the same words (Charikar 2002): it
finds candidates without their texts. `is_alike` then judges by the words themselves (Jaccard).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import pairwise

import numpy as np

from beffroi.matching.folding import cased, fold, has_other_letters

#: Fewer words are alike by chance.
WORDS_MIN = 6
#: Texts with nine words of ten in common differ by at most so many bits (99 of 100 tries).
BITS_APART_MAX = 16
_SHARED_MIN = 0.7
_LINKS = re.compile(r"https?://\S+")
#: As many as a column of a database holds without a sign.
_BITS = 63
#: A count for each bit, side by side in one number: a byte holds one, of so many words at most.
_ONE_EACH = int.from_bytes(b"\x01" * _BITS)
_WORDS_MAX = 255
#: Most words of a text are those of many: two megabytes hold them.
_WORDS_KEPT = 10_000
_ASKED_AT_ONCE = 128


def words_of(text: str) -> frozenset[bytes]:
    """Return what counts of a text: its words without links, handles and numbers."""
    plain = _LINKS.sub(" ", text)
    if has_other_letters(plain):
        signs = "".join(sign for sign in cased(plain) if sign.isalpha())
        return frozenset("".join(pair).encode() for pair in pairwise(signs))
    folded = fold(plain)
    words = folded.split()
    if b"@" in folded or b"#" in folded:
        words = [word.lstrip(b"#") for word in words if word[:1] != b"@"]
    return frozenset(words).difference(word for word in words if word.isdigit())


def fingerprint(words: frozenset[bytes]) -> int | None:
    """Return the fingerprint of a text by its words; None where there are too few."""
    size = len(words)
    if size < WORDS_MIN:
        return None
    if size > _WORDS_MAX:
        words, size = frozenset(sorted(words)[:_WORDS_MAX]), _WORDS_MAX
    total = sum(map(_bits_of, words))
    return int(total.to_bytes(_BITS).translate(_more_than_half(size)), 2)


@lru_cache(_WORDS_KEPT)
def _bits_of(word: bytes) -> int:
    """Return a word's own bits, each in a byte."""
    return int.from_bytes(blake2b(word, digest_size=_BITS).digest()) & _ONE_EACH


@cache
def _more_than_half(size: int) -> bytes:
    """Return by a count, of at most `size`, the digit that says whether most words have the bit."""
    return bytes(ord("1" if 2 * count > size else "0") for count in range(256))


def near(asked: Sequence[int], known: Sequence[int]) -> list[list[int]]:
    """Return for each fingerprint the places of those in `known` that may be alike, in order."""
    found: list[list[int]] = [[] for _ in asked]
    there = np.array(known, dtype=np.uint64)
    for start in range(0, len(asked), _ASKED_AT_ONCE):
        here = np.array(asked[start : start + _ASKED_AT_ONCE], dtype=np.uint64)
        apart = np.bitwise_count(here[:, None] ^ there)
        rows, places = np.nonzero(apart <= BITS_APART_MAX)
        for row, place in zip(rows.tolist(), places.tolist(), strict=True):
            found[start + row].append(place)
    return found


def is_alike(one: frozenset[bytes], other: frozenset[bytes]) -> bool:
    """Tell whether two texts share so many of their words that they say the same."""
    together = len(one | other)
    return together > 0 and len(one & other) / together >= _SHARED_MIN
