"""Forms of goals and campaigns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.channels.fields import ChannelField
from beffroi.channels.models import Channel
from beffroi.company.fields import CompanyText, OneLine
from beffroi.core.days import DayField, NearDayField
from beffroi.insight.aims import wording
from beffroi.insight.aims.keeping import Focus
from beffroi.insight.aims.models import GoalFocus
from beffroi.links.models import Link
from beffroi.links.rules import Source
from beffroi.metrics.metric import Unit
from beffroi.reviews import queries as reviews
from beffroi.sales.fields import MoneyField
from beffroi.sales.models import Offer
from beffroi.sales.queries import choosable_offers
from beffroi.strategy.actions import BadDays, CampaignWish, GoalWish
from beffroi.strategy.models import Campaign, Goal
from beffroi.strategy.rules import (
    BUDGET_CENTS_MAX,
    MEANINGS,
    NAME_MAX,
    NOTE_MAX,
    SCALES,
    Aim,
    DayProblem,
    Days,
    Measure,
    is_target,
)
from beffroi.strategy.wording import AIMS, DAY_PROBLEMS, MEASURES
from beffroi.workspaces.models import Workspace

_SHORT, _FAR = 20, 10**15
#: On which of the two days a problem is told.
_OF_FIRST = {DayProblem.LONG_AGO, DayProblem.FAR_AHEAD}
#: What can be counted for one thing alone, by the field that chooses it.
_FOCUSED = {
    "offer": {Measure.SALES},
    "link": {Measure.SALES, Measure.VISITS},
    "source": {Measure.RATING},
}


#: What a number is asked for, and how it is written.
HOW_MUCH = {
    Unit.COUNT: (_("How many"), _("A whole number.")),
    Unit.CENTS: (_("How much money"), _("Before tax, for instance 640.50.")),
    Unit.PERCENT: (_("How many of a hundred"), _("For instance 90.")),
    Unit.MINUTES: (_("How many hours"), _("For instance 4, or 1.5 for an hour and a half.")),
    Unit.STARS: (_("How many stars"), _("For instance 4.6.")),
}


def _aims() -> list[tuple[str, Any]]:
    return [(aim.value, words) for aim, words in AIMS.items()]


def measures(*, sees_inbox: bool) -> list[tuple[Measure, Any]]:
    """Return what somebody may have counted, in words."""
    return [
        (measure, words)
        for measure, words in MEASURES.items()
        if sees_inbox or not MEANINGS[measure].is_of_inbox
    ]


class _LinkField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Any) -> str:
        title: str = obj.title
        return title


class GoalForm(forms.Form):
    """How much of what was chosen to be counted, by when."""

    measure = forms.CharField(widget=forms.HiddenInput)
    aim = forms.ChoiceField(label=_("What for"), choices=_aims)
    wanted = forms.CharField(
        max_length=_SHORT,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input--s"}),
    )
    first_day = DayField(label=_("From"))
    due_day = DayField(label=_("Until"), help_text=_("Between a week and a year."))
    offer = forms.ModelChoiceField(
        label=_("Only sales with the offer"), queryset=Offer.objects.none(), required=False
    )
    link = _LinkField(
        label=_("Only sales or visits by the link"), queryset=Link.objects.none(), required=False
    )
    source = ChannelField(label=_("Only the average of reviews on"))
    name = OneLine(
        label=_("Its name"),
        max_length=NAME_MAX,
        help_text=_("As you speak of it. Empty: what it counts, in a few words."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        workspace: Workspace,
        measure: Measure,
        today: date,
        goal: Goal | None = None,
        focus: GoalFocus | None = None,
    ) -> None:
        """Offer the fields of `measure` alone."""
        initial = _told(goal, focus) if goal else {"first_day": today}
        if goal is not None and goal.counts is not measure:
            del initial["wanted"]
        super().__init__(data, initial=initial | {"measure": measure.value})
        self.counts = measure
        unit = MEANINGS[measure].unit
        self.fields["wanted"].label, self.fields["wanted"].help_text = HOW_MUCH[unit]
        for name, measures in _FOCUSED.items():
            if measure not in measures:
                del self.fields[name]
            else:
                self._choose(name, _choosable(name, workspace))

    def clean(self) -> dict[str, Any]:
        """Read the number by what is counted, and refuse two things that are counted alone."""
        data = super().clean() or self.cleaned_data
        if "wanted" in data:
            data["wanted"] = self._target(data["wanted"], self.counts)
        chosen = [name for name in _FOCUSED if data.get(name)]
        if len(chosen) > 1:
            self.add_error(chosen[1], gettext("Choose one of them, not both."))
        return data

    def refuse(self, error: BadDays) -> None:
        """Say why the days were not taken."""
        field = "first_day" if error.problem in _OF_FIRST else "due_day"
        self.add_error(field, str(DAY_PROBLEMS[error.problem]))

    def wish(self) -> GoalWish:
        """Return what a valid form says."""
        data = self.cleaned_data
        return GoalWish(
            aim=Aim(data["aim"]),
            measure=self.counts,
            target=data["wanted"],
            days=Days(data["first_day"], data["due_day"]),
            name=data["name"],
        )

    def focus(self) -> Focus:
        """Return what a valid form says is counted alone."""
        return Focus(**{name: self.cleaned_data.get(name) for name in _FOCUSED})

    def _choose(self, name: str, rows: Any) -> None:
        """Let people choose among rows; where there is none, there is no field."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - as it is written above
        field.queryset, field.empty_label = rows, "—"
        if not rows.exists():
            del self.fields[name]

    def _target(self, typed: str, measure: Measure) -> int | None:
        unit = MEANINGS[measure].unit
        try:
            typed_number = Decimal(_plain(typed))
        except InvalidOperation:
            self.add_error("wanted", gettext("This is no number. For instance: 90"))
            return None
        # What is far too large is never made an int: 1e999999999 would fill the memory.
        if not typed_number.is_finite() or not 0 <= typed_number <= _FAR:
            self.add_error("wanted", _bounds(unit))
            return None
        number = typed_number * SCALES[unit]
        if not is_target(int(number), measure=measure):
            self.add_error("wanted", _bounds(unit))
            return None
        if number != number.to_integral_value():
            self.add_error("wanted", gettext("So many digits after the comma cannot be counted."))
            return None
        return int(number)


class CampaignForm(forms.Form):
    """What a campaign is for, when, and what it may cost."""

    name = OneLine(
        label=_("Its name"),
        max_length=NAME_MAX,
        help_text=_("Short links of its posts say it to your shop’s statistics."),
    )
    aim = forms.ChoiceField(label=_("What for"), choices=_aims, initial=Aim.SALES.value)
    first_day = NearDayField(label=_("First day"))
    last_day = NearDayField(label=_("Last day"))
    budget = MoneyField(
        label=_("Budget before tax"),
        required=False,
        help_text=_("Money alone; your time is counted beside it."),
    )
    campaign_note = CompanyText(label=_("Note"), max_length=NOTE_MAX)

    def __init__(self, data: Any = None, *, today: date, campaign: Campaign | None = None) -> None:
        super().__init__(data, initial=_noted(campaign) if campaign else {"first_day": today})
        self.fields["name"].required = True

    def clean_budget(self) -> int | None:
        """Return a sum above zero, or none."""
        cents: int | None = self.cleaned_data["budget"]
        if cents is not None and cents > BUDGET_CENTS_MAX:
            raise ValidationError(gettext("This is more than a million: check the sum."))
        return cents or None

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order, and more than two years of them."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", gettext("It ends before it begins."))
        elif first and last and (last - first).days > 731:
            self.add_error("last_day", gettext("This is more than two years: check the days."))
        return data

    def wish(self) -> CampaignWish:
        """Return what a valid form says."""
        data = self.cleaned_data
        return CampaignWish(
            name=data["name"],
            aim=Aim(data["aim"]),
            days=Days(data["first_day"], data["last_day"]),
            note=data["campaign_note"],
            budget_cents=data["budget"],
        )


def _told(goal: Goal, focus: GoalFocus | None) -> dict[str, Any]:
    given: dict[str, Any] = {
        name: getattr(goal, name) for name in ("aim", "measure", "first_day", "due_day", "name")
    }
    given["wanted"] = wording.typed(goal.counts, goal.target)
    return given | {name: getattr(focus, name) for name in _FOCUSED if focus}


def _choosable(name: str, workspace: Workspace) -> Any:
    """Return the rows of which one may be counted alone."""
    if name == "offer":
        return choosable_offers(workspace)
    if name == "link":
        links = Link.objects.filter(workspace=workspace, source=Source.HAND.value)
        return links.order_by("-made_at", "-id")
    return Channel.objects.filter(pk__in=[one.pk for one in reviews.sources(workspace)])


def _noted(campaign: Campaign) -> dict[str, Any]:
    return {
        "name": campaign.name,
        "aim": campaign.aim,
        "first_day": campaign.first_day,
        "last_day": campaign.last_day,
        "budget": campaign.budget_cents,
        "campaign_note": campaign.note,
    }


def _plain(typed: str) -> str:
    """Return a number without what people write around it."""
    return "".join(typed.replace(",", ".").replace("%", "").split())


def _bounds(unit: Unit) -> str:
    return {
        Unit.PERCENT: gettext("A share of a hundred lies between 1 and 100."),
        Unit.STARS: gettext("An average of stars lies between 1.1 and 5."),
        Unit.MINUTES: gettext("A delay lies between a minute and thirty days, in hours."),
        Unit.CENTS: gettext("Aim at one unit of money at least."),
        Unit.COUNT: gettext("Aim at one at least, and at less than a billion."),
    }[unit]
