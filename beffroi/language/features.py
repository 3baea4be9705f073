"""Short texts as numbers: which buckets of the weights each text adds up.

Words and pairs of words, words under a negation, pieces of words in three to five characters (so
that a misspelt word still looks like itself), punctuation, emoji, capitals and length. All texts of
a batch are one array of characters; the hash of any stretch of it comes from two look-ups in a
table of prefix hashes, so that no step walks over characters or words in Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from beffroi.language.characters import Kind, codes_of, table
from beffroi.language.lists import NEGATIONS, STEMS

#: How many buckets the weights have: a power of two.
BUCKET_BITS = 17
BUCKETS = 1 << BUCKET_BITS
#: From this bucket on stand pairs and pieces of words; whole words stand before.
FIRST_PART = BUCKETS // 2
#: Of a text, what is read: more would say the same again.
CHARACTERS_MAX = 8_000
#: How many characters are looked at together, at most: what bounds the memory.
BATCH_CHARACTERS = 1 << 15

Codes = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

_SEPARATOR = "\0"
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\0]+|[\w.+-]+@[\w-]+\.[\w.]+|@[\w.]+|\bhttp\b")
_LIGATURES = (("œ", "oe"), ("Œ", "OE"), ("æ", "ae"), ("ß", "ss"), ("’", "'"))
#: How many words after a negation it bears on, unless a sign ends it.
_NEGATION_REACH = 4
_PIECES = (3, 4, 5)
#: How many letters of a word stand for all its forms.
_STEM = 6
#: Kinds of features that are whole words, or said of them.
_WHOLE = frozenset({1, 3, 4, 5, 9})
_BASE = np.uint64(0x9E3779B97F4A7C15)
_INVERSE = np.uint64(pow(int(_BASE), -1, 1 << 64))
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_ADDRESS_CODE = np.uint32(0xE000)
_NUMBER_CODE = np.uint32(0xE001)
_MANY_CAPITALS = 0.6
#: From this code point on stand arrows, signs and pictographs, but for scripts that are not ours.
_FIRST_PICTOGRAPH = 0x2190


@dataclass(frozen=True, slots=True)
class Features:
    """For text `i`, the buckets `buckets[starts[i]:starts[i + 1]]`; every text has at least one."""

    buckets: npt.NDArray[np.uint32]
    starts: Places

    def __len__(self) -> int:
        return len(self.starts) - 1


def extract(texts: Sequence[str]) -> Features:
    """Return the features of each text, in order."""
    parts = [_of_batch(batch) for batch in _batches(texts)]
    buckets = [part.buckets for part in parts] or [np.empty(0, np.uint32)]
    sizes = [np.diff(part.starts) for part in parts]
    starts = np.concatenate([np.zeros(1, np.int64), *sizes]).cumsum()
    return Features(np.concatenate(buckets), starts)


def _batches(texts: Sequence[str]) -> list[list[str]]:
    batches: list[list[str]] = []
    room = 0
    for text in texts:
        read = text[:CHARACTERS_MAX]
        if room < len(read) or not batches:
            batches.append([])
            room = BATCH_CHARACTERS
        batches[-1].append(read)
        room -= len(read) + 4
    return batches


def _of_batch(texts: list[str]) -> Features:
    signs = _read(texts)
    words = _words(signs)
    negated = _under_negation(words)
    found = [
        (words.text, _bucket(words.hash, kind=1)),
        _pairs(words),
        _skips(words),
        (words.text[negated], _bucket(words.hash[negated], kind=3)),
        *_stems(words, negated),
        *_pieces(signs),
        _shape(signs, words, count=len(texts)),
    ]
    owner = np.concatenate([texts_of for texts_of, _ in found]).astype(np.uint16)
    order = np.argsort(owner, kind="stable")
    sizes = np.bincount(owner, minlength=len(texts))
    starts = np.concatenate([np.zeros(1, np.int64), sizes.cumsum()])
    return Features(np.concatenate([buckets for _, buckets in found])[order], starts)


@dataclass(frozen=True, slots=True)
class _Signs:
    """The characters of a batch, a break before and after each text; `text` is whose they are."""

    code: Codes
    kind: npt.NDArray[np.uint8]
    is_capital: npt.NDArray[np.bool_]
    text: Places


@dataclass(frozen=True, slots=True)
class _Words:
    """Words, numbers and signs of a batch; `is_sign` ends what a negation bears on."""

    hash: Hashes
    text: Places
    is_sign: npt.NDArray[np.bool_]
    prefix: Hashes
    first: Places
    end: Places


def _read(texts: list[str]) -> _Signs:
    joined = _SEPARATOR + "".join(text.replace(_SEPARATOR, " ") + _SEPARATOR for text in texts)
    for ligature, letters in _LIGATURES:
        joined = joined.replace(ligature, letters)
    codes = codes_of(_ADDRESS.sub(chr(_ADDRESS_CODE), joined))
    known = table()
    is_known = codes < len(known.folded)
    place = np.where(is_known, codes, 0)
    code = np.where(is_known, known.folded[place], codes)
    kind = np.where(is_known, known.kind[place], np.uint8(Kind.SIGN))
    kind[codes == _ADDRESS_CODE] = Kind.SIGN
    kind[(codes == ord("'")) | (codes == ord("-"))] = Kind.BREAK
    code[kind == Kind.DIGIT] = ord("0")
    text = np.cumsum(codes == 0) - 1
    kept = kind != Kind.MARK
    return _shortened(code[kept], kind[kept], known.is_capital[place][kept], text[kept])


def _shortened(
    code: Codes, kind: npt.NDArray[np.uint8], is_capital: npt.NDArray[np.bool_], text: Places
) -> _Signs:
    """Drop the third and later of the same character in a row, the second of a pictograph.

    "trooop" is "troop", and two thumbs say what one does.
    """
    kept = np.ones(len(code), np.bool_)
    kept[2:] = (code[2:] != code[1:-1]) | (code[2:] != code[:-2]) | (code[2:] == 0)
    kept[1:] &= (code[1:] != code[:-1]) | (code[1:] < _FIRST_PICTOGRAPH)
    return _Signs(code[kept], kind[kept], is_capital[kept], text[kept])


def _words(signs: _Signs) -> _Words:
    code, kind = signs.code, signs.kind
    is_same = (kind[1:] == kind[:-1]) & ((kind[1:] != Kind.SIGN) | (code[1:] == code[:-1]))
    is_word = kind != Kind.BREAK
    begins = is_word.copy()
    begins[1:] &= ~is_same
    first = np.flatnonzero(begins)
    ends = is_word.copy()
    ends[:-1] &= ~is_same
    last = np.flatnonzero(ends)
    prefix = _prefix(code)
    hashes = _stretch(prefix, first, last + 1)
    is_sign = kind[first] == Kind.SIGN
    return _Words(hashes, signs.text[first], is_sign, prefix, first, last + 1)


def _pairs(words: _Words) -> tuple[Places, npt.NDArray[np.uint32]]:
    """Return each word with the one before it; the first one with the beginning of its text."""
    before = np.zeros_like(words.hash)
    before[1:] = np.where(words.text[1:] == words.text[:-1], words.hash[:-1], np.uint64(0))
    return words.text, _bucket(before * _MIX + words.hash, kind=2)


def _skips(words: _Words) -> tuple[Places, npt.NDArray[np.uint32]]:
    """Return each word with the one before the one before it."""
    ends = np.flatnonzero(words.text[2:] == words.text[:-2]) + 2
    pair = words.hash[ends - 2] * _MIX + words.hash[ends] * np.uint64(3)
    return words.text[ends], _bucket(pair, kind=12)


def _under_negation(words: _Words) -> npt.NDArray[np.bool_]:
    """Tell which words stand after a negation, with no sign between."""
    negates = np.isin(words.hash, _negations())
    ended = np.cumsum(words.is_sign | _begins(words.text))
    under = np.zeros(len(negates), np.bool_)
    for step in range(1, _NEGATION_REACH + 1):
        under[step:] |= negates[:-step] & (ended[step:] == ended[:-step])
    return under & ~words.is_sign


def _stems(
    words: _Words, negated: npt.NDArray[np.bool_]
) -> list[tuple[Places, npt.NDArray[np.uint32]]]:
    """Return how words begin, and of what the lists say that they are a sign."""
    size = words.end - words.first
    long = np.flatnonzero((size > _STEM) & ~words.is_sign)
    begun = _stretch(words.prefix, words.first[long], words.first[long] + _STEM)
    found = [(words.text[long], _bucket(begun, kind=4))]
    for length, listed in _listed():
        chosen = np.flatnonzero(size >= length) if length else np.arange(len(size))
        end = words.first[chosen] + length if length else words.end
        hashes = _stretch(words.prefix, words.first[chosen], end)
        place = np.minimum(np.searchsorted(listed.hash, hashes), len(listed.hash) - 1)
        hit = np.flatnonzero(listed.hash[place] == hashes)
        times = listed.sizes[place[hit]]
        meaning = listed.meaning[_stretches(listed.starts[place[hit]], times)]
        said_of = np.repeat(chosen[hit], times)
        found.append((words.text[said_of], _sign_bucket(meaning, negated[said_of])))
    return found


def _pieces(signs: _Signs) -> Iterator[tuple[Places, npt.NDArray[np.uint32]]]:
    """Yield the pieces of words by length, the space before and after a word counted in."""
    is_letter = signs.kind == Kind.LETTER
    prefix = _prefix(np.where(is_letter, signs.code, np.uint32(ord(" "))))
    letters = np.concatenate([np.zeros(1, np.int64), is_letter.cumsum()])
    for length in _PIECES:
        start = np.arange(len(is_letter) - length + 1)
        inside = letters[start + length - 1] - letters[start + 1]
        first = start[inside == length - 2]
        hashes = _stretch(prefix, first, first + length)
        yield signs.text[first + 1], _bucket(hashes, kind=3 + length)


def _shape(signs: _Signs, words: _Words, *, count: int) -> tuple[Places, npt.NDArray[np.uint32]]:
    """Return for each text how long it is, and whether it shouts."""
    length = np.sqrt(np.bincount(words.text, minlength=count)).astype(np.uint64)
    letters = np.bincount(signs.text[signs.kind == Kind.LETTER], minlength=count)
    capitals = np.bincount(signs.text[signs.is_capital], minlength=count)
    shouts = (capitals > _MANY_CAPITALS * letters) & (letters > 8)
    value = np.minimum(length, np.uint64(12)) * np.uint64(2) + shouts.astype(np.uint64)
    return np.arange(count), _bucket(value, kind=9)


def _begins(text: Places) -> npt.NDArray[np.bool_]:
    begins = np.ones(len(text), np.bool_)
    begins[1:] = text[1:] != text[:-1]
    return begins


@cache
def _powers() -> tuple[Hashes, Hashes]:
    """Return the powers of the base and of its inverse, modulo 2^64, for the longest batch."""
    size = 2 * (BATCH_CHARACTERS + CHARACTERS_MAX + 8)
    up, down = np.full(size, _BASE), np.full(size, _INVERSE)
    up[0] = down[0] = 1
    return np.cumprod(up, dtype=np.uint64), np.cumprod(down, dtype=np.uint64)


def _prefix(code: Codes) -> Hashes:
    """Return the sums from which `_stretch` takes the hash of any stretch of `code`."""
    sums = np.zeros(len(code) + 1, np.uint64)
    np.cumsum((code.astype(np.uint64) + np.uint64(1)) * _powers()[0][: len(code)], out=sums[1:])
    return sums


def _stretch(prefix: Hashes, first: Places, end: Places) -> Hashes:
    """Return the hash of each stretch: the same wherever it stands."""
    found: Hashes = (prefix[end] - prefix[first]) * _powers()[1][first]
    return found


def _bucket(hashes: Hashes, *, kind: int) -> npt.NDArray[np.uint32]:
    """Return where hashes of a kind stand: whole words in the first half, parts after them."""
    mixed = (hashes + np.uint64(kind)) * _MIX
    mixed ^= mixed >> np.uint64(33)
    mixed *= _BASE
    half = np.uint32(0 if kind in _WHOLE else FIRST_PART)
    return (mixed >> np.uint64(65 - BUCKET_BITS)).astype(np.uint32) + half


def _stretches(starts: Places, sizes: Places) -> Places:
    """Return all places from each start on, as many as its size."""
    before = np.cumsum(sizes) - sizes
    return np.arange(sizes.sum()) - np.repeat(before - starts, sizes)


def _sign_bucket(
    meaning: npt.NDArray[np.uint64], is_negated: npt.NDArray[np.bool_]
) -> npt.NDArray[np.uint32]:
    return _bucket(meaning * np.uint64(2) + is_negated, kind=5)


def sign_buckets() -> npt.NDArray[np.uint32]:
    """Return the buckets that tell of which lists a text has words, negated or not."""
    meaning = np.repeat(np.arange(len(STEMS), dtype=np.uint64), 2)
    return np.unique(_sign_bucket(meaning, np.arange(len(meaning)) % 2 == 1))


@dataclass(frozen=True, slots=True)
class _Listed:
    """Hashes in order, and of which lists each is: `sizes` of `meaning` from `starts` on."""

    hash: Hashes
    starts: Places
    sizes: Places
    meaning: Hashes


@cache
def _listed() -> tuple[tuple[int, _Listed], ...]:
    """Return the stems of the lists, those of a length together; 0 for words that are meant whole.

    A stem that several lists hold is a sign of each.
    """
    stems = [
        (stem, meaning) for meaning, of in enumerate(STEMS.values()) for stem in set(of.split())
    ]
    hashes = word_hashes([stem.rstrip("$") for stem, _ in stems])
    grouped: dict[int, list[tuple[int, int]]] = {}
    for (stem, meaning), found in zip(stems, hashes.tolist(), strict=True):
        length = 0 if stem.endswith("$") else len(stem)
        grouped.setdefault(length, []).append((found, meaning))
    return tuple((length, _in_order(pairs)) for length, pairs in sorted(grouped.items()))


def _in_order(pairs: list[tuple[int, int]]) -> _Listed:
    hashes, meaning = np.array(sorted(pairs), dtype=np.uint64).T
    unique, starts, sizes = np.unique(hashes, return_index=True, return_counts=True)
    return _Listed(unique, starts, sizes, meaning)


@cache
def _negations() -> Hashes:
    return word_hashes(NEGATIONS.split())


def word_hashes(words: Sequence[str]) -> Hashes:
    """Return what tells each single word, as features see it; the order is that of `words`."""
    found = _words(_read(list(words)))
    return found.hash
