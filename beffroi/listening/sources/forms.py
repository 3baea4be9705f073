"""What a person types to add a source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.channels.models import Channel
from beffroi.listening.sources.offers import Offer
from beffroi.listening.sources.subjects import ADDRESS_MAX
from beffroi.listening.sources.wording import words_of


class SourceForm(forms.Form):
    """What is to be read, and through which channel where there is a choice."""

    subject = forms.CharField(
        max_length=ADDRESS_MAX,
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = words_of(offer)
        self.fields["subject"].label = words.label
        self.fields["subject"].help_text = words.example
        self._channels = {str(one.pk): one for one in offer.channels}
        if len(offer.channels) > 1:
            self.fields["channel"] = forms.ChoiceField(
                label=_("Read through"),
                choices=[(key, one.called) for key, one in self._channels.items()],
            )

    @property
    def channel(self) -> Channel | None:
        """The channel that reads it: the chosen one, or the only one."""
        only = next(iter(self._channels), "")
        return self._channels.get(self.cleaned_data.get("channel", only))
