"""What a person types to connect a channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.channels.network_apps import LOGIN
from beffroi.channels.queries import NetworkChoice
from beffroi.channels.rules import Way


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


class SiteForm(PasswordConnectionForm):
    """A user of a website, with an application password."""

    field_order = ("address", "identifier", "password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address, name, password = (self.fields[key] for key in self.field_order)
        address.label, address.initial = _("Address of your website"), None
        address.help_text = _("For example www.atelier-martin.fr")
        name.label, name.help_text = _("Your user name there"), _("The one you sign in with")
        password.label = _("Application password")
        password.help_text = _("The one that you just made: six groups of four signs.")


class PublicAddressForm(forms.Form):
    """Where something public is read."""

    address = forms.CharField(
        label=_("Address of the page or of its feed"),
        max_length=255,
        help_text=_("For example www.atelier-martin.fr/blog"),
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class ConsentForm(forms.Form):
    """Nothing to type: the yes is said elsewhere."""


class NetworkAppForm(forms.Form):
    """A developer app, as its vendor's site shows it."""

    client_id = forms.CharField(
        label=_("App ID"),
        max_length=255,
        help_text=_("Also called client ID or client key"),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    client_secret = forms.CharField(
        label=_("App secret"),
        max_length=500,
        help_text=_("Also called client secret. It is sealed at once and never shown again."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self,
        *args: Any,
        extras: Sequence[str] = (),
        logins: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._extras = (*extras, LOGIN) if logins else tuple(extras)
        for name in extras:
            self.fields[name] = _extra_field(name)
        if logins:
            self.fields[LOGIN] = _login_field(logins)
            self.order_fields([LOGIN])

    @property
    def extra(self) -> dict[str, str]:
        """What this network asks for besides, without what was left empty."""
        given = {name: self.cleaned_data[name] for name in self._extras}
        return {name: "yes" if value is True else value for name, value in given.items() if value}


#: What networks ask for besides an app's id and secret: texts, and questions of yes or no.
EXTRA_LABELS = {
    "consumer_key": _("API key, for webhooks"),
    "consumer_secret": _("API key secret, for webhooks"),
    "application_id": _("Application number, to be told of comments at once"),
}
#: Anybody may see these: whoever copies them checks them by eye.
EXTRA_OPEN = frozenset({"application_id"})
EXTRA_QUESTIONS = {
    "community": _("LinkedIn has granted this app the Community Management API"),
}


def _login_field(logins: Mapping[str, str]) -> forms.Field:
    """Let choose on whose page people say yes, of names by what an app keeps, the usual first."""
    (own, name), *others = logins.items()
    through_pages = _("With %(name)s, through the Page that is linked with the account")
    choices = [
        (own, _("With %(name)s") % {"name": name}),
        *((key, through_pages % {"name": other}) for key, other in others),
    ]
    return forms.ChoiceField(
        label=_("How your accounts are connected"),
        choices=choices,
        help_text=_(
            "%(own)s is the simplest and needs no Page. %(other)s suits you if your company has an "
            "app there already, or if its team looks after the account through the Page. Each way "
            "has an app ID, a secret and permissions of its own."
        )
        % {"own": name, "other": others[0][1]},
        widget=forms.RadioSelect,
    )


def _extra_field(name: str) -> forms.Field:
    if name in EXTRA_QUESTIONS:
        return forms.BooleanField(label=EXTRA_QUESTIONS[name], required=False)
    return forms.CharField(
        label=EXTRA_LABELS.get(name, name),
        max_length=500,
        required=False,
        widget=_extra_widget(name),
    )


def _extra_widget(name: str) -> forms.Widget:
    if name in EXTRA_OPEN:
        return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.PasswordInput(attrs={"autocomplete": "off"})


def form_for(choice: NetworkChoice) -> type[forms.Form]:
    """Return what is to be typed to connect a network."""
    if choice.key == "wordpress":
        return SiteForm
    return {
        Way.PASSWORD: PasswordConnectionForm,
        Way.SERVER: ServerForm,
        Way.HOME: ConsentForm,
        Way.ADDRESS: PublicAddressForm,
    }[choice.way]
