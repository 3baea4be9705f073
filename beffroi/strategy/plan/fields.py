"""The form field in which a post says of what it speaks, where the strategy names anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.strategy.models import Pillar


class PillarField(forms.ChoiceField):
    """A pillar among those given to it, or none; gives the pillar, None for none."""

    default_error_messages = {"invalid_choice": _("This subject is gone. Choose another.")}

    def __init__(self, **given: Any) -> None:
        super().__init__(required=False, label=_("Of what it speaks"), **given)
        self.pillars: dict[str, Pillar] = {}

    def offer(self, pillars: Sequence[Pillar]) -> None:
        """Let people choose among these."""
        self.pillars = {str(one.pk): one for one in pillars}
        self.choices = [("", "—"), *((key, one.name) for key, one in self.pillars.items())]

    def prepare_value(self, value: Any) -> Any:
        """Show a pillar by its id."""
        return value.pk if isinstance(value, Pillar) else value

    def clean(self, value: Any) -> Pillar | None:
        """Return the pillar, None where none was chosen."""
        return self.pillars.get(super().clean(value))


def offer_pillars(form: forms.Form, name: str, pillars: Sequence[Pillar]) -> None:
    """Fill the field of a form; take it out where there is nothing to choose."""
    field = form.fields[name]
    if not pillars:
        del form.fields[name]
    elif isinstance(field, PillarField):
        field.offer(pillars)
