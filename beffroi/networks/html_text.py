"""Turns HTML that strangers wrote into plain text. Pure; whatever is not understood stays text.

The standard library's parser is not used: it raises on some malformed declarations, and a page made
of opening brackets keeps it busy for minutes. Every pass here is linear.
"""

from __future__ import annotations

import re

from beffroi.core.references import read_references

# A bound on the work that one text can cause.
_HTML_MAX = 500_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>|<[!?/][^<>]*>")
_HIDDEN = re.compile(r"<(?:(!--)|(script|style|template|noscript)\b[^<>]*>)", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARTS = ("article", "section", "header", "footer", "figure", "table", "tr")
_PARAGRAPHS = frozenset(["p", "div", "blockquote", "pre", "ul", "ol", *_PARTS, *_HEADINGS])
_SPACES = re.compile(r"[ \t\n\r\f]+")
#: Control characters but tab and line end, and halves of surrogate pairs: no database stores them.
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def read_html(html: str) -> str:
    """Return what a browser would show: paragraphs end in a blank line, `br` in a line end."""
    return _read(html, spaces=_SPACES)


def read_lines(html: str) -> str:
    """Do the same for text whose own line ends count, as people type them into a form."""
    return _read(clean(html), spaces=re.compile(r"[ \t\f]+"))


def clean(text: str) -> str:
    """Write line ends in one way, and drop what no database stores."""
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def excerpt(text: str, *, longest: int) -> str:
    """Return the beginning of a text on one line, cut between two words, in `longest` signs."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    whole_words = line[:longest].rpartition(" ")[0]
    return (whole_words or line)[: longest - 1].rstrip(" ,;:.") + "…"


def _read(html: str, *, spaces: re.Pattern[str]) -> str:
    html = _without_hidden(html[:_HTML_MAX])
    pieces: list[str] = []
    position = 0
    for found in _TAG.finditer(html):
        pieces.append(_shown(html[position : found.start()], spaces))
        pieces.append(_break(found))
        position = found.end()
    pieces.append(_shown(html[position:], spaces))
    lines = "".join(pieces).split("\n")
    tidy = "\n".join(re.sub(" {2,}", " ", line).strip(" ") for line in lines)
    return clean(re.sub(r"\n{3,}", "\n\n", tidy).strip("\n"))


def _shown(text: str, spaces: re.Pattern[str]) -> str:
    return read_references(spaces.sub(" ", text))


def _break(found: re.Match[str]) -> str:
    tag = (found.group(2) or "").lower()
    if tag == "br":
        return "\n"
    if tag == "li" and not found.group(1):
        return "\n- "
    return "\n\n" if tag in _PARAGRAPHS else ""


def _without_hidden(html: str) -> str:
    """Leave out comments and what browsers do not show. One that never ends hides the rest."""
    kept: list[str] = []
    position = 0
    while found := _HIDDEN.search(html, position):
        kept.append(html[position : found.start()])
        end = "-->" if found.group(1) else f"</{found.group(2)}"
        closing = re.compile(re.escape(end) + ("" if found.group(1) else "[^<>]*>"), re.IGNORECASE)
        closed = closing.search(html, found.end())
        if closed is None:
            return "".join(kept)
        position = closed.end()
    return "".join([*kept, html[position:]])
