"""Where a visit began that ended in an order, by the address of its first page. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from beffroi.core.foreign import storable
from beffroi.links.rules import is_code
from beffroi.sales.orders.told import Landing

#: The parameter by which a shop's page may learn the code of our short link.
CLICK = "bf"
_ADDRESS_MAX = 500
_READ_MAX = 4000
_VALUE_MAX = 100
_FIELDS_MAX = 100
_CAMPAIGN = ("source", "medium", "campaign", "content")


def landing_of(address: str, told: Mapping[str, str] | None = None) -> Landing:
    """Return where a visit began; `told` is what the shop says of `utm_` parameters by their names.

    An address may lack its host, as Shopify writes it. What cannot be read tells nothing.
    """
    try:
        parts = urlsplit(address[:_READ_MAX].strip())
        query = dict(parse_qsl(parts.query, max_num_fields=_FIELDS_MAX))
        host = parts.hostname or ""
    except ValueError:
        parts, query, host = urlsplit(""), {}, ""
    values = {**(told or {}), **{key.casefold(): value for key, value in query.items()}}
    click = values.get(CLICK, "")
    campaign = {name: _value(values.get(f"utm_{name}", "")) for name in _CAMPAIGN}
    return Landing(
        address=_address(parts.scheme, host, parts.path),
        click=click if is_code(click) else "",
        **campaign,
    )


def _address(scheme: str, host: str, path: str) -> str:
    """Return an address without what may tell who came: its query, its port, its names."""
    if scheme not in {"", "http", "https"} or (scheme and not host):
        return ""
    if not host and not path.startswith("/"):
        return ""
    start = f"{scheme or 'https'}://{host}" if host else ""
    whole = storable(start + path, longest=_ADDRESS_MAX)
    return whole if whole.isprintable() else ""


def _value(written: str) -> str:
    return " ".join(storable(written, longest=_VALUE_MAX).split())
