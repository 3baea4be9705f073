"""What people say of their company, as a form: each question may stay open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.coaching.models import Declared
from beffroi.coaching.words.asking import GROUPS, QUESTIONS
from beffroi.coaching.words.shapes import Text

_NAME = "said-{}"


@dataclass(frozen=True, slots=True)
class GroupShown:
    """Questions that are kept together, how many of them are; `after` is "" for the last."""

    key: str
    title: Text
    fields: list[forms.BoundField]
    kept: int
    after: str


class SaidForm(forms.Form):
    """Ten questions and one on how the company feels; “I do not know” takes an answer back."""

    def __init__(self, data: Any = None, *, said: Mapping[int, Declared]) -> None:
        super().__init__(data)
        self._said = said
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
        """Return what was said, by question; None where it stays open.

        A question that was not sent is left as it was kept.
        """
        names = {int(key): _NAME.format(int(key)) for key in QUESTIONS}
        typed = {key: self.cleaned_data[name] for key, name in names.items() if name in self.data}
        return {key: int(value) if value else None for key, value in typed.items()}

    def groups(self) -> list[GroupShown]:
        """Return the questions a few at a time, each group with how many of it are kept."""
        after = [*(one.key for one in GROUPS[1:]), ""]
        return [
            GroupShown(
                one.key,
                one.title,
                [self[_NAME.format(int(key))] for key in one.questions],
                sum(key in self._said for key in one.questions),
                following,
            )
            for one, following in zip(GROUPS, after, strict=True)
        ]
