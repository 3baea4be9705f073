"""The form of the moderation charter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from beffroi.company import charters, clauses, models
from beffroi.company.clauses import Wishes
from beffroi.company.fields import CompanyText, OneLine
from beffroi.company.models import Charter

_OWN_WORDS_MAX = 2000


class CharterForm(forms.Form):
    """What a company chooses for its charter: the rest comes from its facts."""

    nothing_is_required = True

    language = forms.ChoiceField(
        label=_("Language of the charter"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    moderator = OneLine(
        label=_("Who moderates"),
        max_length=models.NAME_MAX,
        help_text=_("For instance “Claire and Karim”. Empty: the team."),
    )
    kept = forms.MultipleChoiceField(
        label=_("Clauses"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "What you delete, who moderates and how to contest stand in every charter: without"
            " them it would bind nobody."
        ),
    )
    own_words = CompanyText(
        label=_("Your own sentences"),
        max_length=_OWN_WORDS_MAX,
        rows=4,
        help_text=_("Each line becomes a sentence at the end of the charter."),
    )
    is_indexed = forms.BooleanField(label=_("Search engines may list this page"), required=False)

    def __init__(self, data: Any = None, *, charter: Charter | None) -> None:
        wishes = charters.wishes_of(charter)
        given = {
            "language": wishes.language,
            "moderator": wishes.moderator,
            "kept": sorted(clauses.OPTIONAL - wishes.left_out),
            "own_words": wishes.own_words,
            "is_indexed": charter is not None and charter.is_indexed,
        }
        super().__init__(data, initial=given)
        field = self.fields["kept"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(clauses.titles(language=get_language() or "fr").items())

    def wishes(self) -> Wishes:
        """Return what a valid form says."""
        data = self.cleaned_data
        return Wishes(
            language=data["language"],
            moderator=data["moderator"],
            left_out=clauses.OPTIONAL - frozenset(data["kept"]),
            own_words=data["own_words"],
        )
