"""Text as a site of WordPress keeps it: HTML for us, words for people. Pure."""

from __future__ import annotations

import re
import unicodedata
from html import escape

from beffroi.networks.html_text import clean

_ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_NOT_AT_THE_END = ".,;:!?…)]}»”’"
#: What a site makes of straight signs when it shows a text.
_PRETTY = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "…": "..."}
)
#: So it does of faces, with or without a nose.
_FACE = re.compile(r"([:;8])-?([()DPox|?O])")
_FACES = {
    ":)": "🙂",
    ":(": "🙁",
    ":D": "😀",
    ":P": "😛",
    ":o": "😮",
    ":x": "😡",
    ":|": "😐",
    ":?": "😕",
    ";)": "😉",
    "8)": "😎",
    "8O": "😯",
}
_SLUG_MAX = 60


def to_html(text: str) -> str:
    """Write plain text as paragraphs: nothing in it becomes a tag, or a command in brackets."""
    paragraphs = re.split(r"\n{2,}", clean(text).strip("\n"))
    return "\n".join(f"<p>{_lines(one)}</p>" for one in paragraphs)


def to_comment(text: str) -> str:
    """Write plain text as a comment: a site keeps its line ends and makes links by itself."""
    return _escaped(clean(text))


def to_slug(title: str, *, marker: str) -> str:
    """Return the name of a post in its address: the same for the same title and marker."""
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return f"{words[:_SLUG_MAX].strip('-')}-{marker}".strip("-")


def comparable(text: str) -> str:
    """Reduce a text to what a site keeps of it, however it shows quotes, faces and spaces."""
    straight = unicodedata.normalize("NFKC", clean(text).translate(_PRETTY))
    plain = _FACE.sub(lambda found: _FACES.get(found[1] + found[2], found[0]), straight)
    return "".join(plain.split())


def _lines(paragraph: str) -> str:
    pieces: list[str] = []
    position = 0
    for found in _ADDRESS.finditer(paragraph):
        address = found.group().rstrip(_NOT_AT_THE_END)
        pieces += [_safe(paragraph[position : found.start()]), _link(address)]
        position = found.start() + len(address)
    return "".join([*pieces, _safe(paragraph[position:])])


def _safe(text: str) -> str:
    """Escape markup, and the brackets in which sites write commands to their plugins."""
    safe = _escaped(text).replace("[", "&#91;").replace("]", "&#93;")
    return safe.replace("\n", "<br>\n")


def _escaped(text: str) -> str:
    """Escape markup. A site takes &amp;# for the start of a sign written as a number: not here."""
    return escape(text, quote=False).replace("&amp;#", "&amp;&#35;")


def _link(address: str) -> str:
    return f'<a href="{escape(address)}">{_safe(address)}</a>'
