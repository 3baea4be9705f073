"""How the simulated source writes its feed: in each format, well or badly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from xml.sax.saxutils import quoteattr

_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin")
_MONTHS_LATER = ("juil.", "août", "sept.", "oct.", "nov.", "déc.")
_BOMB_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Setup:
    """How the source is set up.

    `moves` are the statuses of redirects before the feed. `dates` are mail, iso, french, future,
    absurd or none; `ids` stable, changing, one or none; `fault` is one of FAULTS.
    """

    kind: str = "rss"
    marks: str = "etag"
    status: int = 200
    retry_after: str = ""
    moves: tuple[int, ...] = ()
    ttl: int = 0
    skip_hours: tuple[int, ...] = ()
    max_age: int = 0
    dates: str = "mail"
    ids: str = "stable"
    encoding: str = "utf-8"
    fault: str = ""
    names_its_feed: bool = True
    has_hub: bool = False
    language: str = ""
    reserves_mining: bool = False


#: What a feed can be made to suffer from.
FAULTS = ("cut", "bare", "entities", "bomb", "gzip_bomb", "page", "empty", "inside", "prefixes")


@dataclass(slots=True)
class Item:
    """One thing that the source published. `body` is HTML."""

    number: int
    title: str
    body: str
    at: datetime
    updated_at: datetime | None = None
    author: str = "Zoé"


class Writer:
    """Writes feeds of one source. `changes` counts what happened to it: an id may follow it."""

    def __init__(self, *, origin: str, setup: Setup, title: str, changes: int) -> None:
        self._origin = origin
        self._setup = setup
        self._title = title
        self._changes = changes

    def write(self, items: Sequence[Item]) -> tuple[bytes, str]:
        """Return the feed and its media type."""
        if self._setup.kind == "json":
            return self._json(items), "application/feed+json"
        write = {"rss": self._rss, "rdf": self._rdf, "atom": self._atom}[self._setup.kind]
        encoding = self._setup.encoding
        text = f'<?xml version="1.0" encoding="{encoding}"?>\n{self._damaged(write(items))}'
        return text.encode(encoding, "replace"), "application/xml"

    def link(self, item: Item) -> str:
        """Return the address of an item."""
        return f"{self._origin}/{item.number}"

    def _id(self, item: Item) -> str:
        ids = {
            "stable": f"item-{item.number}",
            "changing": f"item-{item.number}-{self._changes}",
            "one": "item",
            "none": "",
        }
        return ids[self._setup.ids]

    def _date(self, at: datetime) -> str:
        if self._setup.dates == "future":
            at += timedelta(days=400)
        written = {
            "iso": at.isoformat(),
            "french": _in_french(at),
            "absurd": "0000-00-00T00:00:00",
            "none": "",
        }
        return written.get(self._setup.dates) or (
            "" if self._setup.dates == "none" else format_datetime(at)
        )

    def _rss(self, items: Sequence[Item]) -> str:
        shown = "".join(
            f"<item>{_tag('guid', self._id(one), _NO_LINK)}"
            f"<link>{self.link(one)}</link><title>{escape(escape(one.title))}</title>"
            f"{_tag('pubDate', self._date(one.at))}<dc:creator>{escape(one.author)}</dc:creator>"
            f"<description><![CDATA[{one.body}]]></description></item>"
            for one in items
        )
        hub = f'<atom:link rel="hub" href="{self._origin}/hub"/>' if self._setup.has_hub else ""
        ttl = f"<ttl>{self._setup.ttl}</ttl>" if self._setup.ttl else ""
        return (
            f'<rss version="2.0"{self._namespaces()}><channel><title>{escape(self._title)}</title>'
            f"<link>{self._origin}/</link><description/>{_tag('language', self._setup.language)}"
            f"{ttl}{self._skip_hours()}{hub}"
            f'<atom:link rel="self" href="{self._origin}/feed.xml"/>{shown}</channel></rss>'
        )

    def _skip_hours(self) -> str:
        hours = "".join(f"<hour>{one}</hour>" for one in self._setup.skip_hours)
        return f"<skipHours>{hours}</skipHours>" if hours else ""

    def _rdf(self, items: Sequence[Item]) -> str:
        shown = "".join(
            f'<item rdf:about="{self.link(one)}"><title>{escape(escape(one.title))}</title>'
            f"<link>{self.link(one)}</link><description>{escape(one.body)}</description>"
            f"<dc:date>{one.at.isoformat()}</dc:date><dc:creator>{escape(one.author)}</dc:creator>"
            "</item>"
            for one in items
        )
        rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        return (
            f'<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="{rdf}"{self._namespaces()}>'
            f'<channel rdf:about="{self._origin}/"><title>{escape(self._title)}</title>'
            f"<link>{self._origin}/</link>{_tag('dc:language', self._setup.language)}"
            f"</channel>{shown}</rdf:RDF>"
        )

    def _atom(self, items: Sequence[Item]) -> str:
        shown = "".join(
            f"<entry><id>{self._id(one)}</id><link href='/{one.number}'/>"
            f"<title>{escape(one.title)}</title>"
            f"<published>{one.at.isoformat()}</published>"
            f"<updated>{(one.updated_at or one.at).isoformat()}</updated>"
            f"<author><name>{escape(one.author)}</name><email>zoe@a.fr</email></author>"
            f"<content type='html'>{escape(one.body)}</content></entry>"
            for one in items
        )
        return (
            f'<feed xmlns="http://www.w3.org/2005/Atom"{self._lang()}><title>{escape(self._title)}</title>'
            f'<link rel="alternate" href="/"/><link rel="self" href="{self._origin}/feed.xml"/>'
            f"{shown}</feed>"
        )

    def _json(self, items: Sequence[Item]) -> bytes:
        shown = [
            {
                "id": self._id(one),
                "url": self.link(one),
                "title": one.title,
                "content_html": one.body,
                "date_published": one.at.isoformat(),
                "authors": [{"name": one.author}],
            }
            for one in items
        ]
        version = "https://jsonfeed.org/version/1.1"
        whole = {"version": version, "title": self._title, "home_page_url": f"{self._origin}/"}
        whole |= {"language": self._setup.language} if self._setup.language else {}
        return json.dumps({**whole, "items": shown}).encode()

    def _lang(self) -> str:
        return f" xml:lang={quoteattr(self._setup.language)}" if self._setup.language else ""

    def _namespaces(self) -> str:
        if self._setup.fault == "prefixes":
            return ""
        return (
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
        )

    def _damaged(self, text: str) -> str:
        fault = self._setup.fault
        if fault == "cut":
            return text[: text.rindex("<item>") + 20]
        if fault == "bare":
            return text.replace("<channel>", "<channel><copyright>A & B &nbsp;&copy;</copyright>")
        if fault == "entities":
            return f'<!DOCTYPE rss [<!ENTITY a "x">]>\n{text}'
        return f"<!DOCTYPE rss [{_bomb()}]>\n{text}" if fault == "bomb" else text


_NO_LINK = ' isPermaLink="false"'


def _tag(name: str, text: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{escape(text)}</{name}>" if text else ""


def _bomb() -> str:
    levels = [
        f'<!ENTITY l{level} "{f"&l{level - 1};" * 10 if level else "boum"}">'
        for level in range(_BOMB_LEVELS)
    ]
    return "".join(levels)


def _in_french(at: datetime) -> str:
    at = at.astimezone(UTC)
    month = (*_MONTHS, *_MONTHS_LATER)[at.month - 1]
    return f"{_DAYS[at.weekday()]}, {at.day} {month} {at.year} {at:%H:%M:%S} +0000"
