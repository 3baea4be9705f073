"""The tabs above every page of settings."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext

from beffroi.workspaces.access import current_role
from beffroi.workspaces.rules import Permission, may
from beffroi.workspaces.settings_pages import registered

register = template.Library()


@dataclass(frozen=True)
class Tab:
    """One page of settings, as seen from the page that is open."""

    label: str
    url: str
    is_current: bool


@register.simple_tag(takes_context=True)
def settings_tabs(context: Context) -> list[Tab]:
    """Return the pages of settings that this person may open."""
    request = context["request"]
    role = current_role(request)
    named = [
        (gettext("Team"), "workspace_settings", Permission.MANAGE_PEOPLE),
        (gettext("Workspace"), "workspace_data", Permission.MANAGE_WORKSPACE),
        *((str(page.label), page.url_name, page.permission) for page in registered()),
        (gettext("Security"), "account", None),
        (gettext("Name and language"), "profile", None),
    ]
    return [
        Tab(label, reverse(name), is_current=_holds(request.path, reverse(name)))
        for label, name, permission in named
        if permission is None or (role is not None and may(role, permission))
    ]


def _holds(path: str, address: str) -> bool:
    if address == reverse("workspace_settings"):
        return path == address or path.startswith(f"{address}team/")
    if address == reverse("account"):
        return path.startswith(address) and path != reverse("profile")
    if address == reverse("workspace_data"):
        return path == address
    return path.startswith(address)
