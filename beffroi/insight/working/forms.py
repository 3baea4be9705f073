"""The form that chooses two posts to hold against each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.insight.queries import PostFigures


class PairForm(forms.Form):
    """Two posts of one network."""

    first = forms.TypedChoiceField(label=_("One post"), coerce=int)
    second = forms.TypedChoiceField(label=_("The other"), coerce=int)

    def __init__(
        self, data: Mapping[str, Any] | None, *, posts: Sequence[tuple[PostFigures, str]]
    ) -> None:
        """Offer posts, each with its title."""
        super().__init__(data)
        self._posts = {one.delivery.pk: one for one, _title in posts}
        choices = [(one.delivery.pk, title) for one, title in posts]
        for name in ("first", "second"):
            self.fields[name].choices = [("", gettext("Choose a post")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a post beside itself, and two networks."""
        data = super().clean() or {}
        if "first" not in data or "second" not in data:
            return data
        first, second = (self._posts[data[name]] for name in ("first", "second"))
        if first is second:
            raise ValidationError(gettext("Choose two posts that are not the same."))
        if first.delivery.channel.network != second.delivery.channel.network:
            raise ValidationError(
                gettext(
                    "These two are on different networks, which do not count the same gestures:"
                    " they cannot be compared. Choose two of one network."
                )
            )
        return data

    @property
    def pair(self) -> tuple[PostFigures, PostFigures]:
        """The two posts, once the form is valid."""
        data = self.cleaned_data
        return self._posts[data["first"]], self._posts[data["second"]]
