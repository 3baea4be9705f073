"""Forms of links made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.links.actions import ShortAlready, Wish
from beffroi.links.addressing import NotAnAddress
from beffroi.links.rules import NAME_MAX, TARGET_MAX
from beffroi.strategy.fields import CampaignField, offer_campaigns
from beffroi.strategy.models import Campaign
from beffroi.workspaces.rules import one_line

_CAMPAIGN_MAX = 60


class NameForm(forms.Form):
    """What people call a link."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_MAX,
        help_text=gettext_lazy("For instance: Window poster, Mail signature. You alone see it."),
    )

    def clean_name(self) -> str:
        """Fold the name to one line."""
        name = one_line(self.cleaned_data["name"])
        if not name:
            raise ValidationError(_("Give it a name, to find it again."))
        return name


class TargetForm(forms.Form):
    """Where a link leads."""

    target = forms.CharField(
        label=gettext_lazy("Page it leads to"),
        max_length=TARGET_MAX,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
    )

    def refuse(self, error: NotAnAddress) -> None:
        """Say why the page was not taken."""
        if isinstance(error, ShortAlready):
            text = _("This is a short link already: give the page that it leads to.")
        else:
            text = _(
                "This is no address of a web page. Copy the whole of it from your browser, for"
                " instance atelier-martin.fr/offre."
            )
        self.add_error("target", text)


class LinkForm(NameForm, TargetForm):
    """A new link."""

    campaign = forms.CharField(
        label=gettext_lazy("Campaign"),
        max_length=_CAMPAIGN_MAX,
        required=False,
        help_text=gettext_lazy(
            "For your shop’s statistics: the address then says whence visitors came (UTM)."
        ),
    )
    belongs_to = CampaignField(
        help_text=gettext_lazy("Its visits and what they bring count for it; the address says it.")
    )
    field_order = ("name", "target", "belongs_to", "campaign")

    def __init__(self, data: Any = None, *, campaigns: Sequence[Campaign] = ()) -> None:
        super().__init__(data)
        if campaigns:
            self.fields["campaign"].label = _("Campaign in statistics")
        offer_campaigns(self, "belongs_to", campaigns)

    def wish(self) -> Wish:
        """Return what was asked for; the form is valid."""
        told = self.cleaned_data
        return Wish(
            told["name"], told["target"], one_line(told["campaign"]), told.get("belongs_to")
        )
