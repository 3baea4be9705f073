"""Fifth screen: hours a week, money a year, what an agency frees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.coaching.plan.sheets.sheet import Sheet
from beffroi.core.periods import Period
from beffroi.sales.economics import economics_of
from beffroi.sales.fields import MoneyField
from beffroi.sales.returns import spent
from beffroi.strategy.plan.actions import save_means
from beffroi.strategy.plan.rules import MINUTES_MAX, USUAL_MINUTES, Step
from beffroi.strategy.plan.wishes import MeansWish

_HOUR = 60
_HOURS_MAX = MINUTES_MAX // _HOUR
_YEAR = timedelta(days=364)


class MeansForm(forms.Form):
    """With what means: time of our own people, and money before tax."""

    nothing_is_required = True
    use_required_attribute = False

    hours = forms.IntegerField(
        label=_("Hours a week"), min_value=0, max_value=_HOURS_MAX, required=False
    )
    minutes = forms.IntegerField(
        label=_("and minutes"),
        min_value=0,
        max_value=_HOUR - 1,
        required=False,
        help_text=_("Fifteen minutes on each of five days make 1 h 15."),
    )
    advertising = MoneyField(
        label=_("Advertising, a year"),
        required=False,
        help_text=_("What networks are paid for showing your posts."),
    )
    tools = MoneyField(label=_("Tools, a year"), required=False)
    agency = MoneyField(label=_("Agency, a year"), required=False)
    agency_minutes = forms.IntegerField(
        label=_("Your own minutes a week that the agency frees"),
        min_value=0,
        max_value=MINUTES_MAX,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a week without a minute."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not 1 <= self.total <= MINUTES_MAX:
            self.add_error("minutes", gettext("Say how long: one minute a week at least."))
        return data

    @property
    def total(self) -> int:
        """Minutes a week in all."""
        data = self.cleaned_data
        return _HOUR * (data.get("hours") or 0) + (data.get("minutes") or 0)

    def wish(self) -> MeansWish:
        """Return what a valid form says."""
        data = self.cleaned_data
        return MeansWish(
            minutes_a_week=self.total,
            media_cents=data["advertising"],
            tools_cents=data["tools"],
            agency_cents=data["agency"],
            agency_minutes=data["agency_minutes"],
        )


class MeansSheet(Sheet):
    """One form; proposed are fifteen minutes a day, and what the last year cost."""

    step = Step.MEANS

    def build(self) -> None:
        """Make the form, from what is kept or from what was spent."""
        self.economics = economics_of(self.around.workspace)
        self.form = MeansForm(self.data, initial=self._initial())

    @property
    def forms(self) -> Sequence[forms.Form]:
        """The one form."""
        return [self.form]

    def save(self, *, seen: int) -> None:
        """Keep it. Raises SavedMeanwhile."""
        around = self.around
        save_means(
            around.workspace, self.form.wish(), seen=seen, actor=around.actor, now=around.now
        )

    def _initial(self) -> dict[str, Any]:
        strategy = self.around.plan.strategy
        if strategy is not None and self.around.plan.has_saved(Step.MEANS):
            minutes = strategy.minutes_a_week or 0
            return {
                "hours": minutes // _HOUR,
                "minutes": minutes % _HOUR,
                "advertising": strategy.media_cents,
                "tools": strategy.tools_cents,
                "agency": strategy.agency_cents,
                "agency_minutes": strategy.agency_minutes,
            }
        year = Period(self.around.today - _YEAR, self.around.today)
        cost = spent(self.around.workspace, year, economics=self.economics)
        return {
            "hours": USUAL_MINUTES // _HOUR,
            "minutes": USUAL_MINUTES % _HOUR,
            # Nothing noted is unknown, and proposed as such.
            "advertising": cost.media or None,
            "tools": cost.tools or None,
            "agency": cost.agency or None,
        }
