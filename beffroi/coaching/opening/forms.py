"""Forms of the page that is looked at before a network is opened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.company.fields import CompanyText, OneLine
from beffroi.strategy.models import Opening
from beffroi.strategy.opening.rules import ASKED, CLOSING_MAX, REASON_MAX, Item, mark


class AnswerForm(forms.Form):
    """What somebody says of one question; "again" takes an answer back."""

    _SAID = {"yes": True, "no": False, "again": None}

    item = forms.ChoiceField(choices=[(one.value, one.value) for one in ASKED])
    said = forms.ChoiceField(choices=[(name, name) for name in _SAID])

    def answer(self) -> tuple[Item, bool | None]:
        """Return what a valid form says."""
        data = self.cleaned_data
        return Item(data["item"]), self._SAID[data["said"]]


class ClosingForm(forms.Form):
    """When the page will be closed again."""

    closing_words = CompanyText(
        label=_("When would you close it, and how?"),
        max_length=CLOSING_MAX,
        help_text=_(
            "For instance: below four useful contacts by 31 December, we close it and say so."
        ),
    )

    #: What the page showed, so that two tabs do not undo each other.
    closing_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, opening: Opening | None) -> None:
        words = opening.closing if opening else ""
        super().__init__(data, initial={"closing_words": words, "closing_seen": mark(words)})

    def against(self, words: str) -> ClosingForm:
        """Return the same form beside what somebody wrote meanwhile."""
        sent = {"closing_words": self.data.get("closing_words", ""), "closing_seen": mark(words)}
        form = ClosingForm(sent, opening=None)
        said = gettext(
            "Somebody wrote this meanwhile, perhaps you in another tab: “%(words)s”. Yours stands"
            " here: compare them, then keep it again."
        )
        form.add_error("closing_words", said % {"words": words})
        return form


class ReasonForm(forms.Form):
    """Why a page is opened though something blocks."""

    opening_reason = OneLine(
        label=_("Why open it all the same?"),
        max_length=REASON_MAX,
        required=True,
        help_text=_("It is kept with your name and the day."),
    )
