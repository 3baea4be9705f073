"""Where this app is shown by others, and what it keeps sealed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from beffroi.core.crypto import register_sealed
from beffroi.drafting import asking
from beffroi.drafting.models import LanguageModel
from beffroi.workspaces.rules import Permission
from beffroi.workspaces.settings_pages import SettingsPage, register


def connect() -> None:
    """Add the page of the model to the settings, and its key to what is sealed."""
    register(SettingsPage(_("Language model"), "language_model", Permission.MANAGE_COMPANY))
    register_sealed(LanguageModel, "sealed", asking.binding)
