"""Each character as the features see it: folded, and of what class. Tables, built once."""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np
import numpy.typing as npt

#: Characters above are symbols: pictographs that newer Unicode adds, and private ones.
_KNOWN = 0x20000
#: What colours the pictograph before them.
_SKIN_TONES = range(0x1F3FB, 0x1F400)


class Kind(IntEnum):
    """What a character is to the features."""

    BREAK = 0
    LETTER = 1
    DIGIT = 2
    SIGN = 3
    #: A mark that belongs to the character before it and says nothing by itself.
    MARK = 4


@dataclass(frozen=True, slots=True)
class Table:
    """By code point: its folded form, its kind, whether it is a capital."""

    folded: npt.NDArray[np.uint32]
    kind: npt.NDArray[np.uint8]
    is_capital: npt.NDArray[np.bool_]


@cache
def table() -> Table:
    """Return what every known character folds to: lower case, without accent, plain width."""
    folded = np.arange(_KNOWN, dtype=np.uint32)
    kind = np.full(_KNOWN, Kind.SIGN, dtype=np.uint8)
    is_capital = np.zeros(_KNOWN, dtype=np.bool_)
    for code in range(_KNOWN):
        sign = chr(code)
        category = unicodedata.category(sign)
        kind[code] = Kind.MARK if code in _SKIN_TONES else _kind(category)
        if category[0] in "LNP":
            plain = unicodedata.normalize("NFKD", sign)[:1].lower()[:1]
            folded[code] = ord(plain)
            is_capital[code] = category == "Lu"
    return Table(folded, kind, is_capital)


def _kind(category: str) -> Kind:
    if category[0] in "ZC":
        return Kind.MARK if category == "Cf" else Kind.BREAK
    if category[0] == "M":
        return Kind.MARK
    return {"L": Kind.LETTER, "N": Kind.DIGIT}.get(category[0], Kind.SIGN)


def codes_of(text: str) -> npt.NDArray[np.uint32]:
    """Return the code points of `text`; lone surrogates, which are no characters, as U+FFFD."""
    data = text.encode("utf-32-le" if sys.byteorder == "little" else "utf-32-be", "surrogatepass")
    codes = np.frombuffer(data, dtype=np.uint32)
    return np.where((codes >= 0xD800) & (codes < 0xE000), np.uint32(0xFFFD), codes)
