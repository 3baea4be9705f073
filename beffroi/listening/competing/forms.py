"""What a person types to follow a competitor."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.listening import rules

_TERMS_MAX = 8


class CompetitorForm(forms.Form):
    """Its name, and other ways in which people write it."""

    name = forms.CharField(label=_("Name of the competitor"), max_length=rules.NAME_MAX)
    also = forms.CharField(
        label=_("Other ways to write it"),
        required=False,
        max_length=400,
        help_text=_("With commas between: an abbreviation, an account, a hashtag."),
    )

    @property
    def terms(self) -> tuple[str, ...]:
        """What its watch looks for: the name, and the other ways, each once. After is_valid()."""
        typed = [self.cleaned_data["name"], *self.cleaned_data["also"].split(",")]
        terms = (" ".join(term.split()) for term in typed)
        return tuple(dict.fromkeys(term for term in terms if term))[:_TERMS_MAX]
