"""Sums of money and percentages, as each language writes them."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.formats import number_format

from beffroi.core.sums import exact_sum, round_sum

register = template.Library()


@register.filter
def exact(cents: int | None, currency: str = "EUR") -> str:
    """Write a sum with its cents: « 22,50 € »; “—” where it is unknown."""
    return "—" if cents is None else exact_sum(cents, currency)


@register.filter
def rounded(cents: int | None, currency: str = "EUR") -> str:
    """Write a sum in whole units, for large figures: « 1 240 € »; “—” where it is unknown."""
    return "—" if cents is None else round_sum(cents, currency)


@register.filter
def percent_of(share: Decimal | float | None) -> str:
    """Write a share of 1 as a percentage in the language's own way; “—” where it is unknown."""
    return "—" if share is None else f"{number_format(round(float(share) * 100, 1))}\u00a0%"
