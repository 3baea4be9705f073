"""Fills the places of a saved answer: “{prenom}” becomes the person's first name. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

#: The places that there are, in the order in which a page lists them.
PLACES = ("prenom", "nom", "entreprise", "reseau", "moi")
_PLACE = re.compile(r"\{([^{}\n]{0,40})\}")


#: Written with their accents they are the same places.
_SAME = {"prénom": "prenom", "réseau": "reseau"}


def _place(written: str) -> str:
    name = written.strip()
    return _SAME.get(unicodedata.normalize("NFC", name).lower(), name)


def named(text: str) -> tuple[str, ...]:
    """Return what stands in braces, in order, each once."""
    return tuple(dict.fromkeys(_place(match[1]) for match in _PLACE.finditer(text)))


def unknown(text: str) -> tuple[str, ...]:
    """Return what stands in braces and is no place, in order, each once."""
    return tuple(name for name in named(text) if name not in PLACES)


def filled(text: str, values: Mapping[str, str], *, known: Collection[str] = PLACES) -> str:
    """Return `text` with its places filled; one without a value goes, with the space before it.

    What is filled in is never looked through for places again. `known` are the places that count.
    """

    def value(match: re.Match[str]) -> str:
        name = _place(match[2])
        if name not in known:
            return match[0]
        found = values.get(name, "")
        return f"{match[1]}{found}" if found else ""

    return re.sub(r"([ \u00a0\u202f]?)\{([^{}\n]{0,40})\}", value, text)


def first_name(name: str) -> str:
    """Return how somebody is greeted: the first word of their name, "" when it is none."""
    words = name.split()
    return words[0] if words and words[0][0].isalpha() else ""
