"""Where this app is shown by others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from beffroi.workspaces.rules import Permission
from beffroi.workspaces.settings_pages import SettingsPage, register


def connect() -> None:
    """Add the pages about the company to the settings."""
    register(SettingsPage(_("Your company"), "company", Permission.MANAGE_COMPANY))
