"""Reads what a page of figures says: each figure by what it is called there."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_PLACES = {"dt", "dd", "th", "td", "p", "caption", "h1", "h2", "h3", "li", "figcaption"}
#: What ends a name and what is said of it.
_BEYOND = {"dt", "/tr", "/table", "h1", "h2", "h3"}
_APART = {"a", "b", "bdi", "br", "div", "span"}
_ALWAYS = {"th", "td", "/table", "/tr", "/thead"}
_ENDS = {"table": "/table", "tr": "/tr", "thead": "/thead"}


@dataclass
class Page(HTMLParser):
    """The texts of a page in their order, each with the kind of place in which it stands."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _hidden: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a place, or leave out what is drawn."""
        self._hidden += tag in {"svg", "script", "style", "form"}
        if tag in _PLACES and not self._hidden:
            self._open.append(tag)
            self.texts.append((tag, ""))
        elif tag in _APART and self.texts:
            self._add(" ")

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        self._hidden -= tag in {"svg", "script", "style", "form"}
        if tag in _PLACES and self._open and self._open[-1] == tag:
            self._open.pop()
        if tag in _ENDS:
            self.texts.append((_ENDS[tag], ""))

    def handle_data(self, data: str) -> None:
        """Read a text."""
        if self._open and not self._hidden:
            self._add(data)

    def _add(self, data: str) -> None:
        place, text = self.texts[-1]
        self.texts[-1] = (place, text + data)


def read(html: str) -> list[tuple[str, str]]:
    """Return the places of a page that hold a text, or end a row."""
    page = Page()
    page.feed(html)
    told = [(place, _one_line(text)) for place, text in page.texts]
    return [(place, text) for place, text in told if text or place in _ALWAYS]


def figures(html: str) -> list[tuple[str, str]]:
    """Return what the page says of each figure: its name, and the value with its notes.

    A cell of a table is called by its row and its column; sentences have no name.
    """
    told = _Figures()
    for place, text in [*read(html), ("h1", "")]:
        told.take(place, text)
    return told.found


@dataclass
class _Figures:
    """What was read so far, and the name or the row under way."""

    found: list[tuple[str, str]] = field(default_factory=list)
    _heads: list[str] = field(default_factory=list)
    _row: list[tuple[str, str]] = field(default_factory=list)
    _name: str = ""
    _said: list[str] = field(default_factory=list)

    def take(self, place: str, text: str) -> None:
        """Read one place."""
        if place in _BEYOND and self._name:
            self.found.append((self._name, " · ".join(self._said)))
            self._name, self._said = "", []
        if place in {"th", "td"}:
            self._row.append((place, text))
        elif place in {"dd", "p"}:
            self._say(place, text)
        else:
            self._end(place, text)

    def _say(self, place: str, text: str) -> None:
        if self._name:
            self._said.append(text)
        elif place == "p":
            self.found.append(("", text))

    def _end(self, place: str, text: str) -> None:
        if place == "dt":
            self._name = text
        elif place == "/thead":
            self._heads, self._row = [cell for _place, cell in self._row], []
        elif place == "/tr" and any(kind == "td" for kind, _cell in self._row):
            name = self._row[0][1]
            cells = zip(self._heads[1:], self._row[1:], strict=True)
            self.found += [(f"{name} · {head}", cell) for head, (_kind, cell) in cells]
            self._row = []


def _one_line(text: str) -> str:
    """Return a text with single spaces; those that do not break stay."""
    return " ".join(part for part in text.replace("\n", " ").replace("\t", " ").split(" ") if part)
