"""Tells what is gone from what we may no longer see: the network says both in the same words."""

from __future__ import annotations

from beffroi.networks.errors import AccessRevoked, PermissionLost
from beffroi.networks.facebook.client import Page


def require(page: Page, *scopes: str) -> None:
    """Raise PermissionLost unless our token holds `scopes` for this Page.

    Called when something is "not there, or not to be seen": with the right, it is not there.
    """
    report = page.read_token()
    if not report.is_valid:
        raise AccessRevoked("the token is dead")
    missing = [scope for scope in scopes if not report.allows(scope, page.id)]
    if missing:
        raise PermissionLost(f"the Page no longer grants {', '.join(missing)}")
