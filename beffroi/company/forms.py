"""Forms about the company. What cannot be read is given back as it was typed, with a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from beffroi.company import models, trades, wording
from beffroi.company.actions import Identity
from beffroi.company.fields import CompanyText, OneLine, Phone, RegionField, WebsiteField
from beffroi.company.hours_text import TEXT_MAX, CannotRead, Times, times_of
from beffroi.company.models import Company
from beffroi.company.public_holidays import Holiday
from beffroi.company.queries import POLICIES
from beffroi.company.sentences import cannot_read
from beffroi.core.days import DayField, NearDayField

#: The longest that the form lets plan ahead.
_YEARS_AHEAD = 3


class IdentityForm(forms.Form):
    """Who the company is to its customers; nothing is required."""

    nothing_is_required = True

    name = OneLine(
        label=_("Name shown to customers"),
        max_length=models.NAME_MAX,
        attrs={"autocomplete": "organization"},
    )
    address = CompanyText(label=_("Postal address"), max_length=models.ADDRESS_MAX, rows=3)
    phone = Phone(label=_("Phone"), max_length=models.PHONE_MAX, attrs={"autocomplete": "tel"})
    email = forms.EmailField(label=_("E-mail for customers"), required=False, max_length=254)
    website = WebsiteField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "www.exemple.fr"}),
        error_messages={"invalid": _("This is no web address. For instance: www.example.com")},
    )
    signature = OneLine(label=_("First name that signs answers"), max_length=models.SIGNATURE_MAX)

    def __init__(self, data: Any = None, *, company: Company) -> None:
        given = {name: getattr(company, name) for name in self.base_fields}
        given |= {f"trade_{place}": key for place, key in enumerate(company.trades, start=1)}
        super().__init__(data, initial=given)
        for place in range(1, trades.TRADES_MAX + 1):
            self.fields[f"trade_{place}"] = _trade_field(place)

    def identity(self) -> Identity:
        """Return what a valid form says."""
        data = self.cleaned_data
        chosen = (data[f"trade_{place}"] for place in range(1, trades.TRADES_MAX + 1))
        named = {name: data[name] for name in self.base_fields}
        return Identity(trades=tuple(dict.fromkeys(filter(None, chosen))), **named)


def _trade_field(place: int) -> forms.ChoiceField:
    label = _("Trade") if place == 1 else _("Another trade")
    choices = [("", "—"), *((group, list(of.items())) for group, of in trades.GROUPS)]
    return forms.ChoiceField(label=label, required=False, choices=choices)


class PoliciesForm(forms.Form):
    """Short texts that answers may use."""

    nothing_is_required = True

    returns = CompanyText(label=_("Returns and refunds"), max_length=models.POLICY_MAX)
    shipping = CompanyText(label=_("Delivery"), max_length=models.POLICY_MAX)
    booking = CompanyText(label=_("Booking and cancelling"), max_length=models.POLICY_MAX)
    after_sales = CompanyText(label=_("After-sales service"), max_length=models.POLICY_MAX)
    coming = CompanyText(label=_("Parking and access"), max_length=models.POLICY_MAX)

    def __init__(self, data: Any = None, *, company: Company) -> None:
        given = {name: getattr(company, name) for name in POLICIES}
        super().__init__(data, initial=given)


class HoursForm(forms.Form):
    """The openings of an ordinary week, a line for each day."""

    nothing_is_required = True

    def __init__(self, data: Any = None, *, week: Sequence[Sequence[Times]] | None) -> None:
        super().__init__(data)
        language = get_language() or "fr"
        for day in range(7):
            typed = wording.day_as_typed(week[day], language=language) if week else ""
            self.fields[f"day_{day}"] = forms.CharField(
                label=wording.weekday(day).capitalize(),
                required=False,
                max_length=TEXT_MAX,
                initial=typed,
                widget=forms.TextInput(
                    attrs={"placeholder": gettext("closed"), "autocomplete": "off"}
                ),
            )

    def clean(self) -> dict[str, Any]:
        """Read each day; “same” repeats the day above."""
        cleaned = super().clean() or self.cleaned_data
        self.week: list[tuple[Times, ...]] = []
        for day in range(7):
            self.week.append(self._openings(day, cleaned.get(f"day_{day}", "")))
        return cleaned

    def _openings(self, day: int, text: str) -> tuple[Times, ...]:
        try:
            return times_of(text, above=self.week[-1] if self.week else None)
        except CannotRead as error:
            self.add_error(f"day_{day}", cannot_read(error))
            return ()


class HolidaysForm(forms.Form):
    """Whose public holidays count, and on which of them the doors are open."""

    nothing_is_required = True

    region = RegionField(label=_("Public holidays of"), required=False)
    open_holidays = forms.MultipleChoiceField(
        label=_("Open on"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, company: Company, holidays: Iterable[Holiday]) -> None:
        given = {"region": company.holiday_region, "open_holidays": company.open_holidays}
        super().__init__(data, initial=given)
        field = self.fields["open_holidays"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.key, one.name) for one in holidays]


class ClosureForm(forms.Form):
    """From which day to which day the doors stay closed, and what customers are told."""

    first_day = NearDayField(
        label=_("First day closed"),
        error_messages={"invalid": _("There is no such day. Choose a date.")},
    )
    last_day = DayField(
        label=_("Last day closed"),
        required=False,
        help_text=_("Leave it empty for one day only."),
        error_messages={"invalid": _("There is no such day. Choose a date.")},
    )
    sentence = OneLine(
        label=_("What to tell customers"),
        max_length=models.SENTENCE_MAX,
        help_text=_("For instance “We are away for the summer and back on 25 August.”"),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        self._today = today

    def clean(self) -> dict[str, Any]:
        """Fill in the last day, and refuse days that make no sense."""
        cleaned = super().clean() or self.cleaned_data
        first = cleaned.get("first_day")
        if first is None or "last_day" in self.errors:
            return cleaned
        cleaned["last_day"] = last = cleaned.get("last_day") or first
        if last < first:
            self.add_error("last_day", gettext("The last day is before the first."))
        elif last < self._today:
            self.add_error("last_day", gettext("This is over already: choose a day to come."))
        elif last.year > self._today.year + _YEARS_AHEAD:
            self.add_error("last_day", gettext("This is too far ahead. Choose a nearer day."))
        return cleaned
