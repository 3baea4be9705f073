"""Days that people choose or type."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: Nothing of this product lies beyond, and zones are known for these years.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


class DayField(forms.DateField):
    """A day, chosen or typed."""

    def __init__(self, **given: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **given)


class NearDayField(DayField):
    """A day from which others are counted: before the year 1 and after 9999 there are none."""

    default_error_messages = {"far": _("Choose a day in this century.")}

    def validate(self, value: Any) -> None:
        """Refuse a day of another century."""
        super().validate(value)
        if value and not FIRST_DAY <= value <= LAST_DAY:
            raise ValidationError(self.error_messages["far"], code="far")
