"""Pages of settings that other apps add beside those of the workspace and of its people."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from beffroi.workspaces.rules import Permission


@dataclass(frozen=True)
class SettingsPage:
    """One page, or several below one address, for those who hold the permission."""

    label: str | Promise
    url_name: str
    permission: Permission


_pages: dict[str, SettingsPage] = {}


def register(page: SettingsPage) -> None:
    """Show a page among the settings; called once, as the app starts."""
    _pages[page.url_name] = page


def registered() -> list[SettingsPage]:
    """Return the pages that other apps added, in the order of the apps."""
    return list(_pages.values())
