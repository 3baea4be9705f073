"""What a person says about a delivery that could not be proven."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.core.foreign import web_address


class ConfirmationForm(forms.Form):
    """« It is online », with its address when the person has it at hand."""

    address = forms.CharField(
        label=_("Address of the post (optional)"),
        max_length=1000,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )

    def clean_address(self) -> str:
        """Accept a web address or nothing."""
        address: str = self.cleaned_data["address"].strip()
        if address and not web_address(address):
            raise forms.ValidationError(_("This is not a web address. It begins with https://."))
        return address
