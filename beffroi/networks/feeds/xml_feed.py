"""Reads RSS 2.0, RSS 1.0 and Atom with the standard library's Expat. Pure.

A feed that declares entities is refused: expanding them is how a small feed fills a memory. Nothing
is fetched, and every pass is linear. Prefixes are taken at their usual meaning, for feeds forget to
declare them. https://www.rssboard.org/rss-specification, https://www.rfc-editor.org/rfc/rfc4287
"""

from __future__ import annotations

from html import escape
from xml.parsers import expat

from beffroi.networks.addresses import joined
from beffroi.networks.feeds.dates import parse_date
from beffroi.networks.feeds.decoding import decode, repaired, without_declaration
from beffroi.networks.feeds.documents import (
    FIELD_MAX,
    ITEMS_MAX,
    Entry,
    Feed,
    NotAFeed,
    language_tag,
)
from beffroi.networks.html_text import clean, read_html

_DEPTH_MAX = 100
_ROOTS = frozenset({"rss", "RDF", "feed"})
_ITEMS = frozenset({"item", "entry"})
#: What holds fields; those of a group are its item's own, as YouTube writes them.
_HOLDERS = _ITEMS | {"channel", "feed", "media:group"}
_BODIES = ("content:encoded", "content", "description", "summary", "media:description")
_USUAL = frozenset({"", "atom", "rss", "rdf"})
_NAMED = frozenset(
    {
        "dc:date",
        "dc:creator",
        "dc:language",
        "content:encoded",
        "media:group",
        "media:description",
        "sy:updatePeriod",
        "sy:updateFrequency",
    }
)
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}


def parse_xml(content: bytes, *, media_type: str, url: str) -> Feed:
    """Return what an XML feed at `url` says. Raises NotAFeed.

    One that is cut or broken gives the items that stand before the fault.
    """
    text = without_declaration(decode(content, media_type=media_type))
    reader = _Reader(url)
    if not reader.read(text):
        reader = _Reader(url)
        if not reader.read(repaired(text)) and not reader.entries:
            raise NotAFeed("this is no feed, or a broken one")
    return reader.feed()


class _Fields:
    """What one item, or the feed itself, says: texts by name, links by relation."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.plain: set[str] = set()

    def first(self, *names: str) -> str:
        """Return the first text that is there."""
        return next((self.texts[name] for name in names if self.texts.get(name)), "")

    def prose(self, *names: str) -> str:
        """Return the first text that is there, without its markup."""
        name = next((name for name in names if self.texts.get(name)), "")
        text = self.texts.get(name, "")
        return clean(text).strip() if name in self.plain else read_html(text)


class _Reader:
    """Follows one document. `_path` holds the names of the elements that are open.

    A field is what stands right inside an item, or right inside the feed; 0 is no depth.
    """

    def __init__(self, url: str) -> None:
        self._base = url
        self._own_prefix = ""
        self._lang = ""
        self._path: list[str] = []
        self._whole = _Fields()
        self._item: _Fields | None = None
        self._item_depth = 0
        self._field_depth = 0
        self._attributes: dict[str, str] = {}
        self._text: list[str] = []
        self._name: list[str] = []
        self._length = 0
        self.entries: list[Entry] = []

    def read(self, text: str) -> bool:
        """Read a document; tell whether it was whole and well formed."""
        parser = expat.ParserCreate(encoding="utf-8")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_inner_doctype
        parser.EntityDeclHandler = _refuse_entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._add
        try:
            parser.Parse(text.encode(), True)
        except expat.ExpatError:
            return False
        return True

    def feed(self) -> Feed:
        """Return what was read."""
        whole = self._whole
        return Feed(
            title=" ".join(whole.prose("title").split()),
            url=self._address(whole.links.get("alternate", "")),
            entries=tuple(self.entries),
            ttl_minutes=_ttl(whole),
            skip_hours=_skip_hours(whole),
            hub=self._address(whole.links.get("hub", "")),
            topic=self._address(whole.links.get("self", "")),
            language=language_tag(whole.first("language", "dc:language") or self._lang),
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._path:
            self._lang = attributes.get("xml:lang", "")
            self._own_prefix = name.rpartition(":")[0]
            self._base = joined(self._base, attributes.get("xml:base", "")) or self._base
        local = self._local(name)
        if len(self._path) >= _DEPTH_MAX or (not self._path and local not in _ROOTS):
            raise NotAFeed("this is no feed")
        place = self._path[-1] if self._path else ""
        self._path.append(local)
        depth = len(self._path)
        if self._field_depth:
            self._add_markup(f"<{local}>")
        elif local in _ITEMS and not self._item_depth:
            self._item, self._item_depth = _Fields(), depth
        elif place in _HOLDERS and depth > 1 and local != "media:group":
            self._field_depth, self._attributes = depth, attributes

    def _end(self, name: str) -> None:
        depth, local = len(self._path), self._path.pop()
        if depth == self._field_depth:
            self._close_field(local)
        elif self._field_depth:
            self._add_markup(f"</{local}>")
            if local == "hour":  # of skipHours, where nothing need stand between two of them
                self._text.append(" ")
        elif depth == self._item_depth and self._item is not None:
            self._close_item(self._item)
            self._item, self._item_depth = None, 0

    def _add(self, data: str) -> None:
        if not self._field_depth or self._length > FIELD_MAX:
            return
        self._length += len(data)
        self._text.append(escape(data, quote=False) if self._is_xhtml else data)
        if self._path[-1] == "name":
            self._name.append(data)

    @property
    def _is_xhtml(self) -> bool:
        return self._attributes.get("type") == "xhtml"

    def _add_markup(self, markup: str) -> None:
        """Keep the markup of XHTML, which stands in a feed as it is."""
        if self._is_xhtml and self._length <= FIELD_MAX:
            self._length += len(markup)
            self._text.append(markup)

    def _close_field(self, name: str) -> None:
        fields = self._item or self._whole
        is_person = name in {"author", "contributor"} and self._name
        text = "".join(self._name if is_person else self._text).strip()
        if name == "link":
            relation = self._attributes.get("rel") or "alternate"
            fields.links.setdefault(relation, self._attributes.get("href") or text)
        elif text:
            self._keep(fields, name, text)
        self._field_depth = self._length = 0
        self._text, self._name = [], []

    def _keep(self, fields: _Fields, name: str, text: str) -> None:
        fields.texts.setdefault(name, text)
        usual = "text" if self._path[0] == "feed" else "html"
        if self._attributes.get("type", usual) == "text":
            fields.plain.add(name)
        if name == "guid" and self._attributes.get("isPermaLink", "true") != "false":
            fields.links.setdefault("permanent", text)

    def _close_item(self, item: _Fields) -> None:
        if len(self.entries) >= ITEMS_MAX:
            return
        link = item.links.get("alternate") or item.links.get("permanent", "")
        self.entries.append(
            Entry(
                id=clean(item.first("guid", "id")).strip(),
                url=self._address(link),
                title=" ".join(item.prose("title").split()),
                body=item.prose(*_BODIES),
                author=read_html(item.first("author", "dc:creator")),
                published_at=parse_date(item.first("pubDate", "published", "dc:date", "issued")),
                updated_at=parse_date(item.first("updated", "modified")),
            )
        )

    def _local(self, name: str) -> str:
        """Return a name without a prefix that says nothing; others stay apart."""
        prefix, _, local = name.rpartition(":")
        is_own = prefix in _USUAL or prefix == self._own_prefix
        return local if is_own else name if name in _NAMED else f"{prefix}:{local}"

    def _address(self, link: str) -> str:
        """Return a whole address, "" for one that is none of the web."""
        return joined(self._base, link) if link.strip() else ""


def _ttl(whole: _Fields) -> int:
    """Return for how many minutes the feed says that it will stay as it is."""
    told = whole.first("ttl").strip()
    if told.isdecimal() and len(told) < 8:
        return int(told)
    period = _PERIODS.get(whole.first("sy:updatePeriod").strip().lower(), 0)
    often = whole.first("sy:updateFrequency").strip()
    return period // max(1, int(often) if often.isdecimal() and len(often) < 5 else 1)


def _skip_hours(whole: _Fields) -> tuple[int, ...]:
    """Return the hours in which the feed wants to be left alone: 24 is midnight in old feeds.

    None where it names the whole day, for nobody could read it then.
    """
    told = (one for one in whole.first("skipHours").split() if one.isdecimal() and len(one) < 3)
    hours = {int(one) % 24 for one in told if int(one) <= 24}
    return tuple(sorted(hours)) if len(hours) < 24 else ()


def _refuse_inner_doctype(name: str, system: str | None, public: str | None, inner: int) -> None:
    if inner:
        raise NotAFeed("the feed declares entities")


def _refuse_entity(*declared: object) -> None:
    raise NotAFeed("the feed declares entities")
