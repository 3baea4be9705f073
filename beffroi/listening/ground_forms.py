"""The form by which a person weighs why and how a workspace listens."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from beffroi.company.fields import CompanyText, OneLine
from beffroi.company.queries import Facts
from beffroi.listening import rules, weighing, wording
from beffroi.listening.grounds import Weighed
from beffroi.listening.models import Ground
from beffroi.listening.rules import Purpose

_MONTHS = (3, 6, 12, 18, 24)
_ANSWER_MAX = 2000
#: Shorter, it is hardly an answer: “None.”, “OK”.
_ANSWER_MIN = 40
_CONTACT_MAX = 255
#: An e-mail address, a web page with a form, or a phone number.
_WRITTEN_TO = re.compile(r"[^\s@]+@[^\s@]+\.\w|\bwww\.\w|https?://\w|(?:\d[\s.()/-]*){8}")
#: A street, its number and a town make more words than that.
_POSTAL_WORDS = 3
#: How the field of an answer begins.
_ANSWER = "balance_"


class GroundForm(forms.Form):
    """Why, how long, whom to write to, and the balancing test."""

    nothing_is_required = True

    purposes = forms.MultipleChoiceField(
        label=_("Why you listen"), widget=forms.CheckboxSelectMultiple
    )
    kept_for_months = forms.TypedChoiceField(
        label=_("How long messages are kept"),
        coerce=int,
        help_text=_("Names always go after 90 days; what is left tells how much and in what tone."),
    )
    contact = OneLine(
        label=_("Whom people write to about it"),
        max_length=_CONTACT_MAX,
        required=True,
        help_text=_("Stands on the public page: an e-mail or postal address, a phone number."),
        error_messages={"required": _("People must be able to object: say whom they write to.")},
    )
    is_accepted = forms.BooleanField(
        label=_("I have read this balancing test, and I accept it for the company"),
        error_messages={"required": _("Somebody must read and accept it before anything is read.")},
    )

    def __init__(self, data: Any = None, *, ground: Ground | None, facts: Facts) -> None:
        asked = weighing.questions(facts.name)
        said = ground.balancing if ground else {}
        given: dict[str, Any] = {
            "purposes": ground.purposes if ground else [one.value for one in Purpose],
            "kept_for_months": (ground or Ground()).kept_for_months,
            "contact": ground.contact if ground else reached(facts),
            **{_ANSWER + one.key: said.get(one.key) or one.proposed for one in asked},
        }
        super().__init__(data, initial=given)
        _choose(self.fields["purposes"], _purpose_choices())
        _choose(self.fields["kept_for_months"], _month_choices(given["kept_for_months"]))
        for one in asked:
            self.fields[_ANSWER + one.key] = CompanyText(
                label=one.asked, max_length=_ANSWER_MAX, rows=4
            )
        self.order_fields([name for name in self.fields if name != "is_accepted"])

    @property
    def choices(self) -> list[forms.BoundField]:
        """The fields before the balancing test."""
        return [self[name] for name in ("purposes", "kept_for_months", "contact")]

    @property
    def answers(self) -> list[forms.BoundField]:
        """The fields of the balancing test."""
        return [self[_ANSWER + key] for key in weighing.KEYS]

    @property
    def too_short(self) -> list[str]:
        """The questions that a valid form answers in a few words, as they are asked."""
        return [
            str(bound.label)
            for bound in self.answers
            if len(self.cleaned_data[bound.name]) < _ANSWER_MIN
        ]

    def clean_contact(self) -> str:
        """Refuse a name alone: nobody can write to it."""
        contact: str = self.cleaned_data["contact"]
        if not is_reachable(contact):
            raise ValidationError(
                _("Nobody can write to that: give an e-mail or postal address, or a phone number.")
            )
        return contact

    def clean(self) -> None:
        """Refuse a question that nobody answers."""
        super().clean()
        for key in weighing.KEYS:
            if not self.cleaned_data.get(_ANSWER + key) and _ANSWER + key not in self.errors:
                self.add_error(
                    _ANSWER + key, ValidationError(_("This question wants an answer of yours."))
                )

    def weighed(self) -> Weighed:
        """Return what a valid form says."""
        data = self.cleaned_data
        return Weighed(
            purposes=tuple(Purpose(value) for value in data["purposes"]),
            balancing={key: data[_ANSWER + key] for key in weighing.KEYS},
            contact=data["contact"],
            kept_for_months=data["kept_for_months"],
        )


def reached(facts: Facts) -> str:
    """Return how to reach a company: by mail, by phone, by post; "" when nothing is known."""
    return facts.email or facts.phone or ", ".join(facts.address.splitlines())


def is_reachable(contact: str) -> bool:
    """Tell whether it holds an e-mail address, a web page, a phone number or a postal address."""
    is_postal = any(sign.isdigit() for sign in contact) and len(contact.split()) > _POSTAL_WORDS
    return bool(_WRITTEN_TO.search(contact)) or is_postal


def _choose(field: forms.Field, choices: list[tuple[Any, Any]]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def _purpose_choices() -> list[tuple[Any, Any]]:
    return [
        (one.value, gettext("%(name)s: %(hint)s") % {"name": said.name, "hint": said.hint})
        for one, said in wording.PURPOSES.items()
    ]


def _month_choices(now: int) -> list[tuple[Any, Any]]:
    months = sorted({*_MONTHS, now} & set(range(1, rules.KEPT_FOR_MONTHS_MAX + 1)))
    return [
        (month, ngettext("%(count)s month", "%(count)s months", month) % {"count": month})
        for month in months
    ]
