"""Which aspects a message speaks of, as its words bear out: what was guessed is left out. Pure.

What reads messages says how an aspect is spoken of; an answer about a queue that nobody mentioned
is beside the point.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from beffroi.suggestions.lexicon import patterns
from beffroi.suggestions.plain import READ_MAX, plain
from beffroi.suggestions.situations import Aspect, Sign

#: Words without which an aspect is not spoken of, and those that blame it by themselves.
_SPOKEN_OF = {Aspect(name): words for name, words in patterns("spoken").items()}
_SALTED = re.compile("salé", re.IGNORECASE)
_BLAMES = {Aspect(name): words for name, words in patterns("blamed").items()}


def borne_out(aspects: Mapping[Aspect, Sign], text: str) -> dict[Aspect, Sign]:
    """Return the aspects that the words bear out, those that they blame first."""
    bare = _plain(text)
    blamed = [aspect for aspect, words in _BLAMES.items() if words.search(bare)]
    spoken = [one for one in aspects if one in blamed or _SPOKEN_OF[one].search(bare)]
    both = [one for one in spoken if one in blamed]
    return {one: aspects[one] for one in (*both, *spoken)}


def blamed_in(text: str) -> dict[Aspect, Sign]:
    """Return the aspects that the words of a complaint blame by themselves."""
    bare = _plain(text)
    return {one: Sign.MINUS for one, words in _BLAMES.items() if words.search(bare)}


def _plain(text: str) -> str:
    """Return a text without accents, where what is salted is not taken for dirty."""
    return plain(_SALTED.sub("salin", unicodedata.normalize("NFC", text[:READ_MAX])))
