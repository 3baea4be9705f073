"""Makers of what addresses of strategies that an agency keeps name."""

from __future__ import annotations

from beffroi.strategy.models import StrategyTemplate
from beffroi.workspaces.models import AgencyMembership, Workspace
from beffroi.workspaces.rules import Role
from tests.access.objects import Side, maker


@maker
def template_id(side: Side) -> object:
    """Templates are for people of an agency, at its clients: the person and the place are such."""
    Workspace.objects.filter(pk=side.workspace.pk).update(agency=side.agency)
    AgencyMembership.objects.get_or_create(
        agency=side.agency,
        user=side.person,
        defaults={"role": Role.READER.value, "created_at": side.now},
    )
    return StrategyTemplate.objects.create(
        agency=side.agency, name="Shops", content={}, made_at=side.now
    ).pk
