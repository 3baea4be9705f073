"""What people type in the crisis room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.channels.models import Channel
from beffroi.company.models import HOLDING_MAX
from beffroi.crisis.models import LESSON_MAX, NAME_MAX, NOTE_MAX
from beffroi.crisis.speaking import Holding
from beffroi.publishing.forms import DayField, HourField
from beffroi.publishing.moments import moment
from beffroi.workspaces.rules import one_line

_LINE = {"class": "input", "dir": "auto"}


class OpeningForm(forms.Form):
    """How the crisis is called."""

    name = forms.CharField(
        label=_("What is it about, in a few words"),
        max_length=NAME_MAX,
        widget=forms.TextInput(attrs=dict(_LINE)),
        error_messages={"required": _("Give it a name, by which your colleagues know it.")},
    )

    def clean_name(self) -> str:
        """Fold it to one line."""
        return _said(self.cleaned_data["name"])


class NoteForm(forms.Form):
    """A note for the log."""

    note = forms.CharField(
        label=_("What was done or learned, and by whom it is known"),
        max_length=NOTE_MAX,
        widget=forms.TextInput(attrs=dict(_LINE)),
        error_messages={"required": _("Write a note first.")},
    )

    def clean_note(self) -> str:
        """Fold it to one line."""
        return _said(self.cleaned_data["note"])


class HoldingForm(forms.Form):
    """The holding message, where it is said, and when more will be."""

    text = forms.CharField(
        label=_("Text of the holding message"),
        max_length=HOLDING_MAX,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4, "dir": "auto"}),
        error_messages={"required": _("Write what you say while you look into it.")},
    )
    channels = forms.MultipleChoiceField(required=False, label=_("Where"))
    day = DayField(required=False, label=_("You will say more by"))
    hour = HourField(required=False, label=_("Time"))

    def __init__(
        self,
        *args: Any,
        channels: Sequence[Channel],
        zone: ZoneInfo,
        now: datetime,
        publishes: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), one.called) for one in channels]
        self.fields["channels"].choices = choices  # type: ignore[attr-defined]
        self._zone, self._now, self._publishes = zone, now, publishes

    def clean(self) -> dict[str, Any]:
        """Ask for a channel where it leaves, and for a promise that can still be kept."""
        cleaned = super().clean() or self.cleaned_data
        day, hour = cleaned.get("day"), cleaned.get("hour")
        if self._publishes and self.fields["channels"].choices and not cleaned.get("channels"):  # type: ignore[attr-defined]
            self.add_error("channels", _("Choose where it is said: where it began."))
        if bool(day) != bool(hour) and not self.errors.keys() & {"day", "hour"}:
            self.add_error("day", _("Say both a day and a time, or neither."))
        promised = self.promised_at()
        if promised is not None and promised <= self._now:
            self.add_error("day", _("This moment is past. Choose another."))
        return cleaned

    def promised_at(self) -> datetime | None:
        """Return when more will be said, None where nothing is promised."""
        day, hour = self.cleaned_data.get("day"), self.cleaned_data.get("hour")
        if not day or not hour:
            return None
        return moment(datetime.combine(day, hour), self._zone).at

    def holding(self) -> Holding:
        """Return what is to be said."""
        return Holding(
            text=self.cleaned_data["text"],
            channel_ids=frozenset(map(int, self.cleaned_data["channels"])),
            promised_at=self.promised_at(),
        )


class ReviewForm(forms.Form):
    """What was learned."""

    _AREA = {"class": "input", "rows": 4, "dir": "auto"}
    went_well = forms.CharField(
        label=_("What went well"),
        max_length=LESSON_MAX,
        required=False,
        widget=forms.Textarea(attrs=dict(_AREA)),
    )
    went_wrong = forms.CharField(
        label=_("What went wrong"),
        max_length=LESSON_MAX,
        required=False,
        widget=forms.Textarea(attrs=dict(_AREA)),
    )
    to_change = forms.CharField(
        label=_("What we change, who does it, by when"),
        max_length=LESSON_MAX,
        widget=forms.Textarea(attrs=dict(_AREA)),
        error_messages={"required": _("Write one thing that you change, however small.")},
    )


def _said(typed: str) -> str:
    said = one_line(typed)
    if not said:
        raise forms.ValidationError(_("Write a few words."))
    return said
