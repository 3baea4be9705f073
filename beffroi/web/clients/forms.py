"""What an agency agrees with a client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.coaching.models import SOLD_MINUTES_MAX, Engagement
from beffroi.workspaces.models import User

_HOUR = 60


class EngagementForm(forms.Form):
    """Who leads, and how many hours a month were sold."""

    lead = forms.ChoiceField(label=_("Who leads"), required=False)
    hours = forms.IntegerField(
        label=_("Hours a month that were sold"),
        required=False,
        min_value=1,
        max_value=SOLD_MINUTES_MAX // _HOUR,
        widget=forms.NumberInput(attrs={"class": "input--s"}),
        help_text=_("What is noted for this client is held beside them. Empty: none were agreed."),
    )

    def __init__(
        self, data: Any = None, *, people: Sequence[User], engagement: Engagement | None
    ) -> None:
        sold = engagement.minutes_a_month if engagement else None
        initial = {
            "lead": str(engagement.lead_id or "") if engagement else "",
            "hours": sold // _HOUR if sold else None,
        }
        super().__init__(data, initial=initial)
        self.people = {str(one.pk): one for one in people}
        field = self.fields["lead"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as it is written above
        field.choices = [("", "—"), *((key, str(one)) for key, one in self.people.items())]

    def lead_chosen(self) -> User | None:
        """Return whoever a valid form names."""
        return self.people.get(self.cleaned_data["lead"])

    def minutes(self) -> int | None:
        """Return what a valid form says was sold, in minutes."""
        hours: int | None = self.cleaned_data["hours"]
        return None if hours is None else hours * _HOUR
