"""Finds which members a note mentions. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from beffroi.inbox.rules import fold

_AT = re.compile(r"(?:^|(?<=[\s(«“\"'’,;:]))@(?=\w)")


def mentioned(text: str, members: Mapping[int, str]) -> tuple[int, ...]:
    """Return the ids of those whom `text` names after an “@”, in their order there.

    A whole name is found, or a first name that only one member has; case and accents do not
    matter. `members` are names by id.
    """
    names = _names(members)
    found: dict[int, None] = {}
    for start in _AT.finditer(text):
        rest = fold(text[start.end() :])
        for name in sorted(names, key=len, reverse=True):
            if rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum():
                found[names[name]] = None
                break
    return tuple(found)


def _names(members: Mapping[int, str]) -> dict[str, int]:
    folded = {member_id: fold(name) for member_id, name in members.items() if fold(name)}
    firsts = Counter(name.split()[0] for name in folded.values())
    names = {
        first: member_id
        for member_id, name in folded.items()
        if firsts[first := name.split()[0]] == 1
    }
    wholes = Counter(folded.values())
    return names | {name: one for one, name in folded.items() if wholes[name] == 1}
