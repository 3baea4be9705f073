"""Form fields for money, shares and codes, as people write them."""

from __future__ import annotations

from decimal import Decimal, DecimalException
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext

from beffroi.sales.orders.amounts import Mark, read_amount
from beffroi.sales.orders.problems import Refused
from beffroi.sales.rules import CENTS_MAX, is_code, normal_code

_SHORT = 40


class MoneyField(forms.CharField):
    """A sum, given back in cents; empty is None."""

    def __init__(self, **given: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "input--s"})
        super().__init__(max_length=_SHORT, widget=widget, **given)

    def prepare_value(self, value: Any) -> Any:
        """Show cents as people write them."""
        return written(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Return cents, zero or more; None where nothing was written."""
        text = super().clean(value)
        if not text:
            return None
        mark = Mark.COMMA if (get_language() or "fr").startswith("fr") else Mark.POINT
        try:
            cents = read_amount(text, mark=mark).cents
        except Refused:
            raise ValidationError(
                gettext("This is no sum of money. For instance: 1,234.50")
            ) from None
        if cents < 0:
            raise ValidationError(gettext("Write the sum without a minus sign."))
        if cents > CENTS_MAX:
            raise ValidationError(gettext("This is more than a million: check the sum."))
        return cents


class PercentField(forms.CharField):
    """A share of a hundred, given back from 0 to 1; empty is None."""

    def __init__(self, **given: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "input--s"})
        super().__init__(max_length=_SHORT, widget=widget, **given)

    def prepare_value(self, value: Any) -> Any:
        """Show a share as a percentage."""
        if not isinstance(value, Decimal):
            return value
        return localised(f"{(value * 100).normalize():f}")

    def clean(self, value: Any) -> Any:
        """Return a share; None where nothing was written."""
        text = super().clean(value)
        if not text:
            return None
        plain = text.replace("%", "").replace(",", ".").strip()
        try:
            share = Decimal(plain) / 100
        except DecimalException:  # “1e999999999” is a number, and too large for any
            raise ValidationError(gettext("This is no percentage. For instance: 62")) from None
        if not share.is_finite() or not 0 <= share <= 1:
            raise ValidationError(gettext("A percentage lies between 0 and 100."))
        return share.quantize(Decimal("0.0001"))


class CodeField(forms.CharField):
    """A code that customers say, in its one spelling; may stay empty."""

    def __init__(self, **given: Any) -> None:
        widget = forms.TextInput(
            attrs={"autocapitalize": "characters", "spellcheck": "false", "class": "input--s"}
        )
        super().__init__(max_length=_SHORT, widget=widget, required=False, **given)

    def clean(self, value: Any) -> str:
        """Return the code as it will be looked for."""
        text = super().clean(value)
        code = normal_code(text)
        if text and not is_code(code):
            raise ValidationError(
                gettext("A code is one word of letters and digits. For instance: SUMMER10")
            )
        return code


def written(cents: int) -> str:
    """Return cents as a form shows them: « 22,50 », “22.50”."""
    return localised(f"{cents // 100}.{cents % 100:02}")


def localised(number: str) -> str:
    """Write a plain number with the comma or the point of the reader's language."""
    return number.replace(".", ",") if (get_language() or "fr").startswith("fr") else number
