"""Reads the link elements of pages that strangers wrote. Pure; the work is bounded.

Every pattern is bounded and begins where no other try of it went: a hostile page costs what its
length costs, for a pattern holds the whole process while it runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from beffroi.core.references import read_references

#: The head of a page lies in here; what follows is its body.
HEAD_BYTES_MAX = 500_000
_LINK = re.compile(r"<link\b([^<>]{0,4000}+)>", re.IGNORECASE)
_NAME = r"(?<![\w-])([\w-]{1,60}+)\s{0,5}+=\s{0,5}+"
_ATTRIBUTE = re.compile(_NAME + r"(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")


def read_links(content: bytes) -> Iterator[Mapping[str, str]]:
    """Yield the attributes of each link element, their names in small letters."""
    head = content[:HEAD_BYTES_MAX].decode("utf-8", "replace")
    for element in _LINK.finditer(head):
        yield {
            found[1].lower(): read_references(next(filter(None, found.groups()[1:]), ""))
            for found in _ATTRIBUTE.finditer(element[1])
        }


def relations(attributes: Mapping[str, str]) -> list[str]:
    """Return what a link is to the page, in small letters."""
    return attributes.get("rel", "").lower().split()
