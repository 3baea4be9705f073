"""Which columns of a table of mentions mean what, by their names in French and English. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beffroi.archives.readers.tables import Column, column, folded, header_at

KNOWN = (
    column(
        "date", "date", "date de publication", "publie le", "published", "published at",
        "publication date", "created at", "date created", "created time", "date et heure",
        "datetime", "timestamp", "time", "jour", "day",
    ),
    column(
        "text", "text", "texte", "message", "contenu", "content", "mention", "extrait", "snippet",
        "full text", "texte complet", "body", "corps", "opening text", "hit sentence",
        "commentaire", "comment", "post", "tweet",
    ),
    column("title", "title", "titre", "headline", "objet", "subject"),
    column(
        "url", "url", "link", "lien", "address", "adresse", "permalink", "permalien", "source url",
        "url de la source", "mention url", "page url",
    ),
    column(
        "author", "author", "auteur", "author name", "nom de l'auteur", "user", "utilisateur",
        "username", "user name", "pseudo", "influencer", "full name", "nom", "compte", "account",
    ),
    column("language", "language", "langue", "lang"),
)  # fmt: skip
#: Without these a row says nothing.
NEEDED = ("date", "text")
_BY_KEY = {one.key: one for one in KNOWN}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table begins, and the title of the column that holds each thing."""

    header: int
    titles: Mapping[str, str]

    @property
    def is_whole(self) -> bool:
        """Whether all that a row needs is told."""
        return all(self.titles.get(key) for key in NEEDED)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns as the reader of tables wants them."""
        return tuple(Column(key, (folded(title),)) for key, title in self.titles.items() if title)


def layout_of(rows: Sequence[Sequence[str]]) -> Layout:
    """Return what a table tells of itself: in the row with all that is needed, or in the first."""
    header = header_at(rows, [_BY_KEY[key] for key in NEEDED])
    place = header if header is not None else _first(rows)
    return Layout(place, _named(rows[place] if rows else ()))


def chosen(rows: Sequence[Sequence[str]], titles: Mapping[str, str]) -> Layout:
    """Return the layout that a person tells; a column that is not there counts for nothing."""
    place = layout_of(rows).header
    there = {folded(cell): cell for cell in rows[place]} if rows else {}
    kept = {key: there.get(folded(titles.get(key, "")), "") for key in _BY_KEY}
    return Layout(place, kept)


def _named(row: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in KNOWN:
        by_name = {folded(cell): cell for cell in reversed(row)}
        found[one.key] = next((by_name[name] for name in one.names if name in by_name), "")
    return found


def _first(rows: Sequence[Sequence[str]]) -> int:
    """Return the first row with two cells or more: what stands above it is no table."""
    wide = (place for place, row in enumerate(rows) if sum(bool(cell.strip()) for cell in row) > 1)
    return next(wide, 0)
