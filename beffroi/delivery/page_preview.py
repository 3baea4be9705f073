"""Reads what a web page says of itself: title, summary, picture. Pure: text in, values out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from beffroi.core.foreign import storable, web_address
from beffroi.core.references import read_references

#: The head of a page lies in here; what follows is its body.
HEAD_BYTES_MAX = 300_000
TITLE_MAX = 300
SUMMARY_MAX = 600

# Bounded patterns, not a parser: a hostile page costs no more than its length.
_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([\w-]{1,40})", re.IGNORECASE)
_META = re.compile(r"<meta\s([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]{1,60})\s{0,5}=\s{0,5}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_TITLE = re.compile(r"<title[^<>]{0,500}>([^<]{0,4000})<", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PagePreview:
    """What a page says of itself. `image_url` is a web address, or empty."""

    title: str
    summary: str
    image_url: str


def read_preview(content: bytes, *, content_type: str, url: str) -> PagePreview | None:
    """Return the preview of the page at `url`, None when it is no page or has no title."""
    if "html" not in content_type.lower():
        return None
    text = _decoded(content[:HEAD_BYTES_MAX], content_type)
    told = _meta(text)
    title = told.get("og:title") or told.get("twitter:title") or _title(text)
    if not title:
        return None
    summary = told.get("og:description") or told.get("description") or ""
    image = told.get("og:image") or told.get("twitter:image") or ""
    return PagePreview(
        title=_line(title, longest=TITLE_MAX),
        summary=_line(summary, longest=SUMMARY_MAX),
        image_url=_address(image, base=url),
    )


def _decoded(head: bytes, content_type: str) -> str:
    found = _CHARSET.search(content_type.encode("ascii", "ignore")) or _CHARSET.search(head[:2048])
    try:
        return head.decode(found[1].decode() if found else "utf-8", "replace")
    except LookupError:  # a charset that nobody knows
        return head.decode("utf-8", "replace")


def _meta(text: str) -> Mapping[str, str]:
    """Return what the page's meta elements say, by their name; the first of a name counts."""
    told: dict[str, str] = {}
    for element in _META.finditer(text):
        attributes = {
            match[1].lower(): next((part for part in match.groups()[1:] if part), "")
            for match in _ATTRIBUTE.finditer(element[1])
        }
        name = attributes.get("property") or attributes.get("name") or ""
        told.setdefault(name.lower(), read_references(attributes.get("content", "")).strip())
    return told


def _title(text: str) -> str:
    found = _TITLE.search(text)
    return read_references(found[1]).strip() if found else ""


def _line(text: str, *, longest: int) -> str:
    return storable(" ".join(text.split()), longest=longest)


def _address(given: str, *, base: str) -> str:
    try:
        return web_address(urljoin(base, given)) if given else ""
    except ValueError:
        return ""
