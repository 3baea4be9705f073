"""What a person types to answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

#: Far above what any network takes: the network's own limit is told in its own unit.
ANSWER_MAX = 20_000


class AnswerForm(forms.Form):
    """An answer to somebody's newest words. `seen` is the newest answer on the writer's page."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=ANSWER_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write an answer first.")},
    )
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
