"""Rules of drafting. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import timedelta
from urllib.parse import urlsplit

#: A workspace asks its model so often; a person reads each draft, which takes longer than writing.
ASKED_AT_MOST = 6
ASKED_WITHIN = timedelta(minutes=1)
#: A model on a small machine takes its time; browsers and web servers wait for a minute.
ANSWER_WITHIN_SECONDS = 45.0
ANSWER_BYTES_MAX = 200_000
#: How long the answer to a trial may be.
TRIAL_MAX = 600
_CALL = "/chat/completions"
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\]")
_FOLDER = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")


class InvalidAddress(ValueError):
    """What was typed is no address of a server."""


def clean_address(typed: str) -> str:
    """Return the address below which a model is asked, as it is kept. Raises InvalidAddress."""
    text = "".join(sign for sign in typed if unicodedata.category(sign) != "Cf").strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = parts.port
    except ValueError as error:
        raise InvalidAddress(typed) from error
    host = parts.netloc.lower().rpartition(":")[0] if port is not None else parts.netloc.lower()
    folder = parts.path.rstrip("/").removesuffix(_CALL).rstrip("/")
    is_plain = parts.scheme in _PORTS and not parts.query and not parts.fragment
    if not is_plain or not _HOST.fullmatch(host) or not _FOLDER.fullmatch(folder):
        raise InvalidAddress(typed)
    is_usual = port in {None, _PORTS[parts.scheme]}
    return f"{parts.scheme}://{host}{'' if is_usual else f':{port}'}{folder}"


def host_and_port(address: str) -> str:
    """Return “host:port” of a kept address, as settings name it."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    return f"{shown}:{parts.port or _PORTS.get(parts.scheme, 443)}"


def is_allowed_by_owner(address: str, *, allow: Collection[str]) -> bool:
    """Tell whether whoever runs the installation named this very host and port."""
    return host_and_port(address).lower() in {pair.lower() for pair in allow}


def is_unencrypted(address: str) -> bool:
    """Tell whether what is sent there could be read on the way."""
    return address.startswith("http://")


def call_url(address: str) -> str:
    """Return where a completion is asked for."""
    return f"{address}{_CALL}"
