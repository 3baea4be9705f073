"""Makers of what addresses of strategies that an agency keeps name."""

from __future__ import annotations

from beffroi.strategy.models import StrategyTemplate
from tests.access.objects import Side, maker


@maker
def template_id(side: Side) -> object:
    return StrategyTemplate.objects.create(
        agency=side.agency, name="Shops", content={}, made_at=side.now
    ).pk
