"""What a person says of how they want to be told of their day."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy

from beffroi.morning.models import MorningWish

_FIRST_HOUR, _LAST_HOUR = 5, 21
_TIMES = [
    (f"{hour:02}:{minute:02}", f"{hour}:{minute:02}")
    for hour in range(_FIRST_HOUR, _LAST_HOUR + 1)
    for minute in (0, 30)
]


class WishForm(forms.Form):
    """By which ways, on which days, at what time."""

    by_mail = forms.BooleanField(label=gettext_lazy("By e-mail"), required=False)
    by_push = forms.BooleanField(label=gettext_lazy("On my devices"), required=False)
    days = forms.MultipleChoiceField(
        label=gettext_lazy("On these days"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose one day at least.")},
    )
    at = forms.ChoiceField(
        label=gettext_lazy("At"),
        choices=_TIMES,
        widget=forms.Select(attrs={"class": "input--s"}),
    )

    def __init__(self, data: Any = None, *, wish: MorningWish) -> None:
        initial = {
            "by_mail": wish.by_mail,
            "by_push": wish.by_push,
            "days": list(wish.days),
            "at": wish.at.strftime("%H:%M"),
        }
        super().__init__(data, initial=initial)
        days = self.fields["days"]
        assert isinstance(days, forms.MultipleChoiceField)  # noqa: S101 - as it is written above
        days.choices = [(str(day + 1), str(name).capitalize()) for day, name in WEEKDAYS.items()]

    def values(self) -> dict[str, Any]:
        """Return what a valid form says, as `wishes.keep` takes it."""
        data = self.cleaned_data
        hour, minute = data["at"].split(":")
        return {
            "by_mail": data["by_mail"],
            "by_push": data["by_push"],
            "days": "".join(sorted(data["days"])),
            "at": time(int(hour), int(minute)),
        }
