"""Addresses that strangers wrote, in pages and in headers: whole, or none at all. Pure."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def joined(base: str, told: str) -> str:
    """Return the web address that `told` means where `base` is read, "" when it means none."""
    try:
        whole = urljoin(base, told.strip())
        split = urlsplit(whole)
        is_web = split.scheme in {"http", "https"} and bool(split.hostname) and split.port != 0
    except ValueError:  # an open bracket, or a port that is no number
        return ""
    return whole if is_web else ""
