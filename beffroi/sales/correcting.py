"""The form by which somebody says how long something really took."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.company.fields import OneLine
from beffroi.sales.models import WorkTime
from beffroi.sales.rules import NOTE_MAX

_DAY_MINUTES = 24 * 60
_HOUR_MINUTES = 60


class CorrectionForm(forms.Form):
    """Hours and minutes, and what they were for."""

    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=24, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=59, required=False)
    work_note = OneLine(label=_("What you did"), max_length=NOTE_MAX)

    def __init__(self, data: Any = None, *, row: WorkTime) -> None:
        hours, minutes = divmod(row.minutes, _HOUR_MINUTES)
        said = {"hours": hours, "minutes": minutes, "work_note": row.note}
        super().__init__(data, initial=said)

    def clean(self) -> dict[str, Any]:
        """Refuse no time, and more than a day of it."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not 1 <= self.total <= _DAY_MINUTES:
            self.add_error("minutes", gettext("Say how long: between one minute and 24 hours."))
        return data

    @property
    def total(self) -> int:
        """Minutes in all."""
        data = self.cleaned_data
        return _HOUR_MINUTES * (data.get("hours") or 0) + (data.get("minutes") or 0)
