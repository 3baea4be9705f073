"""What a person types to answer."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beffroi.inbox.messages import REPORT_REASONS
from beffroi.inbox.models.escalations import WHY_MAX
from beffroi.inbox.rules import REPORT_WORDS_MAX, typed_text

#: Far above what any network takes: the network's own limit is told in its own unit.
ANSWER_MAX = 20_000
_KEY = re.compile(r"model|holding|(?:fr|en)\.[a-z_]{1,40}\.[a-z0-9-]{1,30}")


class AnswerForm(forms.Form):
    """An answer to somebody's newest words, and what the writer's page showed.

    `seen` is the newest answer there, `heard` the newest that was written on the network itself,
    `told` the newest of theirs; `suggestion` is the key of the one that the answer was made from,
    `put` the mark of its words.
    """

    text = forms.CharField(
        label=_("Your answer"),
        max_length=ANSWER_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write an answer first.")},
    )
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    heard = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    told = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    put = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    suggestion = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_suggestion(self) -> str:
        """Return the key, "" for what is none: it says where words came from, and stops nobody."""
        key: str = self.cleaned_data["suggestion"]
        return key if _KEY.fullmatch(key) else ""


class AlertForm(forms.Form):
    """Why the crisis team should look, in a few words."""

    why = forms.CharField(
        label=_("Why they should look"),
        required=False,
        max_length=WHY_MAX,
        help_text=_("In a few words. Only the team reads it; it is erased with the message."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class ReportForm(forms.Form):
    """Why a message is reported, and a few words for who moderates its network."""

    reason = forms.TypedChoiceField(
        label=_("What is wrong with it"),
        choices=[(reason.value, name) for reason, name in REPORT_REASONS.items()],
        coerce={reason.value: reason for reason in REPORT_REASONS}.__getitem__,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say what is wrong with it."),
            "invalid_choice": _("Say what is wrong with it."),
        },
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "maxlength": REPORT_WORDS_MAX}),
        help_text=_("Those who moderate the network read them. They are not kept here."),
    )

    def clean_words(self) -> str:
        """Return the words with the ends of lines that a network counts."""
        words = typed_text(self.cleaned_data["words"])
        excess = len(words) - REPORT_WORDS_MAX
        if excess > 0:
            told = ngettext(
                "%(excess)s character too many.", "%(excess)s characters too many.", excess
            )
            raise forms.ValidationError(told % {"excess": excess})
        return words
