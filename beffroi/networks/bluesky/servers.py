"""Where accounts live, and what people type to say who they are. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from beffroi.networks.errors import ContentRefused
from beffroi.networks.json_text import JSON

#: People paste handles with a sign before and invisible marks of direction around.
HANDLE_DRESS = (
    "@ \t\r\n\u00a0\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def checked_origin(origin: str) -> str:
    """Return scheme, host and port alone. Raises ContentRefused.

    A password travels in clear only to a port that this installation was told to allow.
    """
    split = urlsplit(origin.strip())
    try:
        has_own_port = split.port not in (None, 80, 443)
    except ValueError:
        has_own_port = False
    if split.scheme != "https" and not (split.scheme == "http" and has_own_port):
        raise ContentRefused("this is no https address", field="address")
    return f"{split.scheme}://{split.netloc}"


def own_server(session: Mapping[str, JSON]) -> str | None:
    """Return the account's own server when a common entrance, such as bsky.social, names it."""
    document = session.get("didDoc")
    services = document.get("service") if isinstance(document, dict) else None
    for service in services if isinstance(services, list) else []:
        if isinstance(service, dict) and str(service.get("id", "")).endswith("#atproto_pds"):
            endpoint = service.get("serviceEndpoint")
            if isinstance(endpoint, str) and endpoint.startswith("https://"):
                return checked_origin(endpoint)
    return None
