"""The form field in which something says its campaign, where there is one to choose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.strategy.models import Campaign


class CampaignField(forms.ChoiceField):
    """A campaign among those given to it, or none; gives the campaign, None for none."""

    default_error_messages = {"invalid_choice": _("This campaign is gone. Choose another.")}

    def __init__(self, **given: Any) -> None:
        super().__init__(required=False, label=_("Campaign"), **given)
        self.campaigns: dict[str, Campaign] = {}

    def offer(self, campaigns: Sequence[Campaign]) -> None:
        """Let people choose among these."""
        self.campaigns = {str(one.pk): one for one in campaigns}
        self.choices = [("", "—"), *((key, one.name) for key, one in self.campaigns.items())]

    def prepare_value(self, value: Any) -> Any:
        """Show a campaign by its id."""
        return value.pk if isinstance(value, Campaign) else value

    def clean(self, value: Any) -> Campaign | None:
        """Return the campaign, None where none was chosen."""
        return self.campaigns.get(super().clean(value))


def offer_campaigns(form: forms.Form, name: str, campaigns: Sequence[Campaign]) -> None:
    """Fill the field of a form; take it out where there is nothing to choose."""
    field = form.fields[name]
    if not campaigns:
        del form.fields[name]
    elif isinstance(field, CampaignField):
        field.offer(campaigns)
