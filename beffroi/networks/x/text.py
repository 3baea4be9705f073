"""Text as X weighs it: 280 units, most signs of Latin scripts one, all others two. Pure.

https://docs.x.com/fundamentals/counting-characters, read on 2026-11-22.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

import regex

from beffroi.networks.contracts import TextCount
from beffroi.networks.declarations import Limits
from beffroi.networks.x.top_level_domains import TOP_LEVEL_DOMAINS

#: What any address counts, however long it is.
LINK_LENGTH = 23
_HEAVY = 2
#: First and last code points that weigh one.
_LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
#: Signs that are no text.
_FORBIDDEN = regex.compile("[\ufffe\ufeff\uffff]")

_PICTURE = (
    r"(?:(?![©®](?!\ufe0f))\p{Extended_Pictographic}(?!\ufe0e)(?:\ufe0f|\p{Emoji_Modifier})?)"
)
_EMOJI = regex.compile(
    r"[0-9#*]\ufe0f?\u20e3"
    r"|\p{Regional_Indicator}{2}"
    r"|\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
    rf"|{_PICTURE}(?:\u200d{_PICTURE})*"
    r"|\p{Emoji_Modifier}"
)

_LABEL = r"[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}])?"
_PLAIN_LABEL = r"[\p{Latin}0-9](?:[\p{Latin}0-9_-]*[\p{Latin}0-9])?"
_IN_PATH = r"[\p{Latin}\p{Cyrillic}0-9!*';:=+,.$/%#\[\]\-–_~@|&]"
_ENDS_PATH = r"[\p{Latin}\p{Cyrillic}0-9+\-=_#/]"
_IN_BRACKETS = rf"\((?:{_IN_PATH}|\({_IN_PATH}*\))*\)"
_PATH = rf"(?:/(?:(?:{_IN_PATH}|{_IN_BRACKETS})*(?:{_ENDS_PATH}|{_IN_BRACKETS}))?)?"
_QUERY = r"(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])?"
_ADDRESS = regex.compile(
    r"(?<![A-Za-z0-9@＠$#＃\u202a-\u202e])"
    rf"(?:https?://(?P<host>{_LABEL}(?:\.{_LABEL})+)"
    rf"|(?<![\p{{L}}\p{{N}}_./-])(?P<bare>{_PLAIN_LABEL}(?:\.{_PLAIN_LABEL})+))"
    rf"(?![A-Za-z0-9@+-])(?P<rest>(?::\d+)?{_PATH}{_QUERY})",
    regex.IGNORECASE,
)
_CASHTAG = regex.compile(
    r"(?<![^\s])\$[a-z]{1,6}(?:[._][a-z]{1,2})?(?=$|[\s!'#%&()*+,\-./:;<=>?@\[\]^_{|}~$\\])",
    regex.IGNORECASE,
)
_FIRST_MENTION = regex.compile(r"@(\w{1,15})(?:\s+|$)")
_SCHEME = regex.compile(r"https?://", regex.IGNORECASE)
_CLOSING_SLASH = regex.compile(r"/(?=\s|$)")
_UNSAFE = regex.compile(r"[\p{Cs}\p{Cc}--[\n\t]]", regex.VERSION1)


class _Piece(NamedTuple):
    start: int
    end: int
    weight: int


def count(text: str, *, limits: Limits) -> TextCount:
    """Weigh `text` as X does before it takes a post."""
    normal = unicodedata.normalize("NFC", text)
    used = position = 0
    for piece in _pieces(normal):
        used += _weigh(normal[position : piece.start]) + piece.weight
        position = piece.end
    return TextCount(used=used + _weigh(normal[position:]), limit=limits.text_max)


def has_address(text: str) -> bool:
    """Tell whether X would make a link of some part of `text`: such a post costs more."""
    return any(True for _ in _addresses(unicodedata.normalize("NFC", text)))


def count_cashtags(text: str) -> int:
    """Count names of shares, as in $ACME."""
    return len(_CASHTAG.findall(text))


def forbidden_signs(text: str) -> str:
    """Return the signs of `text` that X takes for no text, each once."""
    return "".join(dict.fromkeys(_FORBIDDEN.findall(text)))


def without_address(text: str, names: set[str]) -> str:
    """Drop the mentions of `names` (lower case) in front: they say whom an answer is for."""
    while (found := _FIRST_MENTION.match(text)) and found.group(1).lower() in names:
        text = text[found.end() :]
    return text


def comparable(text: str) -> str:
    """Reduce a text to what survives X: one space, addresses without scheme or escapes."""
    normal = unicodedata.normalize("NFC", clean(text))
    bare = _CLOSING_SLASH.sub("", _SCHEME.sub("", unquote(normal)))
    return " ".join(bare.split())


def clean(text: str) -> str:
    """Drop what no database stores: control characters and halves of surrogate pairs."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _pieces(text: str) -> Iterator[_Piece]:
    """Yield addresses and emoji in order; what stands within an address is part of it."""
    position = 0
    for address in [*_addresses(text), _Piece(len(text), len(text), 0)]:
        for found in _EMOJI.finditer(text, position, address.start):
            yield _Piece(found.start(), found.end(), _HEAVY)
        yield address
        position = address.end


def _addresses(text: str) -> Iterator[_Piece]:
    position = 0
    while found := _ADDRESS.search(text, position):
        end = _end_of_address(found)
        if end is not None:
            yield _Piece(found.start(), end, LINK_LENGTH)
        position = end or found.start() + 1


def _end_of_address(found: regex.Match[str]) -> int | None:
    """Return where an address ends, None when no domain of it exists.

    Labels after the last one that exists are text: in `exemple.fr.Puis`, `Puis` begins a sentence.
    """
    name = "host" if found["host"] else "bare"
    labels = found[name].split(".")
    for kept in range(len(labels), 1, -1):
        if labels[kept - 1].lower() in TOP_LEVEL_DOMAINS:
            is_whole = kept == len(labels)
            return found.end() if is_whole else found.start(name) + len(".".join(labels[:kept]))
    return None


def _weigh(text: str) -> int:
    return sum(1 if any(a <= ord(sign) <= z for a, z in _LIGHT) else _HEAVY for sign in text)
