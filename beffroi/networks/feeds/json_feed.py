"""Reads JSON Feed 1.0 and 1.1. Pure. https://www.jsonfeed.org/version/1.1/"""

from __future__ import annotations

from beffroi.networks import shapes
from beffroi.networks.addresses import joined
from beffroi.networks.feeds.dates import parse_date
from beffroi.networks.feeds.documents import (
    FIELD_MAX,
    ITEMS_MAX,
    Entry,
    Feed,
    NotAFeed,
    language_tag,
)
from beffroi.networks.html_text import clean, read_html
from beffroi.networks.json_text import JSON, MalformedJson, parse_json
from beffroi.networks.shapes import Record

_VERSION = "https://jsonfeed.org/version/"


def parse_json_feed(content: bytes) -> Feed:
    """Return what a JSON Feed says. Raises NotAFeed."""
    try:
        data = parse_json(content)
    except MalformedJson as error:
        raise NotAFeed("this is no JSON") from error
    version = data.get("version") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not str(version).startswith(_VERSION):
        raise NotAFeed("this is no JSON Feed")
    items = data.get("items")
    found = shapes.records(items, "items") if isinstance(items, list) else []
    return Feed(
        title=_text(data, "title"),
        url=_address(data, "home_page_url"),
        entries=tuple(_entry(item) for item in found[:ITEMS_MAX]),
        hub=_hub(data.get("hubs")),
        topic=_address(data, "feed_url"),
        language=language_tag(_text(data, "language")),
    )


def _entry(item: Record) -> Entry:
    html = (shapes.optional_text(item, "content_html") or "")[:FIELD_MAX]
    return Entry(
        id=_text(item, "id"),
        url=_address(item, "url") or _address(item, "external_url"),
        title=" ".join(_text(item, "title").split()),
        body=_text(item, "content_text") or read_html(html) or _text(item, "summary"),
        author=_author(item),
        published_at=parse_date(_text(item, "date_published")),
        updated_at=parse_date(_text(item, "date_modified")),
    )


def _author(item: Record) -> str:
    listed = item.get("authors")
    first = listed[0] if isinstance(listed, list) and listed else item.get("author")
    return _text(first, "name") if isinstance(first, dict) else ""


def _hub(hubs: JSON) -> str:
    found = hubs if isinstance(hubs, list) else []
    told = (_address(one, "url") for one in found if isinstance(one, dict))
    return next((url for url in told if url), "")


def _text(data: Record, key: str) -> str:
    return clean((shapes.optional_text(data, key) or "")[:FIELD_MAX]).strip()


def _address(data: Record, key: str) -> str:
    return joined("", _text(data, key))
