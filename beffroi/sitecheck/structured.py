"""Reads what a page says to search engines: JSON-LD and microdata of schema.org. Pure, bounded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from beffroi.sitecheck.markup import Tag

_SIGNS_MAX = 200_000
_NODES_MAX = 5_000
_SAID_MAX = 40
_PROPERTIES = {
    "telephone": "phone",
    "email": "email",
    "address": "address",
    "streetaddress": "address",
    "openinghours": "hours",
    "openinghoursspecification": "hours",
    "logo": "logo",
    "aggregaterating": "reviews",
}


@dataclass(slots=True)
class Structured:
    """What is said: which things, and the addresses of one's own pages elsewhere."""

    said: set[str] = field(default_factory=set)
    same_as: list[str] = field(default_factory=list)


def add_script(found: Structured, text: str) -> None:
    """Add what a script of JSON-LD says; one that is no JSON says nothing."""
    try:
        document = json.loads(text[:_SIGNS_MAX])
    except (ValueError, RecursionError):  # not closed, numbers too long, nested without end
        return
    for key, value in _pairs(document):
        _add(found, key, value)


def add_tag(found: Structured, tag: Tag) -> None:
    """Add what one tag says by microdata."""
    if not (name := tag.get("itemprop")[:200].lower()):
        return
    for word in name.split():
        if word in _PROPERTIES:
            found.said.add(_PROPERTIES[word])
        if word == "sameas" and (address := tag.get("href") or tag.get("content")):
            _add_address(found, address)


def _add(found: Structured, key: str, value: Any) -> None:
    name = key.lower()
    if name in _PROPERTIES and value:
        found.said.add(_PROPERTIES[name])
    if name == "sameas":
        for address in value if isinstance(value, list) else [value]:
            if isinstance(address, str):
                _add_address(found, address)


def _add_address(found: Structured, address: str) -> None:
    if len(found.same_as) < _SAID_MAX:
        found.same_as.append(address)


def _pairs(document: Any) -> Iterator[tuple[str, Any]]:
    """Yield the pairs of a document, however deep, without calling itself."""
    waiting, seen = [document], 0
    while waiting and seen < _NODES_MAX:
        seen += 1
        node = waiting.pop()
        if isinstance(node, dict):
            yield from node.items()
            waiting.extend(one for one in node.values() if isinstance(one, dict | list))
        elif isinstance(node, list):
            waiting.extend(one for one in node[:_NODES_MAX] if isinstance(one, dict | list))
