"""The form of the promise of answer: a delay for each kind, and what that means some evening."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from beffroi.company import wording
from beffroi.company.examples import example
from beffroi.company.rules import Calendar, Delay, Kind, Measure, Promise, open_days

#: More opening hours than a day has are read as if they were by the clock: days are offered then.
_OPEN = (
    *(Delay(minutes) for minutes in (30, 60, 2 * 60, 4 * 60, 8 * 60)),
    *(open_days(number) for number in (1, 2, 3, 5)),
)
_BY_THE_CLOCK = tuple(
    Delay(minutes, Measure.CLOCK)
    for minutes in (30, 60, 2 * 60, 4 * 60, 12 * 60, 24 * 60, 48 * 60, 72 * 60, 5 * 24 * 60)
)
_AT_ONCE = _BY_THE_CLOCK[:4]


class PromiseForm(forms.Form):
    """Within what delay a first answer is promised, for each kind of message."""

    other = forms.ChoiceField(label=_("A message like any other"))
    danger = forms.ChoiceField(
        label=_("A danger"),
        help_text=_("Health, safety. Always counted by the clock, open or closed."),
    )
    urgent = forms.ChoiceField(
        label=_("An urgent message"),
        help_text=_("Law, personal data, discrimination, press."),
    )
    lead = forms.ChoiceField(
        label=_("Somebody who wants to buy"), help_text=_("A price, a quote, a booking.")
    )
    review = forms.ChoiceField(label=_("A review"))

    def __init__(self, data: Any = None, *, promise: Promise) -> None:
        self._promise = promise
        given = {kind.value: written(promise.of(kind)) for kind in Kind}
        super().__init__(data, initial=given)
        for kind in Kind:
            field = self.fields[kind.value]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices(kind, current=promise.of(kind))

    def explain(self, calendar: Calendar) -> None:
        """Say beside each delay what it means on an ordinary evening."""
        is_chosen = self.is_bound and self.is_valid()
        chosen = Promise(self.delays()) if is_chosen else self._promise
        for kind in Kind:
            bound = self[kind.value]
            said = example(kind, promise=chosen, calendar=calendar)
            bound.help_text = f"{bound.help_text} {said}".strip()

    def delays(self) -> Mapping[Kind, Delay]:
        """Return the delays of a valid form."""
        return {kind: delay_of(self.cleaned_data[kind.value]) for kind in Kind}


def choices(kind: Kind, *, current: Delay) -> list[tuple[str, list[tuple[str, str]]]]:
    """Offer the usual delays, and the present one whatever it is; a danger waits for no opening."""
    by_the_clock = pgettext("delay", "By the clock, open or closed")
    if kind is Kind.DANGER:
        groups = {by_the_clock: {*_AT_ONCE, current}}
    else:
        is_by_the_clock = current.measure is Measure.CLOCK
        groups = {
            gettext("While you are open"): {*_OPEN, *([] if is_by_the_clock else [current])},
            by_the_clock: {*_BY_THE_CLOCK, *([current] if is_by_the_clock else [])},
        }
    return [(name, _options(offered)) for name, offered in groups.items()]


def _options(delays: Iterable[Delay]) -> list[tuple[str, str]]:
    shortest_first = sorted(delays, key=lambda one: (one.measure is Measure.OPEN_DAYS, one.minutes))
    return [(written(delay), capfirst(wording.delay_in_words(delay))) for delay in shortest_first]


def written(delay: Delay) -> str:
    """Return a delay as the value of a choice."""
    return f"{delay.minutes}-{delay.measure.value}"


def delay_of(chosen: str) -> Delay:
    """Return the delay of a choice that was offered."""
    minutes, _dash, measure = chosen.partition("-")
    return Delay(int(minutes), Measure(measure))
