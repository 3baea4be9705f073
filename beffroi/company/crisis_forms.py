"""The forms of the crisis file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.company import models
from beffroi.company.crisis import Details
from beffroi.company.fields import CompanyText, OneLine, Phone
from beffroi.company.models import CrisisContact


class ContactForm(forms.Form):
    """Whom to reach, and how: a name, and a phone or an e-mail at least."""

    nothing_is_required = True  # hints say what is: a phone or an e-mail is

    name = OneLine(label=_("Name"), max_length=models.NAME_MAX, required=True)
    role = OneLine(
        label=_("What they do then"),
        max_length=models.NAME_MAX,
        help_text=_(
            "May stay empty. For instance: decides, speaks to the press, answers, lawyer, adviser."
        ),
    )
    phone = Phone(
        label=_("Phone"),
        max_length=models.PHONE_MAX,
        help_text=_("A phone or an e-mail: at least one of the two."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("Alerts are mailed there. Without one, they are called."),
    )

    def __init__(self, data: Any = None, *, contact: CrisisContact | None = None) -> None:
        names = self.base_fields
        super().__init__(data, initial={name: getattr(contact, name, "") for name in names})

    def clean(self) -> dict[str, Any]:
        """Refuse somebody who cannot be reached."""
        cleaned = super().clean() or self.cleaned_data
        are_right = not {"phone", "email"}.intersection(self.errors)
        if are_right and not cleaned["phone"] and not cleaned["email"]:
            self.add_error("phone", gettext("Say how to reach them: a phone number or an e-mail."))
        return cleaned

    def details(self) -> Details:
        """Return what a valid form says."""
        return Details(**{name: self.cleaned_data[name] for name in self.base_fields})


class HoldingForm(forms.Form):
    """What is said where it began, while the facts are looked for."""

    nothing_is_required = True

    text = CompanyText(
        label=_("Holding message"),
        max_length=models.HOLDING_MAX,
        rows=6,
        help_text=_("Under 300 characters it fits every network."),
    )
