"""Texts and addresses from outside: what may be kept, what a page may link to. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

ADDRESS_MAX = 1000


def storable(text: str, *, longest: int) -> str:
    """Return `text` cut at `longest`, without NUL and lone surrogates, which no database keeps."""
    cut = text[:longest]
    if cut.isascii():  # as most are: no surrogate is among them
        return cut.replace("\0", "")
    return cut.replace("\0", "").encode("utf-8", "replace").decode()


def web_address(given: str, *, longest: int = ADDRESS_MAX) -> str:
    """Return `given` when it is a web address that a page may link to, else nothing.

    Networks repeat what strangers typed: an address may be a script, or break what it is put in.
    """
    if len(given) > longest or not given.isprintable() or " " in given:
        return ""
    try:
        parts = urlsplit(given)
        return given if parts.scheme in {"http", "https"} and parts.hostname else ""
    except ValueError:
        return ""
