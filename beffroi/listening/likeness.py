"""Which messages say nearly the same: copies, reposts with a word more, chains. Pure.

A fingerprint of 63 bits is near that of a text with nearly the same words (Charikar 2002): it
finds candidates without their texts. `is_alike` then judges by the words themselves (Jaccard).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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


def words_of(text: str) -> frozenset[bytes]:
    """Return what counts of a text: its words without links, handles and numbers."""
    plain = _LINKS.sub(" ", text)
    if has_other_letters(plain):
        signs = "".join(sign for sign in cased(plain) if sign.isalpha())
        return frozenset("".join(pair).encode() for pair in pairwise(signs))
    return frozenset(_counting(fold(plain).split()))


def _counting(words: Iterable[bytes]) -> Iterable[bytes]:
    return (word.lstrip(b"#") for word in words if word[:1] != b"@" and not word.isdigit())


def fingerprint(words: frozenset[bytes]) -> int | None:
    """Return the fingerprint of a text by its words; None where there are too few."""
    if len(words) < WORDS_MIN:
        return None
    counted = sorted(words)[:_WORDS_MAX]
    total = sum(
        int.from_bytes(blake2b(word, digest_size=_BITS).digest()) & _ONE_EACH for word in counted
    )
    found = 0
    for count in total.to_bytes(_BITS):
        found = found << 1 | (2 * count > len(counted))
    return found


class Fingerprints:
    """Fingerprints under their keys, of which those near one are asked for."""

    def __init__(self, known: Iterable[tuple[int, int]] = ()) -> None:
        self._keys: list[int] = []
        self._kept = np.zeros(64, dtype=np.uint64)
        for key, found in known:
            self.add(key, found)

    def add(self, key: int, found: int) -> None:
        """Take one in."""
        if len(self._keys) == len(self._kept):
            self._kept = np.concatenate([self._kept, np.zeros_like(self._kept)])
        self._kept[len(self._keys)] = found
        self._keys.append(key)

    def near(self, found: int) -> list[int]:
        """Return the keys of those that may be alike, in the order in which they were taken in."""
        apart = np.bitwise_count(self._kept[: len(self._keys)] ^ np.uint64(found))
        return [self._keys[place] for place in np.flatnonzero(apart <= BITS_APART_MAX)]


def is_alike(one: frozenset[bytes], other: frozenset[bytes]) -> bool:
    """Tell whether two texts share so many of their words that they say the same."""
    together = len(one | other)
    return together > 0 and len(one & other) / together >= _SHARED_MIN
