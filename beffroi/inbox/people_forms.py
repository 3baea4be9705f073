"""What is typed about a person, and chosen about all."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beffroi.core.days import NearDayField
from beffroi.inbox.people import rules
from beffroi.inbox.people.terms import Preview


class ConsentForm(forms.Form):
    """What somebody agreed to, when, and where the proof is."""

    text = forms.CharField(
        label=_("What the person agreed to"),
        max_length=rules.CONSENT_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In the words that they read or wrote."),
    )
    source = forms.CharField(
        label=_("Where the proof is"),
        max_length=rules.SOURCE_MAX,
        help_text=_("For instance: their message of Monday, the form at the counter."),
    )
    agreed_on = NearDayField(label=_("On what day"))


class RetentionForm(forms.Form):
    """For how many months what people wrote is kept."""

    months = forms.TypedChoiceField(
        label=_("Keep what people write to us"), coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, data: object = None, *, shown: Preview) -> None:
        super().__init__(data, initial={"months": shown.coming or shown.months})  # type: ignore[arg-type]
        field = self.fields["months"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - so it is declared above
        field.choices = [(one.months, _term(one.months, one.gone_now)) for one in shown.choices]


def _term(months: int, gone: int) -> str:
    named = ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    if not gone:
        return named
    erased = ngettext(
        "%(months)s: %(count)s conversation is older",
        "%(months)s: %(count)s conversations are older",
        gone,
    )
    return erased % {"months": named, "count": gone}
