"""What a person types to connect a channel."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PasswordConnectionForm(forms.Form):
    """An account on a server, with a password made for Beffroi alone."""

    identifier = forms.CharField(
        label=_("Your name on Bluesky"),
        max_length=255,
        help_text=_("For example atelier-martin.bsky.social"),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    password = forms.CharField(
        label=_("App password"),
        max_length=255,
        strip=True,
        help_text=_("The one that you just made. It looks like abcd-efgh-ijkl-mnop."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    address = forms.CharField(
        label=_("Server address"),
        max_length=255,
        initial="https://bsky.social",
        help_text=_("Leave it as it is, unless your account lives on another server."),
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class ServerForm(forms.Form):
    """The server on which a person will say yes."""

    address = forms.CharField(
        label=_("Server address"),
        max_length=255,
        help_text=_("What follows the second @ in your address, for example mastodon.social"),
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
