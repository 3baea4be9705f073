"""Makers of what addresses of an agency's clients name."""

from __future__ import annotations

from beffroi.workspaces import actions
from tests.access.objects import Side, maker


@maker
def client_id(side: Side) -> object:
    return actions.create_workspace(
        owner=side.person, agency=side.agency, name="Client", now=side.now
    ).pk
