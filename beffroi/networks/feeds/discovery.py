"""Finds the feed of a page: as the page says, or where sites usually keep it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qs, urljoin, urlsplit

from beffroi.networks.addresses import joined
from beffroi.networks.errors import (
    ContentRefused,
    NetworkUnavailable,
    NotFound,
    ReadersRefused,
    UnexpectedResponse,
)
from beffroi.networks.feeds import robots
from beffroi.networks.feeds.client import Document, Fetched, Web
from beffroi.networks.feeds.documents import Feed, NotAFeed
from beffroi.networks.feeds.reading import parse_feed
from beffroi.networks.page_links import read_links, relations

_TRIES_MAX = 8
_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
#: Where sites keep their feed when they do not say.
_USUAL = ("/feed/", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json")


class Found(NamedTuple):
    """A feed and where it lives."""

    url: str
    feed: Feed
    document: Document


def checked_address(address: str) -> str:
    """Return the address that was typed, whole. Raises ContentRefused."""
    typed = address.strip()
    whole = typed if "://" in typed else f"https://{typed}"
    try:
        split = urlsplit(whole)
        is_web = split.scheme.lower() in {"http", "https"} and bool(split.hostname)
    except ValueError:
        is_web = False
    if not is_web or any(sign.isspace() for sign in whole):
        raise ContentRefused("this is no address of the web", field="address")
    return whole


def find_feed(web: Web, address: str) -> Found:
    """Return the feed at `address`, or of the page there. ContentRefused("address") if none.

    Raises ReadersRefused where none is open to us, and the address or what it names refuses us.
    """
    refused: ReadersRefused | None = None
    page = None
    try:
        page = web.fetch(address)
        return _read(page)
    except ReadersRefused as error:
        refused = error  # the feed itself may be open
    except (NotFound, UnexpectedResponse):
        pass  # the page may name one
    document = page.document if page else None
    named = set(_told(document)) if document else set()
    for candidate in _candidates(address, document):
        try:
            return _read(web.fetch(candidate))
        except ReadersRefused as error:
            refused = error if candidate in named else refused  # a guess proves nothing
        except (NetworkUnavailable, NotFound, UnexpectedResponse):
            continue
    raise refused or ContentRefused("no feed is there", field="address")


def parse_document(document: Document) -> Feed:
    """Return what a document says. Raises NotAFeed, ReadersRefused for a page against robots."""
    media_type = document.headers.get("content-type", "")
    try:
        return parse_feed(document.content, media_type=media_type, url=document.url)
    except NotAFeed as error:
        if robots.is_refusal(document.content):
            raise ReadersRefused("a page against robots") from error
        raise


def _read(fetched: Fetched) -> Found:
    return Found(fetched.moved_to, parse_document(fetched.document), fetched.document)


def _candidates(address: str, page: Document | None) -> list[str]:
    base = page.url if page else address
    told = list(_told(page)) if page else []
    told.sort(key=lambda url: "/comments/" in url)  # a site's own words come first
    usual = (urljoin(base, path) for path in _USUAL)
    return list(dict.fromkeys([*told, *_known_place(base), *usual]))[:_TRIES_MAX]


def _told(page: Document) -> Iterator[str]:
    """Yield the feeds that a page names."""
    for link in read_links(page.content):
        is_feed = link.get("type", "").lower() in _TYPES and "alternate" in relations(link)
        address = joined(page.url, link["href"]) if is_feed and link.get("href") else ""
        if address:
            yield address


def _known_place(url: str) -> Iterator[str]:
    """Yield where networks keep the feed of a person, a channel or a subject."""
    split = urlsplit(url)
    host, path = (split.hostname or "").removeprefix("www."), split.path.rstrip("/")
    parts = path.strip("/").split("/")
    if host == "youtube.com":
        channel = parts[1] if parts[0] == "channel" and len(parts) > 1 else ""
        channel = channel or parse_qs(split.query).get("channel_id", [""])[0]
        if channel:
            yield f"https://www.youtube.com/feeds/videos.xml?channel_id={channel}"
    elif host == "bsky.app" and parts[0] == "profile" and len(parts) == 2:
        yield f"https://bsky.app{path}/rss"
    elif host.endswith("reddit.com") and parts[0] in {"r", "user"}:
        yield f"https://www.reddit.com{path}/.rss"
    elif parts[0].startswith("@") or parts[0] == "tags":
        yield f"{split.scheme}://{split.netloc}{path}.rss"
