"""Reads any public feed for those who listen: articles as posts, quoted briefly.

Reading a feed is what it is for; the pages that it links are not fetched. A publisher that reserves
text and data mining (https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/) is
quoted by its titles alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from beffroi.networks.errors import ContentRefused, NetworkError, SourceGone
from beffroi.networks.feeds import polling
from beffroi.networks.feeds.client import Document, Gone, Web
from beffroi.networks.feeds.discovery import Found, checked_address, find_feed, parse_document
from beffroi.networks.feeds.documents import Entry, NotAFeed
from beffroi.networks.feeds.items import Item, author_of, quoted, take_items
from beffroi.networks.feeds.memory import Memory
from beffroi.networks.listening import PublicPage, PublicPost

_KEY = "feeds"
_SUBJECT_MAX = 1000
_ID_MAX = 300
_HEAD_BYTES = 2000


def read_public(web: Web, subject: str, *, state: str) -> PublicPage:
    """Return what is new of a feed since `state`; at first, of the page that names one."""
    address = checked_address(subject)
    if len(address) > _SUBJECT_MAX:
        raise ContentRefused("an address this long is none", field="address")
    if not state:
        return _page(web, find_feed(web, address), Memory(), subject=address)
    memory = Memory.loaded(state)
    usual = memory.url or address
    try:
        fetched = web.fetch(usual, etag=memory.etag, modified=memory.modified)
    except Gone as error:
        raise SourceGone(error.detail) from error
    memory = memory.found_at(fetched.moved_to, usual=usual)
    document = fetched.document
    if polling.is_as_before(document, memory):
        return _nothing(memory, polling.pause(document, memory.ttl_minutes), subject=address)
    try:
        found = Found(memory.url, parse_document(document), document)
    except NotAFeed:
        if memory.sought or not _is_page(document):
            raise
        return _elsewhere(web, usual, memory, subject=address)
    return _page(web, found, memory, subject=address)


def _elsewhere(web: Web, usual: str, memory: Memory, *, subject: str) -> PublicPage:
    """Look once for the feed of a page that stands where a feed was."""
    try:
        found = find_feed(web, usual)
    except NetworkError:
        return _nothing(replace(memory, sought=True), polling.PAUSE_MIN, subject=subject)
    return _page(web, found, memory, subject=subject)


def _page(web: Web, found: Found, memory: Memory, *, subject: str) -> PublicPage:
    """Return what is new in a feed; `found.url` is where it lives, "" where it was."""
    items, known = take_items(found.feed, memory, now=web.now())
    url = "" if found.url == subject else found.url
    known = replace(polling.marked(known, found.document, found.feed), url=url, sought=False)
    return PublicPage(
        posts=[_post(one, found, place=found.url or subject) for one in items],
        state=known.dumped(),
        next_in=polling.pause(found.document, found.feed.ttl_minutes),
        skip_hours=found.feed.skip_hours,
        moved_to=url,
        title=" ".join(found.feed.title.split())[:200],
    )


def _nothing(memory: Memory, pause: timedelta, *, subject: str) -> PublicPage:
    moved_to = "" if memory.url == subject else memory.url
    return PublicPage(
        (), memory.dumped(), next_in=pause, skip_hours=memory.skip_hours, moved_to=moved_to
    )


def _post(item: Item, found: Found, *, place: str) -> PublicPost:
    host = _host(place)
    entry = _unreserved(item.entry, found.document)
    return PublicPost(
        network=_KEY,
        remote_id=_name(item, host=host, place=place),
        author=author_of(found.feed, host=host, entry=entry),
        text=quoted(entry),
        url=entry.url,
        written_at=item.at,
        language=found.feed.language,
        edited_at=item.edited_at,
        whole=f"{entry.title}\n\n{entry.body}".strip(),
    )


def _name(item: Item, *, host: str, place: str) -> str:
    """Name an item among those of all feeds. One site's word does not count for another's.

    An address names the same article in each feed of its site; a number only in its own. Where a
    feed is may be a secret.
    """
    if _host(item.key) == host:
        name = item.key
    elif ":" in item.key:
        name = f"{host} {item.key}"
    else:
        name = f"{host} {sha256(place.encode()).hexdigest()[:12]} {item.key}"
    is_short = len(name.encode()) <= _ID_MAX
    return name if is_short else f"sha256:{sha256(name.encode()).hexdigest()}"


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.removeprefix("www.")
    except ValueError:  # strangers write ids that only look like addresses
        return ""


def _unreserved(entry: Entry, document: Document) -> Entry:
    is_reserved = document.headers.get("tdm-reservation", "").strip() == "1"
    return replace(entry, body="") if is_reserved else entry


def _is_page(document: Document) -> bool:
    return b"<html" in document.content[:_HEAD_BYTES].lower()
