"""Last screen: who reads the figures and when, and what must be there for any to exist."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.coaching.plan.sheets.sheet import Sheet, chosen_id, people, person_choices
from beffroi.company.queries import promise_of
from beffroi.core.mailing import mail_is_set
from beffroi.insight.reports.actions import (
    AddressTaken,
    TooManyRecipients,
    send_weekly,
    stop_weekly,
)
from beffroi.insight.reports.queries import is_full, receives_weekly
from beffroi.links.models import Link
from beffroi.sales.economics import economics_of
from beffroi.sales.models import Offer, Shop
from beffroi.strategy.plan.actions import save_measure
from beffroi.strategy.plan.rules import Step
from beffroi.strategy.plan.wishes import MeasureWish
from beffroi.strategy.plan.wording import DAYS
from beffroi.workspaces.models import User


@dataclass(frozen=True, slots=True)
class Ready:
    """Something that measuring needs: whether it is there, and where it is made."""

    title: str
    said: str
    is_there: bool
    url: str
    make: str


class MeasureForm(forms.Form):
    """Who reads the figures, and when."""

    nothing_is_required = True
    use_required_attribute = False

    reader = forms.ChoiceField(label=_("Who reads the figures"), required=False)
    reading_day = forms.TypedChoiceField(
        label=_("Each"),
        choices=[(number, name) for number, name in enumerate(DAYS)],
        coerce=int,
        help_text=_("Three numbers: the margin, messages with an answer, the time it took."),
    )
    by_mail = forms.BooleanField(label=_("Send them by e-mail on that day"), required=False)

    def __init__(
        self, data: Any = None, *, people: Sequence[User], may_mail: bool, **given: Any
    ) -> None:
        super().__init__(data, **given)
        if not may_mail:
            del self.fields["by_mail"]
        field = self.fields["reader"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as it is written above
        field.choices = person_choices(people, nobody=gettext("Nobody yet"))

    def wish(self) -> MeasureWish:
        """Return what a valid form says."""
        data = self.cleaned_data
        reader = chosen_id(data["reader"])
        return MeasureWish(reader, data["reading_day"] if reader else None)


class MeasureSheet(Sheet):
    """One form, and what measuring needs, ticked where it is there."""

    step = Step.MEASURE

    def build(self) -> None:
        """Make the form, from what is kept; proposed is whoever fills it in, on Mondays."""
        strategy = self.around.plan.strategy
        workspace = self.around.workspace
        initial: dict[str, Any] = {
            "reader": str(self.around.actor.pk),
            "reading_day": 0,
            "by_mail": True,
        }
        if strategy is not None and self.around.plan.has_saved(Step.MEASURE):
            initial = {
                "reader": str(strategy.reader_id or ""),
                "reading_day": strategy.reading_day or 0,
                "by_mail": receives_weekly(workspace, strategy.reader),
            }
        self.form = MeasureForm(
            self.data,
            people=people(workspace),
            may_mail=mail_is_set() and (initial["by_mail"] or not is_full(workspace)),
            initial=initial,
        )

    @property
    def forms(self) -> Sequence[forms.Form]:
        """The one form."""
        return [self.form]

    @property
    def ready(self) -> list[Ready]:
        """What measuring needs, in the order in which it is of use."""
        workspace = self.around.workspace
        offers = Offer.objects.filter(workspace=workspace, removed_at=None)
        counts_sales = (
            offers.exclude(code="").exists()
            or Shop.objects.filter(workspace=workspace, removed_at=None).exists()
        )
        return [
            Ready(
                gettext("A promised delay for answers"),
                gettext("Without one, no answer is late, and none is in time."),
                bool(promise_of(workspace).delays),
                reverse("company_promise"),
                gettext("Promise a delay"),
            ),
            Ready(
                gettext("A link whose visits are counted"),
                gettext("It says which post brings people to your site."),
                Link.objects.filter(workspace=workspace).exists(),
                reverse("measured_link_new"),
                gettext("Make a link"),
            ),
            Ready(
                gettext("A code, or a shop that tells its orders"),
                gettext("It says which post brings a sale, at the till as well."),
                counts_sales,
                reverse("offers"),
                gettext("Make an offer with a code"),
            ),
            Ready(
                gettext("Your margin"),
                gettext("It turns sales into what really came back."),
                economics_of(workspace).margin_rate is not None,
                reverse("costs"),
                gettext("Say your margin"),
            ),
        ]

    @transaction.atomic
    def save(self, *, seen: int) -> None:
        """Keep it, and have the reader's mail leave or not. Raises SavedMeanwhile."""
        workspace, actor, now = self.around.workspace, self.around.actor, self.around.now
        wish, by_mail = self.form.wish(), self.form.cleaned_data.get("by_mail")
        strategy = self.around.plan.strategy
        before = strategy.reader if strategy else None
        save_measure(workspace, wish, seen=seen, actor=actor, now=now)
        reader = next((one for one in people(workspace) if one.pk == wish.reader_id), None)
        is_same = reader == before
        if before is not None and (not is_same or by_mail is False):
            stop_weekly(workspace, before, own_only=not is_same, actor=actor, now=now)
        if reader is not None and by_mail:
            with suppress(TooManyRecipients, AddressTaken):  # the page then says that none leaves
                day = wish.reading_day or 0
                send_weekly(workspace, reader, weekday=day, actor=actor, now=now)
