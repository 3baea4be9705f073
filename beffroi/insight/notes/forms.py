"""What people type of a note."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.company.fields import OneLine
from beffroi.company.wording import day_in_words
from beffroi.core.days import DayField
from beffroi.core.once import OnceField
from beffroi.insight.notes.models import DayNote
from beffroi.insight.notes.rules import EARLIEST, WORDS_MAX

_AHEAD = timedelta(days=366)


class NoteForm(forms.Form):
    """A day and a few words."""

    note_key = OnceField()
    note_day = DayField(label=_("Day"))
    note_words = OneLine(
        label=_("What happened"),
        max_length=WORDS_MAX,
        required=True,
        help_text=_("A few words, without the name of a customer. For instance: The site was down"),
    )

    def __init__(self, data: Any = None, *, today: date, note: DayNote | None = None) -> None:
        given = {"note_day": today}
        if note is not None:
            given = {"note_day": note.day, "note_words": note.words}  # type: ignore[dict-item]
        super().__init__(data, initial=given)
        self._latest = today + _AHEAD

    def clean_note_day(self) -> date:
        """Return a day that a chart may show some time."""
        day: date = self.cleaned_data["note_day"]
        if not EARLIEST <= day <= self._latest:
            sentence = gettext("Choose a day from %(first)s to %(last)s.")
            ends = {"first": day_in_words(EARLIEST), "last": day_in_words(self._latest)}
            raise ValidationError(sentence % ends)
        return day
