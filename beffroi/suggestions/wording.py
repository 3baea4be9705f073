"""The small notation that answers are written in, and how it is filled. Pure.

`{name}` stands for a fact; `{fact:what to say}` for what the person fills in; `[this|else]` says
`this` while all its facts are known; `{aside}` says where one speaks alone. What is filled in is
never read as notation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from beffroi.suggestions.facts import NAMES

#: Filled in by the person, for each answer anew.
BY_PERSON = "fact"
#: Always known: it depends on where the message came.
ASIDE = "aside"
#: These leave with what leads to them when nothing is known.
_LEADS = {"person": re.compile(r",? $"), "signature": re.compile(r"\n+$")}
KNOWN_SLOTS = frozenset({*NAMES, "person", ASIDE, BY_PERSON})
_TOKEN = re.compile(
    r"\{(?P<name>\w+)(?::(?P<hint>[^{}\[\]|]+))?\}|\[(?P<known>[^\[\]|]*)\|"
    r"(?P<otherwise>[^\[\]|]*)\]"
)
_STRAY = re.compile(r"[{}\[\]|]")
#: What a person still has to fill in, as it stands in an answer.
GAP = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True)
class Slot:
    """A place for a fact; `lead` comes before it, and not without it."""

    name: str
    hint: str = ""
    lead: str = ""


@dataclass(frozen=True)
class Either:
    """Two ways to go on: with facts, or without."""

    known: tuple[str | Slot, ...]
    otherwise: tuple[str | Slot, ...]


Part = str | Slot | Either


class BadNotation(ValueError):
    """An answer of the bank is written in a way that cannot be filled."""


@dataclass(frozen=True)
class Filled:
    """A text, the facts that it lacks and what the person still has to say in it."""

    text: str
    missing: tuple[str, ...]
    gaps: tuple[str, ...]


def read(source: str) -> tuple[Part, ...]:
    """Return the parts of an answer as it is written in the bank."""
    return tuple(_parts(source.strip()))


def _parts(source: str) -> Iterator[Part]:
    position = 0
    for found in _TOKEN.finditer(source):
        before = source[position : found.start()]
        position = found.end()
        if found["name"] is None:
            yield from _literal(before)
            yield Either(_flat(found["known"]), _flat(found["otherwise"]))
        else:
            yield from _with_lead(before, found["name"], found["hint"] or "")
    yield from _literal(source[position:])


def _flat(source: str) -> tuple[str | Slot, ...]:
    return tuple(part for part in _parts(source) if not isinstance(part, Either))


def _with_lead(before: str, name: str, hint: str) -> Iterator[str | Slot]:
    if name not in KNOWN_SLOTS or (name == BY_PERSON) != bool(hint):
        raise BadNotation(f"{{{name}:{hint}}}")
    lead = ""
    if name in _LEADS:
        found = _LEADS[name].search(before)
        if found is None:
            raise BadNotation(f"nothing leads to {{{name}}}")
        before, lead = before[: found.start()], found.group()
    yield from _literal(before)
    yield Slot(name, hint, lead)


def _literal(text: str) -> Iterator[str]:
    if _STRAY.search(text):
        raise BadNotation(text)
    if text:
        yield text


def slots(parts: tuple[Part, ...]) -> Iterator[Slot]:
    """Go through all places for facts, those of both ways included."""
    for part in parts:
        if isinstance(part, Slot):
            yield part
        elif isinstance(part, Either):
            yield from slots(part.known)
            yield from slots(part.otherwise)


def fill(
    parts: tuple[Part, ...], values: Mapping[str, str], *, names_of_gaps: Mapping[str, str]
) -> Filled:
    """Return the text with these values; what is not known is named, and shown between brackets."""
    said: list[str] = []
    missing: list[str] = []
    gaps: list[str] = []
    for part in _chosen(parts, values, missing):
        if isinstance(part, str):
            said.append(part)
            continue
        if value := values.get(part.name):
            said.append(part.lead + value)
            continue
        missing += [part.name] if part.name in NAMES else []
        if part.name not in _LEADS:
            gaps.append(part.hint or names_of_gaps[part.name])
            said.append(f"[{gaps[-1]}]")
    return Filled("".join(said).strip(), tuple(dict.fromkeys(missing)), tuple(gaps))


def _chosen(
    parts: tuple[Part, ...], values: Mapping[str, str], missing: list[str]
) -> Iterator[str | Slot]:
    for part in parts:
        if not isinstance(part, Either):
            yield part
            continue
        asked = [slot.name for slot in slots(part.known) if slot.name in NAMES]
        absent = [name for name in asked if not values.get(name)]
        missing += absent
        yield from part.otherwise if absent else part.known


def still_to_fill(text: str) -> tuple[str, ...]:
    """Return what is left between brackets in an answer that somebody is about to send."""
    return tuple(found[1:-1] for found in GAP.findall(text))
