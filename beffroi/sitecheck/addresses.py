"""What somebody typed as the address of their site: the address, or why it is none. Pure."""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import urlsplit, urlunsplit

from beffroi.sitecheck.profiles import profile_of

TYPED_MAX = 500
_MAIL = re.compile(r"(?:mailto:)?[^\s@/]{1,64}@[^\s@/]{1,255}")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{0,20}:(?!\d)")


class Mistake(StrEnum):
    """Why what was typed is not the address of a site."""

    EMPTY = "empty"
    MAIL = "mail"
    PROFILE = "profile"
    NO_ADDRESS = "no_address"


class NotASite(Exception):
    """What was typed is no address of a site; `network` is whose page it is, if it is one."""

    def __init__(self, mistake: Mistake, *, network: str = "") -> None:
        super().__init__(mistake.value)
        self.mistake = mistake
        self.network = network


def site_address(typed: str) -> str:
    """Return the web address that somebody means; https where they do not say. Raises NotASite.

    Whether it may be called is not asked here: the door out decides, each time.
    """
    text = "".join(typed.split())
    if not text:
        raise NotASite(Mistake.EMPTY)
    if _MAIL.fullmatch(text):
        raise NotASite(Mistake.MAIL)
    address = text if _SCHEME.match(text) else f"https://{text.lstrip('/')}"
    try:
        split = urlsplit(address)
        host, port = split.hostname or "", split.port
    except ValueError as error:
        raise NotASite(Mistake.NO_ADDRESS) from error
    is_web = split.scheme.lower() in {"http", "https"} and "@" not in split.netloc
    if not is_web or len(text) > TYPED_MAX or not _is_host(host, has_port=port is not None):
        raise NotASite(Mistake.NO_ADDRESS)
    if profile := profile_of(address):
        raise NotASite(Mistake.PROFILE, network=profile.network)
    return urlunsplit(
        (split.scheme.lower(), split.netloc.lower(), split.path or "/", split.query, "")
    )


def has_scheme(typed: str) -> bool:
    """Tell whether somebody said by which scheme their site is read."""
    return bool(_SCHEME.match(typed.strip()))


def host_of(address: str) -> str:
    """Return the host of an address in small letters and without `www.`, "" when it has none."""
    try:
        return (urlsplit(address).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""


def readable_host(address: str) -> str:
    """Return a host as people write it: `xn--…` in its own letters where it is one."""
    host = host_of(address)
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _is_host(host: str, *, has_port: bool) -> bool:
    """Tell whether this can be a host: a name with a dot, or a number; alone only with a port."""
    if not host or re.search(r"[\s\x00-\x1f<>\"'\\^`{|}%]", host):
        return False
    return "." in host.strip(".") or ":" in host or has_port
