"""What a server's address may look like. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit


class InvalidAddress(ValueError):
    """What was typed is not the address of a server."""


def clean_origin(typed: str) -> str:
    """Return scheme, host and port of what a person typed, https when they gave no scheme.

    Accepts « mastodon.social », « https://mastodon.social/@claire », « @claire@mastodon.social ».
    Whether the address may be called is not decided here but at the connection itself.
    """
    text = typed.strip()
    if "://" not in text:
        text = f"https://{text.rsplit('@', 1)[-1]}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise InvalidAddress(typed) from error
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.password:
        raise InvalidAddress(typed)
    if (
        any(character.isspace() or ord(character) < 32 for character in host)
        or "%" in host
        or "\\" in text
    ):
        raise InvalidAddress(typed)
    try:
        ascii_host = host if ":" in host else host.encode("idna").decode()
    except UnicodeError as error:
        raise InvalidAddress(typed) from error
    shown = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    is_usual = port in {None, 80 if parts.scheme == "http" else 443}
    return f"{parts.scheme}://{shown}" + ("" if is_usual else f":{port}")
