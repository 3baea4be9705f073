"""Web addresses in a text: where they stand, and others put in their place. Pure.

An address is what all networks make a link of: it begins with `https://`, `http://` or `www.`, and
not in the middle of a word. The signs that close a sentence or a bracket stay outside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import regex

from beffroi.links.addressing import NotAnAddress, normal

#: No network sees a link right after one of these: mail addresses, handles, words, hashtags.
_MAY_BEGIN = regex.compile(r"(?<![\p{L}\p{M}\p{N}@＠$#＃_/\u202a-\u202e])(?:h|(?<![.-])w)", regex.I)
_ADDRESS = regex.compile(r"(?:https?://|www\.)[^\s\p{C}<>\"«»]+", regex.IGNORECASE)
_CLOSES = {")": "(", "]": "[", "}": "{"}
_ENDS_A_SENTENCE = frozenset(".,;:!?…'’‘“”„*")
#: `www.` and a name and an ending: less is a word that somebody began to type.
_DOTS_AFTER_WWW = 2


@dataclass(frozen=True, slots=True)
class Found:
    """An address in a text, the end excluded; `address` is its normal form."""

    start: int
    end: int
    address: str


def find(text: str, *, ours: str) -> list[Found]:
    """Return the addresses of a text in order, but for those that begin with `ours`."""
    found = []
    for match in _ADDRESS.finditer(text):
        is_one = _MAY_BEGIN.match(text, match.start())
        written = _without_ending(match[0]) if is_one else ""
        address = _normal(written)
        if address and not address.startswith(ours):
            found.append(Found(match.start(), match.start() + len(written), address))
    return found


def replaced(text: str, given: Callable[[str], str], *, ours: str) -> str:
    """Return the text with what `given` returns of each address in its place; "" leaves it.

    Nothing else of the text changes. Addresses that begin with `ours` are in their place already.
    """
    pieces, position = [], 0
    for found in find(text, ours=ours):
        pieces += [text[position : found.start], given(found.address)]
        position = found.end if pieces[-1] else found.start
    return "".join([*pieces, text[position:]])


def _normal(written: str) -> str:
    if "://" not in written and written.partition("/")[0].count(".") < _DOTS_AFTER_WWW:
        return ""
    try:
        address = normal(written)
    except NotAnAddress:
        return ""
    host = urlsplit(address).hostname or ""
    return address if "." in host.strip(".") else ""


def _without_ending(written: str) -> str:
    """Leave out what closes the sentence, or a bracket that was opened before the address."""
    end = len(written)
    surplus = {sign: written.count(sign) - written.count(other) for sign, other in _CLOSES.items()}
    while end:
        last = written[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in _ENDS_A_SENTENCE:
            break
        end -= 1
    return written[:end]
