"""Bytes of a feed to text that a strict parser takes: encodings, and faults that feeds often have.

Pure, and linear in the size of the feed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from beffroi.core.references import read_references

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Encodings that the web uses; others that Python knows are slow, or no encodings of text.
_KNOWN = re.compile(
    r"utf-?(?:8|16)(?:-?[bl]e)?|iso-?8859-\d{1,2}|latin-?1|(?:windows-|cp)125\d|us-ascii|"
    r"koi8-[ru]|euc-(?:jp|kr)|shift[_-]jis|gb(?:2312|k|18030)|big5",
    re.IGNORECASE,
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.-]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{1,40})[\"']")
_XML_START = re.compile(r"\s*<\?xml[^<>]*\?>")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AMPERSAND = re.compile(
    r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)(?:(\w{1,30});)?"
)


def decode(content: bytes, *, media_type: str) -> str:
    """Return the text: a mark at the start decides, then the server, then the feed itself."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    told = _CHARSET.search(media_type)
    declared = _DECLARATION.search(content[:400])
    names = [told[1] if told else "", declared[1].decode("ascii") if declared else "", "utf-8"]
    for name in names:
        if _KNOWN.fullmatch(name):
            try:
                return content.decode(name)
            except (UnicodeDecodeError, LookupError):
                continue
    return content.decode("cp1252", "replace")


def without_declaration(text: str) -> str:
    """Leave out what stands before the first element and would contradict how we read it."""
    text = _FORBIDDEN.sub("", text).lstrip()
    found = _XML_START.match(text)
    return text[found.end() :].lstrip() if found else text


def repaired(text: str) -> str:
    """Write entities of HTML and bare ampersands as XML wants them, outside of CDATA."""
    return _outside_cdata(text, lambda part: _AMPERSAND.sub(_entity, part))


def _entity(found: re.Match[str]) -> str:
    signs = read_references(found[0]) if found[1] else ""
    if not signs or signs == found[0]:
        return f"&amp;{found[0][1:]}"
    return "".join(f"&#{ord(sign)};" for sign in signs)


def _outside_cdata(text: str, change: Callable[[str], str]) -> str:
    pieces: list[str] = []
    position = 0
    while (start := text.find("<![CDATA[", position)) >= 0:
        end = text.find("]]>", start)
        end = len(text) if end < 0 else end + 3
        pieces += [change(text[position:start]), text[start:end]]
        position = end
    return "".join([*pieces, change(text[position:])])
