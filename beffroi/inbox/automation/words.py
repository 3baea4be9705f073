"""The words that a message must hold for a rule, compared as the search compares them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from beffroi.inbox.search.words import split, stem

#: More of them than this are a dictionary, and no rule.
WORDS_MAX = 50
TEXT_MAX = 2_000
_BETWEEN = re.compile(r"[,;\n]")

#: A message or an entry: the stems of its words, in their order, a space around each; "" for none.
#: Texts are found in one another in a time that grows with their length, rows of words are not.
Read = str


@dataclass(frozen=True, slots=True)
class Words:
    """A word or several that follow each other, for each entry; none asks for nothing."""

    entries: tuple[Read, ...] = ()
    needs_all: bool = False

    def are_in(self, message: Read) -> bool:
        """Tell whether a message holds one of them, or all."""
        if not self.entries:
            return True
        several = all if self.needs_all else any
        return several(entry in message for entry in self.entries)


def read(text: str) -> Read:
    """Return a text as words are looked for in it: without case, accents or endings."""
    stems = " ".join(stem(word) for word in split(text))
    return f" {stems} " if stems else ""


def entries(typed: str) -> tuple[str, ...]:
    """Return what was typed between commas, semicolons or on lines of its own, each once."""
    parts = (" ".join(part.split()) for part in _BETWEEN.split(typed.replace("\0", "")))
    return tuple(dict.fromkeys(part for part in parts if part))


def understand(typed: str, *, needs_all: bool) -> Words:
    """Return what is looked for; an entry of signs alone says nothing and is left out."""
    found = (read(entry) for entry in entries(typed))
    return Words(tuple(entry for entry in found if entry), needs_all)


def meaningless(typed: str) -> tuple[str, ...]:
    """Return the entries that hold no word."""
    return tuple(entry for entry in entries(typed) if not read(entry))
