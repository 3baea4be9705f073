"""Form fields for what a company writes about itself, and the names of regions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beffroi.company.public_holidays import REGIONS
from beffroi.workspaces.rules import one_line

_KEPT = frozenset("\n\t")
_DIGITS_MIN = 3
_FRANCE = {
    "FR": _("France"),
    "FR-AM": _("France: Alsace and Moselle"),
    "FR-971": _("France: Guadeloupe"),
    "FR-972": _("France: Martinique"),
    "FR-973": _("France: Guiana"),
    "FR-974": _("France: Réunion"),
    "FR-976": _("France: Mayotte"),
}
_ELSEWHERE = {
    "BE": _("Belgium"),
    "LU": _("Luxembourg"),
    "MC": _("Monaco"),
    "CA-QC": _("Québec"),
}
#: Names of the cantons as their people write them.
_CANTONS = {
    "AG": "Aargau",
    "AI": "Appenzell Innerrhoden",
    "AR": "Appenzell Ausserrhoden",
    "BE": "Bern / Berne",
    "BL": "Basel-Landschaft",
    "BS": "Basel-Stadt",
    "FR": "Fribourg",
    "GE": "Genève",
    "GL": "Glarus",
    "GR": "Graubünden",
    "JU": "Jura",
    "LU": "Luzern",
    "NE": "Neuchâtel",
    "NW": "Nidwalden",
    "OW": "Obwalden",
    "SG": "St. Gallen",
    "SH": "Schaffhausen",
    "SO": "Solothurn",
    "SZ": "Schwyz",
    "TG": "Thurgau",
    "TI": "Ticino",
    "UR": "Uri",
    "VD": "Vaud",
    "VS": "Valais",
    "ZG": "Zug",
    "ZH": "Zürich",
}


class OneLine(forms.CharField):
    """A short text, folded to one line; may stay empty unless told otherwise."""

    def __init__(
        self, *, max_length: int, attrs: dict[str, str] | None = None, **kwargs: Any
    ) -> None:
        widget = forms.TextInput(attrs={"dir": "auto", **(attrs or {})})
        kwargs.setdefault("required", False)
        super().__init__(max_length=max_length, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text on one line."""
        return _usable(one_line(super().to_python(value) or ""))


class Phone(OneLine):
    """A number to dial, with whatever signs people write around it; may stay empty."""

    def __init__(self, *, attrs: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(attrs={"inputmode": "tel", **(attrs or {})}, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the number as written; refuse what holds none that one could dial."""
        phone = super().to_python(value)
        if phone and sum(sign.isdigit() for sign in phone) < _DIGITS_MIN:
            raise ValidationError(_("This is no phone number. For instance: +33 3 27 00 00 00"))
        return phone


class CompanyText(forms.CharField):
    """A text of a few lines; may stay empty."""

    def __init__(self, *, max_length: int, rows: int = 3, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
        super().__init__(required=False, max_length=max_length, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text with single line ends: forms send two signs for one."""
        text = super().to_python(value) or ""
        return _usable(text.replace("\r\n", "\n").replace("\r", "\n").strip())

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Say no length to the browser: it would cut what is pasted without a word."""
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class RegionField(forms.ChoiceField):
    """Whose public holidays count."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_region_choices, **kwargs)


def _region_choices() -> list[tuple[str | Promise, Any]]:
    named: dict[str, str | Promise] = {
        **_FRANCE,
        **_ELSEWHERE,
        **{f"CH-{key}": name for key, name in _CANTONS.items()},
    }

    def of(keys: Any) -> list[tuple[str, str | Promise]]:
        return [(key, named[key]) for key in REGIONS if key in keys]

    return [
        ("", _("Not said")),
        ("none", _("No public holiday counts")),
        (_("France"), of(_FRANCE)),
        (_("Elsewhere"), of(_ELSEWHERE)),
        (_("Switzerland"), of({f"CH-{key}" for key in _CANTONS})),
    ]


def _usable(text: str) -> str:
    """Refuse control signs, which no page and no network shows."""
    if any((sign < " " and sign not in _KEPT) or sign == "\x7f" for sign in text):
        raise ValidationError(
            _("This text holds a character that cannot be shown. Paste it again as plain text.")
        )
    return text
