"""What a server's address may look like, and how well a channel is. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import Enum
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

#: Channels are read every few minutes; after this long without an answer it is worth a word.
SILENT_AFTER = timedelta(hours=1)

#: What DNS allows is 253; the whole origin must fit its column.
_HOST_MAX = 240
#: A name in ASCII, or an address with or without colons.
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")


class InvalidAddress(ValueError):
    """What was typed is not the address of a server."""


class Health(Enum):
    """How a channel is, as people are told."""

    WELL = "well"
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
    text = "".join(sign for sign in typed if unicodedata.category(sign) != "Cf").strip()
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


def is_on_this_machine(origin: str) -> bool:
    """Tell whether the server at `origin` is this very machine: what is said there stays there."""
    host = urlsplit(origin).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def health(
    *, status: str, verified_at: datetime, paused_until: datetime | None, now: datetime
) -> Health:
    """Return how a channel is; `status` is that of its row."""
    if status == "needs_reconnection":
        return Health.LOST
    if status == "disconnected":
        return Health.DISCONNECTED
    if paused_until is not None and paused_until > now:
        return Health.PAUSED
    return Health.SILENT if now - verified_at > SILENT_AFTER else Health.WELL
