"""What an agency says of how it looks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.branding.actions import Wish
from beffroi.branding.logos import LogoRefused, Reason
from beffroi.branding.models import FOOT_MAX, NAME_MAX, Brand
from beffroi.branding.rules import clean_colour, is_one_line


class BrandForm(forms.Form):
    """Name, colour, sender and foot; all may be left empty."""

    name = forms.CharField(label=_("Name that clients read"), max_length=NAME_MAX, required=False)
    colour = forms.CharField(
        label=_("Colour"),
        max_length=7,
        required=False,
        widget=forms.TextInput(attrs={"class": "input--s", "placeholder": "#1d6547"}),
    )
    sender = forms.CharField(label=_("Sender of mails"), max_length=NAME_MAX, required=False)
    reply_to = forms.EmailField(label=_("Answers go to"), required=False)
    foot = forms.CharField(label=_("One line at the foot"), max_length=FOOT_MAX, required=False)

    def __init__(self, data: Any = None, *, brand: Brand) -> None:
        names = ("name", "colour", "sender", "reply_to", "foot")
        super().__init__(data, initial={name: getattr(brand, name) for name in names})

    def clean_colour(self) -> str:
        """Refuse what is no colour."""
        typed: str = self.cleaned_data["colour"]
        if not typed:
            return ""
        found = clean_colour(typed)
        if not found:
            raise ValidationError(gettext("Write a colour as #1d6547: six signs, 0 to 9, a to f."))
        return found

    def clean_sender(self) -> str:
        """Refuse what would end the line in a mail."""
        return self._line("sender")

    def clean_name(self) -> str:
        """Refuse what would end the line in a mail."""
        return self._line("name")

    def clean_foot(self) -> str:
        """Refuse what is more than a line."""
        return self._line("foot")

    def _line(self, field: str) -> str:
        text: str = self.cleaned_data[field]
        if not is_one_line(text):
            raise ValidationError(gettext("Write it on one line, without hidden signs."))
        return text

    def wish(self) -> Wish:
        """Return what a valid form says."""
        return Wish(**self.cleaned_data)


class LogoForm(forms.Form):
    """A picture."""

    logo = forms.FileField(
        label=_("Logo"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )


def refusal(error: LogoRefused) -> str:
    """Say why a picture is not taken, and what to do."""
    return {
        Reason.DRAWING: gettext(
            "This is a drawing (SVG), which may hold a program. Save the logo as PNG and try again."
        ),
        Reason.TOO_HEAVY: gettext(
            "This file is heavier than 1 MB. Save the logo smaller: 600 points wide are enough."
        ),
        Reason.TOO_LARGE: gettext(
            "This picture has too many points. Save the logo 600 points wide."
        ),
        Reason.UNREADABLE: gettext(
            "This is no picture that can be read. Save the logo as PNG and try again."
        ),
    }[error.reason]
