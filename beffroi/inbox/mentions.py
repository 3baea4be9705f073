"""Finds which members a note mentions. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from beffroi.inbox.rules import fold

_AT = re.compile(r"(?:^|(?<=[\s(«“\"'’,;:]))@(?=\w)")
#: What is quoted of a name that is nobody's: the word, as far as it goes on.
_WORD = re.compile(r"\w[\w’'-]*")
_QUOTED_MAX = 40


@dataclass(frozen=True, slots=True)
class Mentions:
    """Whom a text names after an “@”, by id in their order there.

    Also what stands there and is nobody's name, or that of several.
    """

    ids: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


def mentions_in(text: str, members: Mapping[int, str]) -> Mentions:
    """Return whom `text` names, and whom it fails to name.

    A whole name is found, or a first name that only one member has; case and accents do not
    matter. `members` are names by id.
    """
    names = _names(members)
    ids: dict[int, None] = {}
    unknown: dict[str, None] = {}
    shared: dict[str, None] = {}
    for start in _AT.finditer(text):
        name = _name_at(text[start.end() :], names)
        if name is None:
            unknown[_quoted(text, start.end())] = None
        elif (member_id := names[name]) is None:
            shared[_quoted(text, start.end())] = None
        else:
            ids[member_id] = None
    return Mentions(tuple(ids), tuple(unknown), tuple(shared))


def _name_at(text: str, names: Mapping[str, int | None]) -> str | None:
    """Return the longest of `names` with which a text begins."""
    rest = fold(text)
    for name in sorted(names, key=len, reverse=True):
        if rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum():
            return name
    return None


def _quoted(text: str, start: int) -> str:
    found = _WORD.match(text, start)
    return f"@{found[0][:_QUOTED_MAX] if found else ''}"


def _names(members: Mapping[int, str]) -> dict[str, int | None]:
    """Return whole names and first names with whose they are; None: of several."""
    folded = {member_id: fold(name) for member_id, name in members.items() if fold(name)}
    names: dict[str, int | None] = {}
    for called in (
        {member_id: name.split()[0] for member_id, name in folded.items()},
        folded,
    ):
        found: dict[str, int | None] = {}
        for member_id, name in called.items():
            found[name] = None if name in found else member_id
        names |= found
    return names
