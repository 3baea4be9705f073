"""What people say of their company, as a form: each question may stay open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.coaching.models import Declared
from beffroi.coaching.words.asking import QUESTIONS

_NAME = "said-{}"


class SaidForm(forms.Form):
    """Ten questions and one on how the company feels; “I do not know” takes an answer back."""

    def __init__(self, data: Any = None, *, said: Mapping[int, Declared]) -> None:
        super().__init__(data)
        for key, question in QUESTIONS.items():
            row = said.get(key)
            choices = [(str(place), words) for place, words in enumerate(question.choices)]
            self.fields[_NAME.format(int(key))] = forms.ChoiceField(
                label=str(question.asked),
                choices=[*choices, ("", _("I do not know"))],
                initial="" if row is None else str(row.choice),
                required=False,
                widget=forms.RadioSelect,
            )

    def choices(self) -> dict[int, int | None]:
        """Return what was said, by question; None where it stays open."""
        typed = {key: self.cleaned_data[_NAME.format(int(key))] for key in QUESTIONS}
        return {int(key): int(value) if value else None for key, value in typed.items()}
