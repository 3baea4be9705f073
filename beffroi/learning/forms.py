"""The questions of a lesson as a form: any number of them may be answered at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from beffroi.learning.reading import Question


class AnswersForm(forms.Form):
    """One choice for each question that is not answered yet; what stays empty waits."""

    def __init__(
        self, data: Any = None, *, questions: Sequence[Question], given: Sequence[int | None]
    ) -> None:
        super().__init__(data)
        for place, question in enumerate(questions):
            if given[place] is None:
                self.fields[f"question-{place}"] = forms.TypedChoiceField(
                    choices=list(enumerate(question.choices)),
                    coerce=int,
                    required=False,
                    empty_value=None,
                )

    def choices(self) -> dict[int, int]:
        """Return what was chosen, by the place of the question from 0."""
        return {
            int(name.removeprefix("question-")): choice
            for name, choice in self.cleaned_data.items()
            if choice is not None
        }
