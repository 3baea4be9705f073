"""Texts as the index reads them: lower case, no accents, words apart, one byte a letter.

One pass in C folds a whole text, by a table of the 256 characters of Latin-1. What Latin-1 lacks
is brought nearer first (œ, ’, letters of other Latin alphabets), or ends a word.
"""

from __future__ import annotations

import re
import unicodedata

#: Letters beyond Latin-1 that fold to plain ones, and marks of the letter before them.
_BEYOND = re.compile("[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff\ufb00-\ufb06\uff01-\uff5e]")
_SPELT = str.maketrans({"œ": "oe", "Œ": "oe", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i"})
#: What stands in words beside letters and digits. Letters that fold to two keep a byte of theirs.
_KEPT = "#@_æßþ"
_PLAIN = {"ø": "o", "ð": "d"}


def _folded(code: int) -> int:
    sign = chr(code).lower()
    plain = unicodedata.normalize("NFKD", _PLAIN.get(sign, sign))[0]
    return ord(plain) if plain in _KEPT or (plain.isascii() and plain.isalnum()) else ord(" ")


_TABLE = bytes(_folded(code) for code in range(256))


def fold(text: str) -> bytes:
    """Return the words of a text: letters, digits, `#`, `@` and `_`, with blanks between."""
    try:
        return text.encode("latin-1").translate(_TABLE)
    except UnicodeEncodeError:
        if _BEYOND.search(text):
            text = _brought_nearer(text)
        return text.encode("latin-1", "replace").translate(_TABLE)


def _brought_nearer(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.translate(_SPELT))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def has_other_letters(text: str) -> bool:
    """Tell whether a text has letters of which folding keeps nothing: Cyrillic, Chinese…"""
    return not text.isascii() and any(sign.isalpha() and fold(sign).isspace() for sign in text)


def cased(text: str) -> str:
    """Return a text as letters of other scripts are compared: one width, one case."""
    return unicodedata.normalize("NFKC", text).casefold()
