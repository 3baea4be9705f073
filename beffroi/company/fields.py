"""Form fields for what a company writes about itself, and the names of regions."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from beffroi.workspaces.rules import one_line

_KEPT = frozenset("\n\t")
_DIGITS_MIN = 3
#: Of countries whose parts have holidays of their own: these parts.
_PLACES: Mapping[str, Mapping[str, Promise]] = {
    "CA": {"CA-QC": _("Québec")},
    "CH": {
        "CH-AG": _("Aargau"),
        "CH-AI": _("Appenzell Innerrhoden"),
        "CH-AR": _("Appenzell Ausserrhoden"),
        "CH-BE": _("Bern"),
        "CH-BL": _("Basel-Landschaft"),
        "CH-BS": _("Basel-Stadt"),
        "CH-FR": _("Fribourg"),
        "CH-GE": _("Geneva"),
        "CH-GL": _("Glarus"),
        "CH-GR": _("Grisons"),
        "CH-JU": pgettext_lazy("canton", "Jura"),
        "CH-LU": _("Lucerne"),
        "CH-NE": _("Neuchâtel"),
        "CH-NW": _("Nidwalden"),
        "CH-OW": _("Obwalden"),
        "CH-SG": _("St. Gallen"),
        "CH-SH": _("Schaffhausen"),
        "CH-SO": _("Solothurn"),
        "CH-SZ": _("Schwyz"),
        "CH-TG": _("Thurgau"),
        "CH-TI": _("Ticino"),
        "CH-UR": _("Uri"),
        "CH-VD": _("Vaud"),
        "CH-VS": _("Valais"),
        "CH-ZG": _("Zug"),
        "CH-ZH": _("Zurich"),
    },
    "FR": {
        "FR": _("France"),
        "FR-AM": _("France: Alsace and Moselle"),
        "FR-971": _("France: Guadeloupe"),
        "FR-972": _("France: Martinique"),
        "FR-973": _("France: Guiana"),
        "FR-974": _("France: Réunion"),
        "FR-976": _("France: Mayotte"),
    },
}
_COUNTRIES: Mapping[str, Promise] = {
    "BE": _("Belgium"),
    "CA": _("Canada"),
    "CH": _("Switzerland"),
    "FR": _("France"),
    "LU": _("Luxembourg"),
    "MC": _("Monaco"),
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


class WebsiteField(forms.URLField):
    """The address of a site, with its scheme or without: http and https, and nothing else."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class RegionField(forms.ChoiceField):
    """Whose public holidays count."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=region_choices, **kwargs)


def region_choices() -> list[tuple[str, Any]]:
    """Return countries as the reader sorts them; those with several places are groups."""
    countries = sorted(_COUNTRIES, key=lambda key: _sorted_as(_COUNTRIES[key]))
    return [
        ("", gettext("Not said")),
        ("none", gettext("No public holiday counts")),
        *(_country_choice(key) for key in countries),
    ]


def _country_choice(country: str) -> tuple[str, Any]:
    places = _PLACES.get(country)
    if places is None:
        return country, str(_COUNTRIES[country])
    ordered = sorted(places, key=lambda key: (key != country, _sorted_as(places[key])))
    return str(_COUNTRIES[country]), [(key, str(places[key])) for key in ordered]


def _sorted_as(name: Promise) -> str:
    """Return a name without accents and capitals, which would put it at the end."""
    return unicodedata.normalize("NFKD", str(name)).encode("ascii", "ignore").decode().casefold()


def _usable(text: str) -> str:
    """Refuse control signs, which no page and no network shows."""
    if any((sign < " " and sign not in _KEPT) or sign == "\x7f" for sign in text):
        raise ValidationError(
            _("This text holds a character that cannot be shown. Paste it again as plain text.")
        )
    return text
