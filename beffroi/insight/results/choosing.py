"""Which period an address asks for: one that has a name, or two days that somebody chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.company.wording import day_in_words
from beffroi.core.days import DayField
from beffroi.core.periods import Period
from beffroi.insight.results import periods
from beffroi.insight.results.periods import Beside, Choice, Chosen, Fault

_TYPED_MAX = 30


class _Day(DayField):
    """A day; what is none is said with what was typed, which browsers do not give back."""

    def to_python(self, value: Any) -> date | None:
        """Return the day, or say that there is none of that name."""
        try:
            return super().to_python(value)
        except ValidationError:
            typed = str(value)[:_TYPED_MAX]
            message = gettext("There is no day “%(typed)s”.") % {"typed": typed}
            raise ValidationError(message) from None


class FreeForm(forms.Form):
    """Two days and what stands beside them. Its names are those of the address."""

    def __init__(self, data: Mapping[str, str] | None = None, *, today: date, **given: Any) -> None:
        super().__init__(data, auto_id="free_%s", **given)
        self._today = today
        self.fields["from"] = _Day(label=_("First day"))
        self.fields["to"] = _Day(label=_("Last day"))
        self.fields["beside"] = forms.ChoiceField(
            label=_("Beside"),
            choices=[
                (Beside.BEFORE.value, _("As many days before")),
                (Beside.YEAR.value, _("The same days a year ago")),
            ],
        )
        for name in ("from", "to"):
            self.fields[name].widget.attrs["max"] = today.isoformat()

    def clean(self) -> dict[str, Any]:
        """Refuse two days that are no period of which results can be shown."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("from"), data.get("to")
        if first and last and "beside" in data:
            beside = Beside(data["beside"])
            fault = periods.fault_of(first, last, beside=beside, today=self._today)
            if fault is not None:
                name, sentence = self._said(fault)
                self.add_error(name, sentence)
        return data

    def _said(self, fault: Fault) -> tuple[str, str]:
        """Return beside which field a fault is said, and how."""
        return {
            Fault.ENDS_FIRST: ("to", gettext("The last day comes before the first one.")),
            Fault.TO_COME: (
                "to",
                gettext(
                    "This day is still to come. The last that can be counted is today, %(day)s."
                )
                % {"day": day_in_words(self._today)},
            ),
            Fault.TOO_EARLY: (
                "from",
                gettext("Choose a day from %(day)s on.") % {"day": day_in_words(periods.EARLIEST)},
            ),
            Fault.TOO_LONG: (
                "to",
                gettext("These are more than %(count)s years. Choose fewer days.")
                % {"count": periods.FREE_YEARS_MAX},
            ),
            Fault.OVERLAPS: (
                "beside",
                gettext("More than a year would stand beside itself. Choose as many days before."),
            ),
        }[fault]


@dataclass(frozen=True, slots=True)
class Asked:
    """The period that is shown, and the form that chooses another one."""

    chosen: Chosen
    form: FreeForm

    @property
    def is_refused(self) -> bool:
        """Whether two days were chosen that are no period: the usual one is shown."""
        return self.form.is_bound and not self.form.is_valid()

    @property
    def is_free(self) -> bool:
        """Whether two days are shown, or were asked for."""
        return self.form.is_bound

    @property
    def free_query(self) -> str:
        """The days that are shown as an address of freely chosen ones has them."""
        return periods.freely(self.chosen.period, beside=self.chosen.beside).query


def asked(query: Mapping[str, str], *, today: date) -> Asked:
    """Return what an address asks for; the usual period where it cannot be shown."""
    choice = periods.read(query.get("period", ""))
    if choice is not Choice.FREE:
        chosen = periods.chosen(choice, today=today)
        return Asked(chosen, FreeForm(today=today, initial=_initial(chosen)))
    form = FreeForm({"beside": Beside.BEFORE.value, **_plain(query)}, today=today)
    if not form.is_valid():
        return Asked(periods.chosen(periods.USUAL, today=today), form)
    data = form.cleaned_data
    period, beside = Period(data["from"], data["to"]), Beside(data["beside"])
    return Asked(periods.freely(period, beside=beside), form)


def _initial(chosen: Chosen) -> dict[str, Any]:
    return {"from": chosen.period.first, "to": chosen.period.last, "beside": Beside.BEFORE.value}


def _plain(query: Mapping[str, str]) -> dict[str, str]:
    names = ("from", "to", "beside")
    return {name: query[name].replace("\0", "") for name in names if name in query}
