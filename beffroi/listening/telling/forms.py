"""What people say of how they want to be told of alerts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.listening.models import AlertChoice, AlertHook
from beffroi.listening.models.telling import ADDRESS_MAX
from beffroi.listening.telling import rules, webpush
from beffroi.listening.telling.rules import Choice
from beffroi.listening.telling.webpush import NotAKey, Subscription

_CHOICES = [
    (Choice.PRESSING.value, _("Red alerts and grave messages")),
    (Choice.ALL.value, _("All alerts")),
    (Choice.NONE.value, _("None")),
]
_KEY_MAX = 200


class ChoiceForm(forms.Form):
    """Of which alerts somebody is told, by each way."""

    mail = forms.ChoiceField(label=_("By e-mail"), choices=_CHOICES)
    push = forms.ChoiceField(label=_("On my devices"), choices=_CHOICES)

    def __init__(self, data: Any = None, *, row: AlertChoice) -> None:
        super().__init__(data, initial={"mail": row.mail, "push": row.push})


class HookForm(forms.Form):
    """Which address is called."""

    address = forms.CharField(
        label=_("Address to call"),
        max_length=ADDRESS_MAX,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "placeholder": "https://example.org/beffroi"}
        ),
        error_messages={"required": _("Give the address that is to be called.")},
    )
    is_on = forms.BooleanField(label=_("Call it when an alert changes"), required=False)

    def __init__(self, data: Any = None, *, row: AlertHook | None) -> None:
        given = {"address": row.address, "is_on": row.is_on} if row else {"is_on": True}
        super().__init__(data, initial=given, prefix="hook")

    def clean_address(self) -> str:
        """Refuse what cannot be called, or could be read on the way."""
        address = rules.clean_address(self.cleaned_data["address"], allow=settings.OUTBOUND_ALLOW)
        if not address:
            raise forms.ValidationError(
                gettext(
                    "This address cannot be called. Give one on the public internet that begins"
                    " with https://."
                )
            )
        return address


class DeviceForm(forms.Form):
    """What a browser hands over when its person lets us show notices."""

    endpoint = forms.CharField(max_length=ADDRESS_MAX * 2)
    key = forms.CharField(max_length=_KEY_MAX)
    auth = forms.CharField(max_length=_KEY_MAX)

    subscription: Subscription

    def clean(self) -> dict[str, Any]:
        """Refuse what is no subscription to a push service."""
        data = super().clean() or {}
        if self.errors:
            return data
        if not rules.clean_address(data["endpoint"], allow=settings.OUTBOUND_ALLOW):
            raise forms.ValidationError("endpoint")
        try:
            self.subscription = webpush.subscription(
                data["endpoint"], key=data["key"], auth=data["auth"]
            )
        except NotAKey as error:
            raise forms.ValidationError("key") from error
        return data
