"""Second screen: whom the company speaks to, at most four kinds of people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.coaching.plan import proposals
from beffroi.coaching.plan.sheets.sheet import Sheet
from beffroi.company.fields import OneLine
from beffroi.company.queries import company_of
from beffroi.strategy.plan.actions import save_audience
from beffroi.strategy.plan.rules import AUDIENCES_MAX, LINE_MAX, NAME_MAX, Step
from beffroi.strategy.plan.wishes import AudienceWish

_DETAILS = ("who", "wants", "reached")


class AudienceForm(forms.Form):
    """People to reach; without a name, nobody."""

    nothing_is_required = True

    name = OneLine(label=_("Who, in three words"), max_length=NAME_MAX)
    who = OneLine(label=_("Who they are"), max_length=LINE_MAX)
    wants = OneLine(label=_("What they want of you"), max_length=LINE_MAX)
    reached = OneLine(label=_("Where and when you meet them"), max_length=LINE_MAX)

    def clean(self) -> dict[str, Any]:
        """Ask for a name where anything else is said."""
        data = super().clean() or self.cleaned_data
        if not data.get("name") and any(data.get(one) for one in _DETAILS):
            self.add_error("name", gettext("Give these people a name, or empty the whole row."))
        return data

    def wish(self) -> AudienceWish | None:
        """Return what a valid form says, None where it says nothing."""
        return AudienceWish(**self.cleaned_data) if self.cleaned_data["name"] else None


class AgreedForm(forms.Form):
    """Whether somebody who knows the customers has read them."""

    agreed = forms.BooleanField(
        label=_("I have read them: these are our customers"),
        required=False,
        help_text=_("Until then your page shows them as proposed."),
    )


class AudienceSheet(Sheet):
    """Four rows; the first ones proposed by trade until somebody saved them."""

    step = Step.AUDIENCE

    def build(self) -> None:
        """Make the rows, from what is kept or from what companies of the trade often have."""
        plan = self.around.plan
        told: list[dict[str, Any]] = [
            {name: getattr(one, name) for name in ("name", *_DETAILS)} for one in plan.audiences
        ]
        #: Whether they are ours, which nobody has read yet.
        self.is_proposed = not plan.has_saved(Step.AUDIENCE)
        if self.is_proposed:
            company = company_of(self.around.workspace)
            wishes = proposals.audiences(company.trades if company else [])
            told = [{name: getattr(one, name) for name in ("name", *_DETAILS)} for one in wishes]
        told += [{}] * (AUDIENCES_MAX - len(told))
        self.rows = [
            AudienceForm(self.data, initial=given, prefix=f"audience_{place}")
            for place, given in enumerate(told[:AUDIENCES_MAX], start=1)
        ]
        self.agreed = AgreedForm(self.data, initial={"agreed": plan.has_agreed_audiences})

    @property
    def shown(self) -> list[AudienceForm]:
        """The rows that hold something, and those with a problem."""
        return [row for row in self.rows if row["name"].value() or row.errors]

    @property
    def folded(self) -> list[AudienceForm]:
        """The rows that are free."""
        return [row for row in self.rows if row not in self.shown]

    @property
    def forms(self) -> list[forms.Form]:
        """All rows, and the tick below them."""
        return [*self.rows, self.agreed]

    def check(self) -> None:
        """Ask for somebody to speak to."""
        if not any(row.wish() for row in self.rows):
            self.general.append(gettext("Name one kind of people at least."))

    def save(self, *, seen: int) -> None:
        """Keep them. Raises SavedMeanwhile."""
        around = self.around
        save_audience(
            around.workspace,
            [wish for row in self.rows if (wish := row.wish())],
            is_agreed=self.agreed.cleaned_data["agreed"],
            seen=seen,
            actor=around.actor,
            now=around.now,
        )
