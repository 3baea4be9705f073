"""Makers of what addresses of website checks name: they stand under an address that is a secret."""

from __future__ import annotations

from beffroi.sitecheck import actions
from tests.access.objects import Side, maker


@maker
def site_check_token(side: Side) -> object:
    return actions.ask("boulangerie.test", remote=f"side {side.workspace.pk}", now=side.now).token
