"""The form of a table of figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.channels.models import Channel
from beffroi.insight.tabled import taking, words
from beffroi.workspaces.models import Workspace


class FiguresTableForm(forms.Form):
    """A table of figures per day, and what a person says of it that it does not."""

    channel = forms.ChoiceField(label=_("Of which channel"))
    file = forms.FileField(
        label=_("Table of figures"), help_text=_("CSV, at most 5 MB and 20,000 lines.")
    )
    month_first = forms.ChoiceField(
        label=_("In dates such as 03/04"),
        required=False,
        choices=[
            ("", _("Find out by itself")),
            ("no", _("The day stands first")),
            ("yes", _("The month stands first")),
        ],
    )
    followers = forms.ChoiceField(
        label=_("A column called “followers” says"),
        required=False,
        choices=[
            ("", _("Find out by itself")),
            ("total", _("How many there are")),
            ("gained", _("How many came that day")),
        ],
    )

    def __init__(self, *args: Any, workspace: Workspace, **given: Any) -> None:
        super().__init__(*args, **given)
        rows = Channel.objects.of(workspace)
        choices: list[tuple[str, str]] = [(str(row.pk), words.channel_name(row)) for row in rows]
        field = self.fields["channel"]
        self.has_channels = bool(choices)
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def answers(self) -> dict[str, str]:
        """What was said of the table."""
        names = (taking.MONTH_FIRST, taking.FOLLOWERS)
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}
