"""Writes sums of money as the reader's language does."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "CAD": "$\u00a0CA"}
#: In English these stand before the number.
_BEFORE = {"EUR": "€", "USD": "$", "GBP": "£", "CAD": "CA$"}
#: Money that has no hundredths (ISO 4217, of the currencies that a company can choose).
_WHOLE = frozenset({"XOF", "XPF"})
_NO_BREAK, _MINUS = "\u00a0", "\u2212"


def exact_sum(cents: int, currency: str) -> str:
    """Write a sum with its cents, where its currency has any: « 22,50 € », “€22.50”."""
    if currency in _WHOLE:
        return round_sum(cents, currency)
    return _written(Decimal(cents) / 100, currency, places=2)


def round_sum(cents: int, currency: str) -> str:
    """Write a sum in whole units, halves away from zero: « 1 240 € », “€1,240”."""
    units = (Decimal(cents) / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return _written(units, currency, places=0)


def _written(value: Decimal, currency: str, *, places: int) -> str:
    number = number_format(abs(value), decimal_pos=places, force_grouping=True)
    sign = _MINUS if value < 0 else ""
    if (get_language() or "fr").startswith("fr"):
        return f"{sign}{number}{_NO_BREAK}{_SIGNS.get(currency, currency)}"
    before = _BEFORE.get(currency, f"{currency}{_NO_BREAK}")
    return f"{sign}{before}{number}"
