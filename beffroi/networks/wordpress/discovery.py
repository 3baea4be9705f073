"""Finds where the interface of a site begins, from the address of any page of it.

https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/ (read on 2026-11-22)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from beffroi.networks import shapes
from beffroi.networks.addresses import joined
from beffroi.networks.errors import (
    AppMisconfigured,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
)
from beffroi.networks.page_links import read_links, relations
from beffroi.networks.shapes import Record
from beffroi.networks.wordpress.client import Document, Site
from beffroi.networks.wordpress.errors import InFront

_RELATION = "https://api.w.org/"
_HEADER = re.compile(r"<([^<>]+)>\s*;[^,<]*rel=[\"']?https://api\.w\.org/")
#: Where people are when they copy the address: its site begins before.
_DOORS = re.compile(r"/(?:wp-admin|wp-login\.php)(?:/.*)?$")
_HEADER_MAX = 10_000
_REDIRECTS_MAX = 5
_FIELDS = "name,url,home,namespaces,authentication"


class Root(NamedTuple):
    """Where an interface begins, and what it says of its site."""

    url: str
    document: Record


def checked_address(address: str) -> str:
    """Return an address with scheme, host and path. Raises ContentRefused.

    A password travels in clear only to a port that this installation was told to allow.
    """
    typed = address.strip()
    split = urlsplit(joined("", typed if "://" in typed else f"https://{typed}"))
    has_own_port = split.port not in (None, 80, 443)
    if split.scheme != "https" and not (split.scheme == "http" and has_own_port):
        raise ContentRefused("this is no https address", field="address")
    if not split.hostname or split.username is not None:
        raise ContentRefused("this is no address of a site", field="address")
    place = _DOORS.sub("", split.path).rstrip("/")
    return f"{split.scheme}://{split.netloc}{place}/"


def find_root(site: Site, address: str) -> Root:
    """Return the root of the site at `address`, which `checked_address` gave.

    Raises ContentRefused("address") when no site of WordPress is there, AppMisconfigured when one
    may be and something in front of it keeps us out.
    """
    page = _page(site, address)
    kept_out: NetworkError | None = None
    for candidate in _candidates(page, address):
        try:
            document = _document(site, candidate)
        except InFront as error:
            kept_out = error
            continue
        if document is not None:
            return Root(candidate, document)
    if kept_out is not None:
        raise AppMisconfigured(kept_out.detail) from kept_out
    raise ContentRefused("no interface of WordPress is there", field="address")


def _page(site: Site, address: str) -> Document | None:
    """Read the page, None when the site shows none: its interface may be there all the same."""
    try:
        return site.fetch(address, headers={"Accept": "text/html"}, follow_redirects=_REDIRECTS_MAX)
    except NetworkUnavailable:
        raise
    except NetworkError as error:
        if isinstance(error, ContentRefused) and error.field == "address":
            raise
        return None


def _candidates(page: Document | None, address: str) -> Iterator[str]:
    base = _trusted(page.url, address) if page else address
    told = _told(page) if page else ""
    root = joined(base, told) if told else ""
    if root:
        root = _trusted(root, address)
        yield root if root.endswith("/") else f"{root}/"
    start = checked_address(base)
    yield f"{start}wp-json/"
    yield f"{start}index.php?rest_route=/"


def _told(page: Document) -> str:
    """Return what the page says, in a header or in a tag."""
    header = _HEADER.search(page.headers.get("link", "")[:_HEADER_MAX])
    if header:
        return header[1]
    links = (link for link in read_links(page.content) if _RELATION in relations(link))
    return next(links, {}).get("href", "")


def _trusted(url: str, address: str) -> str:
    """Return `url` when a password meant for `address` may go there. Raises ContentRefused."""
    checked_address(url)
    theirs, ours = (_bare_host(one) for one in (url, address))
    is_near = ours == theirs or ours.endswith(f".{theirs}") or theirs.endswith(f".{ours}")
    if not is_near:
        raise ContentRefused("the site sends us to another one", field="address")
    return url


def _bare_host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _document(site: Site, root: str) -> Record | None:
    """Return what answers at `root`, None when it is no interface of WordPress."""
    try:
        data = site.read_root(root, params={"_fields": _FIELDS}).data
    except NetworkUnavailable:
        raise
    except ContentRefused as error:
        if error.field == "address":
            raise
        return None
    except NetworkError:
        return None
    namespaces = data.get("namespaces") if isinstance(data, dict) else None
    if not isinstance(namespaces, list) or "wp/v2" not in namespaces:
        return None
    return shapes.record(data, "root")
