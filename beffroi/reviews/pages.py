"""The pages of the room, as a line of links above each of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beffroi.workspaces.access import WorkspaceRequest
from beffroi.workspaces.rules import Permission, may


@dataclass(frozen=True)
class Link:
    """One page, as seen from the page that is open."""

    label: str
    url: str
    is_current: bool


def pages(request: WorkspaceRequest) -> list[Link]:
    """Return the pages of the room that this person may open."""
    named = [("reviews", pgettext("room", "Reviews"))]
    if may(request.role, Permission.MANAGE_COMPANY):
        named += [
            ("review_asking", _("Ask for reviews")),
            ("review_display", _("On your site")),
        ]
    links = ((label, reverse(name)) for name, label in named)
    return [Link(label, url, is_current=url == request.path) for label, url in links]
