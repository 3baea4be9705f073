"""Bluesky’s text: how long it is, and which bytes of it are links, mentions and hashtags. Pure.

Text has no markup there: a link lives only in a "facet", which points at UTF-8 bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import regex

from beffroi.networks.contracts import TextCount
from beffroi.networks.declarations import Limits
from beffroi.networks.json_text import JSON

#: Both bounds hold at once: graphemes, and bytes.
#: https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json
GRAPHEMES_MAX = 300
BYTES_MAX = 3000
_TAG_GRAPHEMES_MAX = 64
_TAG_BYTES_MAX = 640

#: Not in a word before: an address in a link’s path or a mail address is no mention.
_LINK = regex.compile(r"(?<![\w@])(?:https?://|www\.)[^\s\p{C}<>\"«»]+", regex.IGNORECASE)
_MENTION = regex.compile(
    r"(?<![\w@./])@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)"
    r"(?![\w@-])",
    regex.IGNORECASE,
)
_TAG = regex.compile(
    r"(?<=^|[\s(])[#\uff03](?!\ufe0f)([^\s\u00ad\u2060\u200a-\u200d\u20e2#\uff03]+)"
)

_GRAPHEME = regex.compile(r"\X")
_CLOSING = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the text that means something. Offsets count code points, the end excluded."""

    start: int
    end: int
    kind: str  # link, mention or tag
    value: str


def count_text(text: str, *, limits: Limits) -> TextCount:
    """Count graphemes; a text heavy in bytes counts a tenth of them where that is more.

    So one number crosses its limit exactly when one of the two bounds is crossed.
    """
    graphemes = sum(1 for _ in _GRAPHEME.finditer(text))
    tenths = -(-_size(text) * GRAPHEMES_MAX // BYTES_MAX)
    return TextCount(used=max(graphemes, tenths), limit=limits.text_max)


def find_spans(text: str) -> list[Span]:
    """Return links, mentions and hashtags in order, none overlapping another; links win."""
    spans: list[Span] = []
    for found in (*_links(text), *_mentions(text), *_tags(text)):
        if not any(found.start < span.end and span.start < found.end for span in spans):
            spans.append(found)
    return sorted(spans, key=lambda span: span.start)


def first_link(text: str) -> str:
    """Return the first link of `text` as a whole address, "" when there is none."""
    return next((span.value for span in find_spans(text) if span.kind == "link"), "")


def build_facets(text: str, *, resolve: Callable[[str], str | None]) -> list[JSON]:
    """Return the facets of `text`. `resolve` gives the DID of a handle, None leaves it plain."""
    facets: list[JSON] = []
    for span in find_spans(text):
        feature = _feature(span, resolve=resolve)
        if feature is not None:
            start = _size(text[: span.start])
            end = start + _size(text[span.start : span.end])
            facets.append(
                {"index": {"byteStart": start, "byteEnd": end}, "features": [feature]},
            )
    return facets


def _size(text: str) -> int:
    """Return how many bytes of UTF-8 it takes; text that is no Unicode is refused when sent."""
    return len(text.encode(errors="surrogatepass"))


def _feature(span: Span, *, resolve: Callable[[str], str | None]) -> dict[str, JSON] | None:
    kind = f"app.bsky.richtext.facet#{span.kind}"
    if span.kind == "link":
        return {"$type": kind, "uri": span.value}
    if span.kind == "tag":
        return {"$type": kind, "tag": span.value}
    did = resolve(span.value)
    return None if did is None else {"$type": kind, "did": did}


def _links(text: str) -> Iterator[Span]:
    for match in _LINK.finditer(text):
        shown = _without_ending(match[0])
        url = shown if shown.lower().startswith("http") else f"https://{shown}"
        host = url.partition("://")[2].partition("/")[0]
        if "." in host.strip(".") or host.startswith("localhost"):
            yield Span(match.start(), match.start() + len(shown), "link", url)


def _without_ending(shown: str) -> str:
    """Leave out the punctuation of the sentence, and a bracket that was opened before the link."""
    while shown:
        last = shown[-1]
        if last in _CLOSING and shown.count(last) <= shown.count(_CLOSING[last]):
            break
        if last not in _CLOSING and not regex.match(r"[.,;:!?…'’”*_]", last):
            break
        shown = shown[:-1]
    return shown


def _mentions(text: str) -> Iterator[Span]:
    for match in _MENTION.finditer(text):
        yield Span(match.start(), match.end(), "mention", match[1].lower())


def _tags(text: str) -> Iterator[Span]:
    for match in _TAG.finditer(text):
        tag = regex.sub(r"\p{P}+$", "", match[1])
        is_short = (
            len(_GRAPHEME.findall(tag)) <= _TAG_GRAPHEMES_MAX and _size(tag) <= _TAG_BYTES_MAX
        )
        if is_short and regex.search(r"[^\d\p{P}]", tag):  # "#1" numbers something
            yield Span(match.start(), match.start() + 1 + len(tag), "tag", tag)
