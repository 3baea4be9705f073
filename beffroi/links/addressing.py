"""Where a link leads: an address that all browsers take, and what tells the shop whence. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from beffroi.core.foreign import web_address
from beffroi.links.rules import TARGET_MAX

_PATH = "/%:@!$&'()*+,;=~-._"
_QUERY = _PATH + "?"


class NotAnAddress(ValueError):
    """What was given is no address of a web page, or too long a one."""


def normal(given: str) -> str:
    """Return a web address in ASCII, as it travels; raises NotAnAddress.

    An address without a scheme gets `https`: people write « boulangerie.fr/offre ».
    """
    text = given.strip()
    if "://" not in text and "." in text.split("/")[0]:
        text = f"https://{text}"
    if not web_address(text, longest=TARGET_MAX):
        raise NotAnAddress
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # a label too long, or a port that is none
        raise NotAnAddress from None
    if parts.username is not None or "." not in host:
        raise NotAnAddress
    address = urlunsplit(
        (
            parts.scheme,
            host + port,
            quote(parts.path or "/", safe=_PATH),
            quote(parts.query, safe=_QUERY),
            quote(parts.fragment, safe=_QUERY),
        )
    )
    if len(address) > TARGET_MAX:
        raise NotAnAddress
    return address


def host_of(address: str) -> str:
    """Return the host of a normal address."""
    return urlsplit(address).hostname or ""


def shown_address(address: str) -> str:
    """Return a normal address as people read it: without scheme, `www.`, query, last slash."""
    parts = urlsplit(address)
    return (parts.netloc.removeprefix("www.") + unquote(parts.path)).rstrip("/")


@dataclass(frozen=True, slots=True)
class Campaign:
    """Whence the visitors of a link come, as shops and statistics call it."""

    source: str
    name: str
    medium: str = "social"


def with_campaign(address: str, campaign: Campaign, *, code: str) -> str:
    """Return an address whose shop or statistics can tell whence its visitors came.

    The code of the link stands in `utm_content`, which shops keep with an order by themselves: so
    the order proves which link led to it. What its owner wrote stays: their `utm_` parameters are
    not replaced.
    """
    parts = urlsplit(address)
    there = {name for name, _value in parse_qsl(parts.query, keep_blank_values=True)}
    given = {
        "utm_source": campaign.source,
        "utm_medium": campaign.medium,
        "utm_campaign": campaign.name,
        "utm_content": code,
    }
    added = urlencode({name: text for name, text in given.items() if text and name not in there})
    query = "&".join(part for part in (parts.query, added) if part)
    longer = urlunsplit(parts._replace(query=query))
    return longer if len(longer) <= TARGET_MAX else address
