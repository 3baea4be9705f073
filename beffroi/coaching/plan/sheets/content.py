"""Fourth screen: what readers get, and of what the company speaks, in shares of a hundred posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from beffroi.coaching.plan import proposals
from beffroi.coaching.plan.sheets.sheet import Sheet
from beffroi.company.fields import CompanyText, OneLine
from beffroi.company.queries import company_of
from beffroi.strategy.plan.actions import save_content
from beffroi.strategy.plan.rules import (
    NAME_MAX,
    PILLARS_MAX,
    TEXT_MAX,
    WHOLE,
    PillarShare,
    Step,
    offers_exceed,
    share_problem,
)
from beffroi.strategy.plan.wishes import ContentWish
from beffroi.strategy.plan.wording import SHARE_PROBLEMS


class ValueForm(forms.Form):
    """What readers get from following us."""

    readers_get = CompanyText(
        label=_("What do people get from following you?"),
        max_length=TEXT_MAX,
        rows=2,
        help_text=_("One sentence, to read again before you write."),
    )


class PillarForm(forms.Form):
    """Something of which we speak; without a name, nothing."""

    nothing_is_required = True

    name = OneLine(label=pgettext_lazy("pillar", "Subject"), max_length=NAME_MAX)
    share = forms.IntegerField(
        label=_("Of 100"),
        required=False,
        min_value=1,
        max_value=WHOLE,
        widget=forms.NumberInput(attrs={"class": "input--s"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for both or neither."""
        data = super().clean() or self.cleaned_data
        if data.get("name") and "share" in data and data["share"] is None:
            self.add_error("share", gettext("Say how many posts of a hundred."))
        if "name" in data and not data["name"] and data.get("share"):
            self.add_error("name", gettext("Give it a name, or empty the whole row."))
        return data


@dataclass(frozen=True, slots=True)
class PillarRow:
    """A row of the screen; `place` counts from 1."""

    place: int
    form: PillarForm
    is_offers: bool


class ContentSheet(Sheet):
    """A sentence, and six rows of which two hold something at least."""

    step = Step.CONTENT

    def build(self) -> None:
        """Make the rows, from what is kept or from what companies of the trade often have."""
        plan, strategy = self.around.plan, self.around.plan.strategy
        saved = plan.has_saved(Step.CONTENT)
        value = strategy.value if strategy and saved else str(proposals.VALUE)
        self.value = ValueForm(self.data, initial={"readers_get": value})
        told = {one.place: one for one in plan.pillars if one.place}
        known = {
            place: PillarShare(one.name, one.share, one.is_offers) for place, one in told.items()
        }
        if not saved:
            company = company_of(self.around.workspace)
            several = proposals.pillars(company.trades if company else [])
            known = dict(enumerate(several, start=1))
        self.rows = [self._row(place, known.get(place)) for place in range(1, PILLARS_MAX + 1)]

    @property
    def forms(self) -> Sequence[forms.Form]:
        """The sentence, then all rows."""
        return [self.value, *(row.form for row in self.rows)]

    @property
    def has_offers(self) -> bool:
        """Whether one of the rows is the offers."""
        return any(row.is_offers for row in self.rows)

    @property
    def pillars(self) -> list[PillarShare | None]:
        """What a valid screen says, by place."""
        return [
            PillarShare(data["name"], data["share"], row.is_offers) if data["name"] else None
            for row in self.rows
            for data in [row.form.cleaned_data]
        ]

    @property
    def offers_pass(self) -> bool:
        """Whether a valid screen plans more offers than one post in four."""
        offers = sum(one.share for one in self.pillars if one and one.is_offers)
        return offers_exceed(offers, WHOLE)

    def check(self) -> None:
        """Refuse shares that are no whole."""
        named = [one for one in self.pillars if one]
        problem = share_problem(named)
        if problem is not None:
            self.general.append(f"{SHARE_PROBLEMS[problem]} {self._sum_of(named)}".strip())

    def save(self, *, seen: int) -> None:
        """Keep them. Raises SavedMeanwhile."""
        around = self.around
        save_content(
            around.workspace,
            ContentWish(self.value.cleaned_data["readers_get"], self.pillars),
            seen=seen,
            actor=around.actor,
            now=around.now,
        )

    def _sum_of(self, named: Sequence[PillarShare]) -> str:
        total = sum(one.share for one in named)
        if total == WHOLE:
            return ""
        return gettext("These make %(total)s.") % {"total": total}

    def _row(self, place: int, known: PillarShare | None) -> PillarRow:
        initial = {"name": known.name, "share": known.share} if known else {}
        form = PillarForm(self.data, initial=initial, prefix=f"pillar_{place}")
        if self.data is not None:
            return PillarRow(place, form, self.data.get("offers") == str(place))
        return PillarRow(place, form, bool(known and known.is_offers))
