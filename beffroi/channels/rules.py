"""What a server's address may look like, and how well a channel is. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import Enum
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from beffroi.networks.declarations import Capability

#: Channels are read every few minutes; after this long without an answer it is worth a word.
SILENT_AFTER = timedelta(hours=1)

#: An access that only a person can renew is spoken of this long before it ends.
WARNED_BEFORE = timedelta(days=7)

#: What a vendor signed in a person's name counts for this long; clocks may be apart so much.
WITHDRAWAL_COUNTS_FOR = timedelta(days=7)
CLOCKS_APART = timedelta(minutes=5)

#: What DNS allows is 253; the whole origin must fit its column.
_HOST_MAX = 240
#: A name in ASCII, or an address with or without colons.
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")


class InvalidAddress(ValueError):
    """What was typed is not the address of a server."""


class Way(Enum):
    """How a channel is connected."""

    PASSWORD = "password"  # noqa: S105 - a way to connect
    SERVER = "server"  # a yes on the page of the server that a person names
    HOME = "home"  # a yes on the network's own page, through an app that somebody made
    ADDRESS = "address"  # nothing to prove: it is public


def way_to_connect(abilities: Collection[Capability]) -> Way:
    """Return how a network with these abilities is connected."""
    if Capability.CONNECT_WITH_PASSWORD in abilities:
        return Way.PASSWORD
    if Capability.CONNECT_WITH_ADDRESS in abilities:
        return Way.ADDRESS
    return Way.SERVER if Capability.REGISTER_APP in abilities else Way.HOME


class Health(Enum):
    """How a channel is, as people are told."""

    WELL = "well"
    ENDING = "ending"
    REFUSED = "refused"  # a public source lets no program read
    SILENT = "silent"
    PAUSED = "paused"
    LOST = "lost"
    DISCONNECTED = "disconnected"


def clean_origin(typed: str, *, unencrypted: Collection[str] = ()) -> str:
    """Return scheme, host and port of what a person typed.

    Accepts « mastodon.social », « mastodon.social/@claire » with or without scheme, and
    « @claire@mastodon.social ». Invisible marks that are pasted along are left out.
    The scheme is https, whatever was typed, except for the host:port pairs in `unencrypted`.
    Whether the address may be called is not decided here but at the connection itself.
    """
    text = visible(typed)
    if "://" not in text:
        text = f"//{text.partition('/')[0].rpartition('@')[2]}"
    parts, host, port = _split(text, typed)
    if parts.scheme not in {"", "http", "https"} or parts.username or parts.password:
        raise InvalidAddress(typed)
    try:
        ascii_host = host if ":" in host else host.encode("idna").decode()
    except UnicodeError as error:
        raise InvalidAddress(typed) from error
    if len(ascii_host) > _HOST_MAX or not _HOST.fullmatch(ascii_host):
        raise InvalidAddress(typed)
    shown = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    if f"{shown}:{port}" in unencrypted and parts.scheme != "https":
        return f"http://{shown}:{port}"
    return f"https://{shown}" + ("" if port in {None, 80, 443} else f":{port}")


def visible(typed: str) -> str:
    """Return what was typed without invisible marks, and without space around."""
    return "".join(sign for sign in typed if unicodedata.category(sign) != "Cf").strip()


def _split(text: str, typed: str) -> tuple[SplitResult, str, int | None]:
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise InvalidAddress(typed) from error
    if not host or "\\" in typed:
        raise InvalidAddress(typed)
    return parts, host, port


def server_name(typed: str) -> str:
    """Return what to call the server at an address that a person typed, right or wrong."""
    try:
        return clean_origin(typed).partition("://")[2]
    except InvalidAddress:
        return typed.strip()


def warned_until(now: datetime) -> datetime:
    """Return until when an access must end to be spoken of now."""
    return now + WARNED_BEFORE


def is_on_this_machine(origin: str) -> bool:
    """Tell whether the server at `origin` is this very machine: what is said there stays there."""
    host = urlsplit(origin).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_timely(asked_at: datetime, *, now: datetime) -> bool:
    """Tell whether what was signed at an instant still counts, and is not of a time to come."""
    return now - WITHDRAWAL_COUNTS_FOR <= asked_at <= now + CLOCKS_APART


def health(
    *,
    status: str,
    verified_at: datetime | None,
    paused_until: datetime | None,
    now: datetime,
    access_ends_at: datetime | None = None,
    refuses_readers: bool = False,
) -> Health:
    """Return how a channel is; `status` is that of its row.

    `verified_at` is None for a channel that is not read: it says nothing, and is well.
    """
    if status == "needs_reconnection":
        return Health.LOST
    if status == "disconnected":
        return Health.DISCONNECTED
    if access_ends_at is not None and access_ends_at <= warned_until(now):
        return Health.ENDING
    if refuses_readers:
        return Health.REFUSED
    if paused_until is not None and paused_until > now:
        return Health.PAUSED
    is_silent = verified_at is not None and now - verified_at > SILENT_AFTER
    return Health.SILENT if is_silent else Health.WELL
