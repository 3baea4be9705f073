"""Takes a public source by its address. There is no account, and nothing secret but the address."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import urlsplit

from beffroi.networks.contracts import Access, Connection, Profile
from beffroi.networks.feeds.client import Web
from beffroi.networks.feeds.discovery import Found, checked_address, find_feed

#: Where the feed is, among the secrets: an address may hold a key to a private feed.
ADDRESS = "address"


def connect(web: Web, *, address: str) -> Connection:
    """Find the feed that can be read at `address`. Raises ContentRefused("address")."""
    return _connection(find_feed(web, checked_address(address)))


def _connection(found: Found) -> Connection:
    split = urlsplit(found.url)
    host = split.netloc.removeprefix("www.")
    account_id = sha256(found.url.encode()).hexdigest()[:32]
    return Connection(
        profile=Profile(
            account_id=account_id,
            handle=host,
            display_name=" ".join(found.feed.title.split())[:200] or host,
            url=found.feed.url or f"{split.scheme}://{split.netloc}/",
            kind="feed",
        ),
        access=Access(
            origin=f"{split.scheme}://{split.netloc}",
            account_id=account_id,
            secrets={ADDRESS: found.url},
        ),
    )
