"""What is set for a shop, which its orders are read by. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """A shop by its clock and its money.

    `vat_rate` is a share (0.20 for 20 %), used where a shop tells sums with VAT and no VAT;
    `prices_include_tax` is what people say of sums that do not tell it, None where they do not.
    `currencies` are PrestaShop's numbers of currencies.
    """

    zone: tzinfo
    currency: str
    vat_rate: Decimal | None = None
    prices_include_tax: bool | None = None
    currencies: Mapping[str, str] = field(default_factory=dict)
