"""The pages about the company, as a line of links above each of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Link:
    """One page, as seen from the page that is open."""

    label: str
    url: str
    is_current: bool


def links(path: str) -> list[Link]:
    """Return the pages about the company; `path` is the one that is open."""
    named = {
        "company": _("Who you are"),
        "company_hours": _("Opening hours"),
        "company_policies": _("How you work"),
        "company_promise": _("Promise of answer"),
        "company_charter": _("Moderation charter"),
        "company_crisis": _("Crisis file"),
    }
    return [
        Link(label, address, is_current=address == path)
        for name, label in named.items()
        if (address := reverse(name))
    ]
