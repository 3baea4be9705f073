"""The form of a workspace's language model."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.drafting import asking, rules
from beffroi.drafting.actions import Wish
from beffroi.drafting.messages import explain
from beffroi.drafting.models import ADDRESS_MAX, NAME_MAX, LanguageModel

_KEY_MAX = 500


class LanguageModelForm(forms.Form):
    """Where a model is and what it is called. An empty key keeps the one there is."""

    address = forms.CharField(
        label=_("Address of the server"),
        max_length=ADDRESS_MAX,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "placeholder": "http://127.0.0.1:11434/v1"}
        ),
        error_messages={"required": _("Give the address of the server first.")},
    )
    name = forms.CharField(
        label=_("Name of the model"),
        max_length=NAME_MAX,
        error_messages={"required": _("Give the name of the model, as its server knows it.")},
    )
    api_key = forms.CharField(
        label=_("Key"),
        required=False,
        max_length=_KEY_MAX,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    is_on = forms.BooleanField(label=_("Offer its drafts in conversations"), required=False)

    def __init__(self, data: Any = None, *, row: LanguageModel | None) -> None:
        given = {"address": row.address, "name": row.name, "is_on": row.is_on} if row else {}
        super().__init__(data, initial=given)

    def clean_address(self) -> str:
        """Refuse what is no address, or one where words could be read on the way."""
        try:
            address = rules.clean_address(self.cleaned_data["address"])
        except rules.InvalidAddress:
            raise forms.ValidationError(
                gettext("This is no address of a server. For instance: https://example.org/v1")
            ) from None
        is_own = rules.is_allowed_by_owner(address, allow=settings.MODEL_ALLOW)
        if rules.is_unencrypted(address) and not is_own:
            error = asking.CannotDraft("unencrypted", detail=rules.host_and_port(address))
            raise forms.ValidationError(explain(error))
        return address

    def clean_api_key(self) -> str:
        """Refuse a key that no header can carry."""
        key: str = self.cleaned_data["api_key"].strip()
        if not (key.isascii() and key.isprintable()) or " " in key:
            raise forms.ValidationError(
                gettext("This is no key: it holds signs that no key has. Copy it once more.")
            )
        return key

    def wish(self) -> Wish:
        """Return what a valid form says."""
        data = self.cleaned_data
        return Wish(data["address"], data["name"], data["api_key"] or None, is_on=data["is_on"])
