"""Sixth screen: how the company speaks, and whether its charter is published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beffroi.coaching.plan import proposals
from beffroi.coaching.plan.sheets.sheet import Sheet
from beffroi.company.actions import promise
from beffroi.company.fields import CompanyText
from beffroi.company.models import Charter
from beffroi.company.promise_forms import choices, delay_of, written
from beffroi.company.queries import charter_of, promise_of
from beffroi.company.rules import Delay, Kind, Promise
from beffroi.strategy.plan.actions import save_tone
from beffroi.strategy.plan.rules import TEXT_MAX, Address, Step
from beffroi.strategy.plan.wishes import ToneWish
from beffroi.strategy.plan.wording import ADDRESSES


class ToneForm(forms.Form):
    """What we say, what we do not, and how we speak to people in French."""

    nothing_is_required = True
    use_required_attribute = False

    manner = forms.ChoiceField(
        label=_("In French, you say"),
        choices=[(one.value, words) for one, words in ADDRESSES.items()],
        widget=forms.RadioSelect,
    )
    we_say = CompanyText(
        label=_("We say"),
        max_length=TEXT_MAX,
        rows=4,
        help_text=_("A sentence as you would write it, then your rules below it."),
    )
    we_do_not_say = CompanyText(label=_("We do not say"), max_length=TEXT_MAX, rows=4)
    answer_within = forms.ChoiceField(
        label=_("Delay promised for a message"),
        help_text=_("What presses more has its own delays: see the promise of answer."),
        required=False,
    )
    #: What the page showed: only what a person changes there is promised anew.
    answer_shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, promised: Promise, **given: Any) -> None:
        super().__init__(data, **given)
        field = self.fields["answer_within"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as it is written above
        field.choices = choices(Kind.OTHER, current=promised.of(Kind.OTHER))

    def wish(self) -> ToneWish:
        """Return what a valid form says."""
        data = self.cleaned_data
        return ToneWish(Address(data["manner"]), data["we_say"], data["we_do_not_say"])

    def delay(self) -> Delay | None:
        """Return within what a valid form promises an answer, None where it says nothing."""
        chosen = self.cleaned_data["answer_within"]
        return delay_of(chosen) if chosen else None

    @property
    def changes_delay(self) -> bool:
        """Whether another delay was chosen than the page showed."""
        return bool(self.cleaned_data["answer_within"] != self.cleaned_data["answer_shown"])


class ToneSheet(Sheet):
    """One form, and the charter beside it."""

    step = Step.TONE

    def build(self) -> None:
        """Make the form, from what is kept or from an example."""
        strategy = self.around.plan.strategy
        initial = {
            "manner": Address.VOUS.value,
            "we_say": str(proposals.WE_SAY),
            "we_do_not_say": str(proposals.WE_DO_NOT_SAY),
        }
        if strategy is not None and self.around.plan.has_saved(Step.TONE):
            initial = {
                "manner": strategy.address,
                "we_say": strategy.we_say,
                "we_do_not_say": strategy.we_do_not_say,
            }
        self._promised = promise_of(self.around.workspace)
        kept = written(self._promised.of(Kind.OTHER))
        initial |= {"answer_within": kept, "answer_shown": kept}
        self.form = ToneForm(self.data, promised=self._promised, initial=initial)

    @property
    def forms(self) -> Sequence[forms.Form]:
        """The one form."""
        return [self.form]

    @property
    def charter(self) -> Charter | None:
        """The charter, if one is published."""
        found = charter_of(self.around.workspace)
        return found if found and found.is_public else None

    @transaction.atomic
    def save(self, *, seen: int) -> None:
        """Keep it, and promise the delay: due times count from it. Raises SavedMeanwhile."""
        around = self.around
        save_tone(around.workspace, self.form.wish(), seen=seen, actor=around.actor, now=around.now)
        delay, is_kept = self.form.delay(), Kind.OTHER in self._promised.delays
        if delay is not None and (self.form.changes_delay or not is_kept):
            promise(
                around.workspace, delays={Kind.OTHER: delay}, actor=around.actor, now=around.now
            )
