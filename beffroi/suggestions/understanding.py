"""What was understood of a message, from the labels that it bears to the values of `situations`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from beffroi.suggestions.bank import LANGUAGES, Language
from beffroi.suggestions.situations import Aspect, Sign

_One = TypeVar("_One", bound=Enum)


def value_of(kind: type[_One], label: str) -> _One | None:
    """Return the value that a label names, None for "" and for what is none."""
    return next((one for one in kind if one.value == label), None)


def aspects_of(labels: Mapping[str, str]) -> dict[Aspect, Sign]:
    """Return how each aspect is spoken of, by label; what is none is passed over."""
    found = ((value_of(Aspect, aspect), value_of(Sign, sign)) for aspect, sign in labels.items())
    return {aspect: sign for aspect, sign in found if aspect and sign}


def language_of(label: str, *, otherwise: str) -> Language:
    """Return the language to answer in: the label, else what is nearest to somebody's pages."""
    told = next((one for one in LANGUAGES if one == label), None)
    return told or nearest_language(otherwise)


def nearest_language(code: str) -> Language:
    """Return the language of the answers that is nearest to that of somebody's pages."""
    return "en" if code.startswith("en") else "fr"
