"""Sample data for the style guide: every component in every state."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beffroi.web.states import NETWORK_NAMES, POST_STATES

#: The morning on which the style guide always is: Tuesday 16 June 2026, 9:12 in Paris.
NOW = datetime(2026, 6, 16, 7, 12, tzinfo=UTC)
COLOURS = {
    "ink": pgettext_lazy("colour", "Ink"),
    "ink-2": pgettext_lazy("colour", "Ink, secondary"),
    "ink-3": pgettext_lazy("colour", "Ink, details"),
    "canvas": pgettext_lazy("colour", "Page"),
    "surface": pgettext_lazy("colour", "Card"),
    "sunken": pgettext_lazy("colour", "Inset"),
    "line": pgettext_lazy("colour", "Line"),
    "line-field": pgettext_lazy("colour", "Field line"),
    "primary": pgettext_lazy("colour", "Action"),
    "bronze": pgettext_lazy("colour", "Bronze, text"),
    "bronze-fill": pgettext_lazy("colour", "Bronze, fill"),
    "ok": pgettext_lazy("colour", "Kept"),
    "warn": pgettext_lazy("colour", "To do"),
    "bad": pgettext_lazy("colour", "Refused"),
    "info": pgettext_lazy("colour", "Planned"),
    "doubt": pgettext_lazy("colour", "Doubt"),
}


class SampleForm(forms.Form):
    """One field of each shape, with the mistakes of `samples` in it."""

    title = forms.CharField(
        label=gettext_lazy("At rest"), help_text=gettext_lazy("Your customers will see this name.")
    )
    start = forms.DateField(
        label=gettext_lazy("With an error"),
        error_messages={"invalid": gettext_lazy("February has no 31st. Choose a date.")},
    )
    fixed = forms.CharField(
        label=gettext_lazy("Inactive"),
        disabled=True,
        required=False,
        initial=gettext_lazy("Set by your agency"),
    )
    text = forms.CharField(
        label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    tell = forms.BooleanField(
        label=gettext_lazy("Tell me when a network refuses"), required=False, initial=True
    )
    where = forms.MultipleChoiceField(
        label=gettext_lazy("Where"),
        choices=[("bluesky", "Bluesky"), ("mastodon", "Mastodon")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def samples() -> dict[str, Any]:
    """Return what the style guide shows, always the same."""
    form = SampleForm(
        {"title": _("Summer offer"), "start": "31/02", "tell": "on", "where": ["bluesky"]},
        auto_id="sample_%s",
    )
    return {
        "now": NOW,
        "colours": COLOURS.items(),
        "states": list(POST_STATES),
        "networks": list(NETWORK_NAMES),
        "tones": ["", "bronze", "ok", "info", "warn", "bad", "doubt"],
        "form": form,
        "earlier": NOW.replace(hour=4),
        "friday": NOW.replace(day=19, hour=6, minute=0),
    }
