"""Forms of reports: who receives them, the month to make, what a person says in their place."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.dateformat import format as date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.insight.reports.facts import month_before
from beffroi.insight.reports.gestures import MOST
from beffroi.insight.reports.models import WORDS_MAX
from beffroi.strategy.plan.wording import DAYS
from beffroi.workspaces.rules import normal_email

_MONTHS_BACK = 12


class RecipientForm(forms.Form):
    """An address, and what it receives."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    monthly = forms.BooleanField(label=_("The report of the month"), required=False, initial=True)
    weekly = forms.BooleanField(label=_("Three numbers every week"), required=False)
    weekday = forms.TypedChoiceField(
        label=_("The numbers leave each"), choices=list(enumerate(DAYS)), coerce=int, required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def clean_email(self) -> str:
        """Write an address in one way."""
        return normal_email(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """Refuse an address that would receive nothing."""
        data = super().clean() or self.cleaned_data
        if not data.get("monthly") and not data.get("weekly"):
            raise ValidationError(gettext("Choose what this address receives."))
        return data


class MonthForm(forms.Form):
    """The month whose report is made: one of the last that are over."""

    month = forms.ChoiceField(label=_("Month"))

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(f"{first:%Y-%m}", _name(first)) for first in _last(today)]

    def clean_month(self) -> date:
        """Return the first day of the month."""
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")


class WordsForm(forms.Form):
    """What a person says in the place of the rules."""

    report_words = forms.CharField(
        label=_("The month in a few sentences"),
        max_length=WORDS_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Left empty, it says again what the rules write."),
    )
    report_gestures = forms.CharField(
        label=_("What to do next"),
        max_length=WORDS_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One thing on each line, three at most; its first sentence stands out."),
    )

    def clean_report_gestures(self) -> str:
        """Refuse more than a month holds."""
        typed: str = self.cleaned_data["report_gestures"]
        lines = [line.strip() for line in typed.splitlines() if line.strip()]
        if len(lines) > MOST:
            raise ValidationError(gettext("Three things at most: more are not done."))
        return "\n".join(lines)


def _name(first: date) -> str:
    return capfirst(date_format(first, "F Y"))


def _last(today: date) -> list[date]:
    found = [month_before(today)]
    while len(found) < _MONTHS_BACK:
        found.append(month_before(found[-1]))
    return found
