"""Where a source is read: two of one place never at once. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from beffroi.networks.declarations import SourceKind

_LONGEST = 255


def place_of(kind: str, network: str, subject: str, *, channel_id: int | None) -> str:
    """Return the place of a source: its host, its channel, or its network."""
    if channel_id is not None:
        return f"channel:{channel_id}"
    host = host_of(subject) if kind == SourceKind.FEED.value else ""
    return f"host:{host}"[:_LONGEST] if host else f"network:{network}"


def host_of(address: str) -> str:
    """Return the host of an address without its www, "" for what is none."""
    try:
        return (urlsplit(address).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""
