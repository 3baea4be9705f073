"""HTML of a post to plain text. Its author is a stranger: whatever is not understood stays text.

The standard library's parser is not used: it raises on some malformed declarations, and a post of
200 kB made of opening brackets keeps it busy for minutes. One pass of a linear pattern is enough
for the handful of tags that a server lets through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from beffroi.core.references import read_references
from beffroi.networks.mastodon.text import clean

# Far above any server's limit; a bound on the work that one post can cause.
_HTML_MAX = 200_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b([^<>]*)>|<[!?][^<>]*>")
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])(href|class)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""", re.IGNORECASE
)
_PARAGRAPHS = frozenset(
    ["p", "div", "blockquote", "pre", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"]
)
_SPACES = re.compile(r"[ \t\n\r\f]+")


def plain_text(html: str) -> str:
    """Turn paragraphs into blank lines, `br` into line ends, and links into their whole address.

    A link whose words differ from where it leads shows both. Mentions and hashtags keep their
    words.
    """
    return _Reader(shows_targets=True).read(html)


def visible_text(html: str) -> str:
    """Do the same, with links as the words that the server gave them."""
    return _Reader(shows_targets=False).read(html)


@dataclass
class _Link:
    target: str
    is_name: bool
    words: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self, *, shows_targets: bool) -> None:
        self._shows_targets = shows_targets
        self._pieces: list[str] = []
        self._link: _Link | None = None

    def read(self, html: str) -> str:
        html = html[:_HTML_MAX]
        position = 0
        for found in _TAG.finditer(html):
            self._read_text(html[position : found.start()])
            self._read_tag(found)
            position = found.end()
        self._read_text(html[position:])
        self._end_link()
        lines = "".join(self._pieces).split("\n")
        tidy = "\n".join(re.sub(" {2,}", " ", line).strip(" ") for line in lines)
        return clean(re.sub(r"\n{3,}", "\n\n", tidy).strip("\n"))

    def _read_text(self, text: str) -> None:
        self._write(read_references(_SPACES.sub(" ", text)))

    def _read_tag(self, found: re.Match[str]) -> None:
        tag = (found.group(2) or "").lower()
        if tag == "a":
            self._end_link()
            if not found.group(1):
                self._link = _link(found.group(3))
        elif tag == "br":
            self._write("\n")
        elif tag == "li" and not found.group(1):
            self._write("\n- ")
        elif tag in _PARAGRAPHS:
            self._write("\n\n")

    def _end_link(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            words = "".join(link.words)
            self._write(_shown(words, link) if self._shows_targets else words)

    def _write(self, text: str) -> None:
        (self._pieces if self._link is None else self._link.words).append(text)


def _link(attributes: str) -> _Link:
    values = {
        found.group(1).lower(): read_references(next(filter(None, found.groups()[1:]), ""))
        for found in _ATTRIBUTE.finditer(attributes)
    }
    target = values.get("href", "").strip()
    classes = values.get("class", "").split()
    return _Link(
        target=target if target.lower().startswith(("http://", "https://")) else "",
        is_name="mention" in classes or "hashtag" in classes,
    )


def _shown(words: str, link: _Link) -> str:
    label = words.strip()
    if not link.target or link.is_name or label.startswith(("@", "#")):
        return words
    if not label or _abbreviates(label, link.target):
        return link.target
    return f"{label} ({link.target})"


def _abbreviates(label: str, target: str) -> bool:
    bare = target.split("://", 1)[1].removeprefix("www.")
    shown = label.removesuffix("…").removesuffix("...")
    if shown != label:
        return target.startswith(shown) or bare.startswith(shown)
    return label.removesuffix("/") in {one.removesuffix("/") for one in (target, bare)}
