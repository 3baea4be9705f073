"""Texts as the index reads them: lower case, no accents, words apart, one byte a letter.

One pass in C folds a whole text, by a table of the 256 characters of Latin-1. What Latin-1 lacks
is brought nearer first (œ, letters of other Latin alphabets), or ends a word. Each letter folds the
same whatever stands beside it. æ, ß and þ stay letters of their own: “strasse” is not “straße”.
"""

from __future__ import annotations

import re
import unicodedata

#: Letters beyond Latin-1 that fold to plain ones, apostrophes, and marks that no letter took.
_BEYOND = re.compile(
    "[\u0100-\u024f\u02bb-\u02bd\u0300-\u036f\u1e00-\u1eff\ufb00-\ufb06\uff01-\uff5e]"
)
_MARKS = re.compile("[\u0300-\u036f]")
#: Finds any sign but those of Latin-1, punctuation, symbols and pictographs. Most texts have none:
#: neither letters of other scripts, nor any that fold to others.
find_unusual = re.compile(
    "[^\x00-\xb4\xb6-\xff\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u3004\u3008-\u3020\u3030"
    "\ufe00-\ufe0f\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff]"
).search
_SPELT = str.maketrans(
    {
        "œ": "oe",
        "Œ": "oe",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "Đ": "d",
        "ı": "i",
        "ʻ": "'",
        "ʼ": "'",
        "ʽ": "'",
    }
)
#: Letters to Unicode, apostrophes to whoever writes them.
_APOSTROPHES = "ʻʼʽ"
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
    return fold_unusual(text) if find_unusual(text) else fold_usual(text)


def fold_usual(text: str) -> bytes:
    """Do as `fold`, for a text in which `find_unusual` finds nothing."""
    return text.encode("latin-1", "replace").translate(_TABLE)


def fold_unusual(text: str) -> bytes:
    """Do as `fold`, for any text."""
    if _BEYOND.search(text):
        near = unicodedata.normalize("NFC", text) if _MARKS.search(text) else text
        text = _BEYOND.sub(_nearer, near)
    return fold_usual(text)


def _nearer(found: re.Match[str]) -> str:
    """Return letters of Latin-1 for one that is beyond it."""
    apart = unicodedata.normalize("NFKD", found[0].translate(_SPELT))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def has_other_letters(text: str) -> bool:
    """Tell whether a text has letters of which folding keeps nothing: Cyrillic, Chinese…"""
    return find_unusual(text) is not None and any(
        sign.isalpha() and sign not in _APOSTROPHES and fold(sign).isspace() for sign in text
    )


def cased(text: str) -> str:
    """Return a text as letters of other scripts are compared: one width, one case."""
    return unicodedata.normalize("NFKC", text).casefold()
