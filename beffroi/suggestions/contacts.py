"""Finds in a text what leads somewhere or costs something: links, numbers, amounts. Pure.

It finds too much rather than too little: a text is allowed what the same search finds in the
workspace's own facts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

#: Full stops of other scripts, which browsers take for one.
_DOTS = str.maketrans(dict.fromkeys("。．｡․‧・", "."))
_EDGES = "()[]«»“”‘’\"'.,;:!?…<>*_"
#: Words of this length are no words: codes, keys, encoded texts.
_WORD_MAX = 26
#: So many digits are a number to call, or another that nobody gave; fewer are, after “call”.
_DIGITS_MIN = 5
_DIALLED_MIN = 3

_LINK = re.compile(
    r"://|//\w|@|^www\.|[\w-]\.[^\W\d_]{2,}|[\[(](?:\.|dot|point|at|arobase)[\])]"
    r"|^(?:javascript|vbscript|data|mailto|tel|sms|ftp|hxxps?|https?|whatsapp):"
)
_SPELLED = re.compile(
    r"\w\s+\.\s*\w"
    r"|\b(?:dot|point|punto)\s+(?:com|net|org|info|fr|be|ch|ca|uk|eu|io|me|ly|ru|test|example|xyz"
    r"|site|shop|app|top|biz|online)\b"
    r"|\b(?:arobase|at sign)\b|\s[\[(]\s*(?:at|chez|dot|point)\s*[\])]\s"
)
_DATE = re.compile(r"\b\d{1,2}/\d{1,2}/(?:19|20)\d\d\b")
_NUMBER = re.compile(r"\d(?:[\s().\-/+:·]{0,3}\d)*")
_DIALLED = re.compile(
    r"\b(?:appel|compos|envoy|télephon|telephon|sms|call|dial|text|ring|send|phone)\w*"
    r"[^.!?\n]{0,40}?\b(\d[\d\s().\-/+]{2,24})"
)
_CODE = re.compile(r"\bcodes?\b\W{1,3}(?:promo\w*\W{1,3})?\w*\d\w*")
_DIGIT_WORD = (
    r"(?:zéro|zero|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize"
    r"|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|septante|huitante|nonante"
    r"|cent|one|two|three|four|five|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|double|oh)"
)
_COUNTED = re.compile(rf"\b{_DIGIT_WORD}(?:[\s,.-]+{_DIGIT_WORD}){{4,}}\b")
_STREET = re.compile(
    r"\b\d{1,4}\s?(?:bis|ter)?,?\s(?:rue|avenue|boulevard|place|chemin|impasse|allée|quai|route)\s"
    r"(?:de la |de l[’']|des |du |de |d[’'])?[\w’'-]+"
    r"|\b\d{1,4}[a-z]?,?\s(?:[\w’'-]+\s){1,3}(?:street|road|lane|avenue|square)\b"
)
_AMOUNT = re.compile(
    r"\d[\d\s.,]{0,20}(?:%|€|\$|£|euros?\b|dollars?\b|pounds?\b|pour\s?cents?\b|per\s?cent\b)"
    r"|[€$£]\s?\d[\d.,]{0,20}"
)


def contacts_in(text: str) -> frozenset[str]:
    """Return all that leads somewhere or costs something, each written in one way."""
    plain = unicodedata.normalize("NFKC", text).translate(_DOTS).casefold()
    return frozenset((*_links(plain), *_numbers(plain), *_places(plain)))


def _links(plain: str) -> Iterator[str]:
    for token in plain.split():
        if _LINK.search(token) or len(token) > _WORD_MAX:
            yield re.sub(r"^https?://|/$", "", token.strip(_EDGES))
    yield from (found.group() for found in _SPELLED.finditer(plain))


def _numbers(plain: str) -> Iterator[str]:
    undated = _DATE.sub(" ", plain)
    for run in _NUMBER.findall(undated):
        digits = _digits(run)
        if len(digits) >= _DIGITS_MIN:
            yield digits
    dialled = (_digits(run) for run in _DIALLED.findall(undated))
    yield from (digits for digits in dialled if len(digits) >= _DIALLED_MIN)
    yield from (*_COUNTED.findall(plain), *_CODE.findall(plain))
    yield from (f"{_digits(found.group())} of money" for found in _AMOUNT.finditer(plain))


def _places(plain: str) -> Iterator[str]:
    return (" ".join(re.findall(r"[\w’'-]+", found.group())) for found in _STREET.finditer(plain))


def _digits(text: str) -> str:
    return "".join(re.findall(r"\d", text))
