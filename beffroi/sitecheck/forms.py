"""The one form: the address of a site."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from beffroi.sitecheck.addresses import TYPED_MAX


class SiteForm(forms.Form):
    """What somebody types as the address of their site; the action says whether it is one."""

    site = forms.CharField(
        label=gettext_lazy("Address of your website"),
        max_length=TYPED_MAX,
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "url", "autocapitalize": "none"}
        ),
    )

    def __init__(self, data: Any = None, *, site: str = "") -> None:
        super().__init__(data, initial={"site": site})
