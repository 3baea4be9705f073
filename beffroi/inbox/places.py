"""Fills the places of a saved answer: “{prenom}” becomes the person's first name. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

from beffroi.inbox.rules import fold
from beffroi.suggestions.names import greeting_name

#: The places that there are, in the order in which a page lists them.
PLACES = ("prenom", "nom", "entreprise", "reseau", "moi")
_PLACE = re.compile(r"\{([^{}\n]{0,40})\}")
#: A place, the space before it, and the “de” or “que” that loses its vowel before another.
_LED = re.compile(r"(?:(?<!\w)(d|qu)e(?= \{))?([ \u00a0\u202f]?)\{([^{}\n]{0,40})\}", re.IGNORECASE)
_VOWELS = frozenset("aeiou")
#: Written with their accents they are the same places.
_SAME = {"prénom": "prenom", "réseau": "reseau"}


def _place(written: str) -> str:
    name = written.strip()
    return _SAME.get(unicodedata.normalize("NFC", name), name)


def named(text: str) -> tuple[str, ...]:
    """Return what stands in braces, in order, each once."""
    return tuple(dict.fromkeys(_place(match[1]) for match in _PLACE.finditer(text)))


def unknown(text: str) -> tuple[str, ...]:
    """Return what stands in braces and is no place, in order, each once."""
    return tuple(name for name in named(text) if name not in PLACES)


def filled(text: str, values: Mapping[str, str], *, known: Collection[str] = PLACES) -> str:
    """Return `text` with its places filled; one without a value goes, with the space before it.

    “de {entreprise}” is “d’Atelier Martin”. What is filled in is never looked through for places
    again. `known` are the places that count.
    """

    def value(match: re.Match[str]) -> str:
        name = _place(match[3])
        if name not in known:
            return match[0]
        found = values.get(name, "")
        if match[1] and _begins_with_vowel(found):
            return f"{match[1]}’{found}"
        lead = match[0][: match.start(2) - match.start()]
        return f"{lead}{match[2]}{found}" if found else lead

    return _LED.sub(value, text)


def _begins_with_vowel(word: str) -> bool:
    return fold(word)[:1] in _VOWELS


def first_name(name: str) -> str:
    """Return how somebody is greeted: by their first name, "" when it is not surely one."""
    return greeting_name(name)


def signature(chosen: str, *, writer_name: str) -> str:
    """Return who signs an answer: the one name that the company chose, else whoever writes it."""
    words = writer_name.split()
    return chosen or first_name(writer_name) or (words[0] if words else "")
