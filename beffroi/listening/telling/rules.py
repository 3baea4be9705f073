"""Who is told of which changes of an alert, and how a call to an address is signed. Pure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from beffroi.core.addresses import is_inside
from beffroi.listening.alerting.rules import Level, Trigger


class Choice(Enum):
    """Of which alerts a person wants to be told."""

    ALL = "all"
    PRESSING = "pressing"  # red ones, and grave messages
    NONE = "none"


class Way(Enum):
    """By what way."""

    MAIL = "mail"
    HOOK = "hook"
    PUSH = "push"


#: What people are told of; an address is told of all but what somebody puts off.
_FOR_PEOPLE = frozenset({"opened", "grew", "raised"})
_FOR_ADDRESSES = _FOR_PEOPLE | {"phase", "fallen", "ended", "false_alarm", "taken_back"}
SIGNATURE_HEADER = "Beffroi-Signature"
SECRET_BYTES = 32
_PORTS = {"http": 80, "https": 443}


def is_for_people(kind: str, detail: Mapping[str, Any], *, level: int, choice: Choice) -> bool:
    """Tell whether somebody with this choice is told of a change of an alert of this level."""
    if kind not in _FOR_PEOPLE or choice is Choice.NONE:
        return False
    is_grave = Trigger.GRAVITY.value in {detail.get("trigger"), *detail.get("triggers", ())}
    if choice is Choice.ALL:
        return kind != "grew" or is_grave
    if kind == "raised" or is_grave:
        return True
    return kind == "opened" and level == Level.RED


def is_for_addresses(kind: str) -> bool:
    """Tell whether an address is called for a change."""
    return kind in _FOR_ADDRESSES


def signature(secret: bytes, body: bytes, *, at_seconds: int) -> str:
    """Return what proves that a call is ours, and when it was made."""
    signed = f"{at_seconds}.".encode() + body
    return f"t={at_seconds},v1={hmac.new(secret, signed, hashlib.sha256).hexdigest()}"


def clean_address(written: str, *, allow: Collection[str] = ()) -> str:
    """Return an address that can be called, "" for what is none.

    It has https, a host that is no literal address inside, and no credentials; hosts and ports of
    `allow` may be inside, and do without https.
    """
    text = written.strip()
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return ""
    is_plain = text.isascii() and text.isprintable() and " " not in text
    shown = f"[{host}]" if ":" in host else host
    is_own = f"{shown}:{port or _PORTS.get(parts.scheme)}" in allow
    is_shut = parts.scheme == "https" or (parts.scheme == "http" and is_own)
    is_there = host and (is_own or not is_inside(host))
    is_fit = is_shut and is_there and not parts.username and not parts.fragment
    return text if is_plain and is_fit else ""
