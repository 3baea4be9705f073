"""Cuts a page that strangers wrote into tags and text, the way browsers do. Pure; always forward.

No tree is built: every parser that builds one by the rules of HTML asks, for each new element, all
that are still open, so that a page of opening tags keeps it busy for minutes. What is looked for
here needs no tree. Each sign is looked at a fixed number of times, whatever the page holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from beffroi.core.references import read_references

#: Longer pages are cut: their end says nothing that their beginning and middle do not.
SIGNS_MAX = 1_500_000
#: A page of a small company has some thousands.
TAGS_MAX = 60_000
_ATTRIBUTES_MAX = 60
_VALUE_MAX = 4_000

_OPENING = re.compile(r"<(?:(/?)([a-zA-Z][^\s/>]{0,60})[^\s/>]*+|(!--)|([!?/]))")
_ATTRIBUTE = re.compile(
    r"[\s/]*+(?:(>)|([^\s/>][^\s/>=]*+)"
    r"(?:\s*+=\s*+(?:\"([^\"]*+)\"?|'([^']*+)'?|([^\s>\"'][^\s>]*+))?)?)"
)
#: Elements whose content is no markup; that of the last two is text that a browser shows.
_RAW = ("script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title")
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag; its name and those of its attributes in small letters, the values as meant.

    `content` is what an element holds that is no markup: that of a script or a title.
    """

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    is_end: bool = False
    content: str = ""

    def get(self, name: str) -> str:
        """Return the value of an attribute without spaces around it, "" when there is none."""
        return self.attributes.get(name, "").strip()


def read_markup(text: str) -> Iterator[Tag | str]:
    """Yield the tags of a page and the text between them, in their order."""
    text = text[:SIGNS_MAX]
    position, tags = 0, 0
    while tags < TAGS_MAX and (found := _OPENING.search(text, position)):
        if found.start() > position:
            yield read_references(text[position : found.start()])
        if found[2] is None:
            position = _after_comment(text, found)
            continue
        tags += 1
        tag, position = _tag(text, found)
        yield tag
    if position < len(text):
        yield read_references(text[position:])


def _after_comment(text: str, found: re.Match[str]) -> int:
    """Return where a comment ends; one that never does hides the rest, as in a browser."""
    end = "-->" if found[3] else ">"
    at = text.find(end, found.end())
    return len(text) if at < 0 else at + len(end)


def _tag(text: str, found: re.Match[str]) -> tuple[Tag, int]:
    name = found[2].lower()
    attributes, position = _attributes(text, found.end())
    if found[1] or name not in _RAW_ENDS:
        return Tag(name, attributes, bool(found[1])), position
    ending = _RAW_ENDS[name].search(text, position)
    end = ending.start() if ending else len(text)
    return Tag(name, attributes, content=text[position:end]), end


def _attributes(text: str, position: int) -> tuple[dict[str, str], int]:
    """Return the attributes of a tag and where it ends; the first of one name counts."""
    attributes: dict[str, str] = {}
    while found := _ATTRIBUTE.match(text, position):
        position = found.end()
        if found[1]:
            return attributes, position
        name = found[2][:_ATTRIBUTES_MAX].lower()
        if len(attributes) < _ATTRIBUTES_MAX and name not in attributes:
            value = found[3] or found[4] or found[5] or ""
            attributes[name] = read_references(value[:_VALUE_MAX])
    return attributes, len(text)
