"""Fills the places of a saved answer: “{prenom}” becomes the person's first name. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: The places that there are, in the order in which a page lists them.
PLACES = ("prenom", "nom", "entreprise", "reseau", "moi")
_PLACE = re.compile(r"\{([^{}\n]{0,40})\}")


def unknown(text: str) -> tuple[str, ...]:
    """Return what stands in braces and is no place, in order, each once."""
    found = (match[1].strip() for match in _PLACE.finditer(text))
    return tuple(dict.fromkeys(name for name in found if name not in PLACES))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with its places filled; one without a value goes, with the space before it.

    What is filled in is never looked through for places again.
    """

    def value(match: re.Match[str]) -> str:
        name = match[2].strip()
        if name not in PLACES:
            return match[0]
        found = values.get(name, "")
        return f"{match[1]}{found}" if found else ""

    return re.sub(r"([ \u00a0\u202f]?)\{([^{}\n]{0,40})\}", value, text)


def first_name(name: str) -> str:
    """Return how somebody is greeted: the first word of their name, "" when it is none."""
    words = name.split()
    return words[0] if words and words[0][0].isalpha() else ""
