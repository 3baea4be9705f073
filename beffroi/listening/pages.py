"""The pages of the room, for its own navigation."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_PAGES = (
    ("listening", _("Overview")),
    ("mentions", _("Mentions")),
    ("watches", _("Watches")),
    ("competitors", _("Competitors")),
    ("alerts", _("Alerts")),
    ("crisis", _("Crisis rooms")),
    ("listening_sources", _("Sources")),
)


@dataclass(frozen=True)
class Page:
    """One page of the room, as a link."""

    label: str | Promise
    url: str
    is_current: bool


def pages(request: HttpRequest) -> list[Page]:
    """Return the pages that there are; the current one also holds what lies below it."""
    there = [(label, url) for name, label in _PAGES if (url := address(name))]
    holding = [url for _label, url in there if request.path.startswith(url)]
    current = max(holding, key=len, default="")
    return [Page(label, url, url == current) for label, url in there]


def address(name: str) -> str:
    """Return the address of a page, "" where no app provides it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
