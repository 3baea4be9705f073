"""Forms about people and workspaces. They carry no identity: that comes from the session."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from beffroi.workspaces.labels import ROLE_NAMES
from beffroi.workspaces.models import Agency, User, Workspace
from beffroi.workspaces.rules import Role

_NEAR = (
    "Europe/Paris",
    "Europe/Brussels",
    "Europe/Zurich",
    "Europe/Luxembourg",
    "Europe/Monaco",
    "America/Montreal",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Pacific/Noumea",
    "Pacific/Tahiti",
)
_REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

Choices = list[tuple[str, str | Promise]]


def time_zones() -> list[tuple[str | Promise, Choices]]:
    """Return the zones of French-speaking places, then all others by name."""
    known = zoneinfo.available_timezones()
    others = sorted(name for name in known if name.startswith(_REGIONS) and "/" in name)
    return [
        (_("Often chosen"), [(name, _readable(name)) for name in _NEAR if name in known]),
        (_("All"), [(name, _readable(name)) for name in others if name not in _NEAR]),
    ]


def _readable(zone: str) -> str:
    return zone.replace("_", " ")


class WorkspaceForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What a workspace is called and what it does."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones, initial="Europe/Paris")

    class Meta:
        model = Workspace
        fields = ("name", "activity", "time_zone")
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "activity": forms.TextInput(attrs={"placeholder": _("Bakery, Douai")}),
        }


class EnterForm(forms.Form):
    """Which workspace to go to; whether it may be entered is not for a form to say."""

    workspace = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    to = forms.CharField(required=False)

    def clean_to(self) -> str:
        """Return a path of our own, "" for anything else."""
        return own_path(self.cleaned_data["to"])


def own_path(path: str) -> str:
    """Return a path of this installation as it is, "" for what may lead elsewhere."""
    is_own = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_own else ""


class AgencyForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What an agency is called."""

    class Meta:
        model = Agency
        fields = ("name",)


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """How colleagues read one's name, and the language of screens and mails."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = User
        fields = ("name", "language")
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class RoleForm(forms.Form):
    """One of the roles that may be given."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: object, roles: Iterable[Role], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(role.value, ROLE_NAMES[role]) for role in Role if role in roles]

    def chosen_role(self) -> Role:
        """Return the role of a valid form."""
        return Role(self.cleaned_data["role"])


class InviteForm(RoleForm):
    """Whom to invite, as what."""

    field_order = ("email", "role")

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
