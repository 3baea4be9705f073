"""Connects the mail of the morning to settings and to restores."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from beffroi.core.backup import register_after_restore
from beffroi.morning import posting
from beffroi.workspaces.rules import Permission
from beffroi.workspaces.settings_pages import SettingsPage, register


def connect() -> None:
    """Register what others ask of this app. Called once, when it is ready."""
    register_after_restore(posting.stop_all)
    register(SettingsPage(_("E-mail and phone"), "morning", Permission.SEE_POSTS))
