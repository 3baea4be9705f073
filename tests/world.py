"""The named world, for tests: made once by the product's own actions, then put back row by row."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from beffroi.core.models import Installation
from beffroi.demo import world as demo
from beffroi.demo.company import introduce
from beffroi.demo.world import World

__all__ = ["SETTLED_AT", "World", "introduce", "people_and_places"]

#: Long ago for pages, which read the real clock.
SETTLED_AT = datetime(2026, 6, 16, 7, 0, tzinfo=UTC)

#: What migrations leave in an empty database.
_ALWAYS_THERE = {"auth", "contenttypes"}


@dataclass(frozen=True)
class _Made:
    world: World
    rows: dict[type[Model], list[Model]]


_made: dict[tuple[datetime, str | None], _Made] = {}


def people_and_places(*, now: datetime, password: str | None = None) -> World:
    """Make the world of the demo, as it was made the first time in this process."""
    if Installation.objects.exists():  # something was done here: its rows would be in the way
        return demo.people_and_places(now=now, password=password)
    made = _made.get((now, password))
    if made is None:
        world = demo.people_and_places(now=now, password=password)
        _made[now, password] = _Made(deepcopy(world), _rows())
        return world
    _put_back(made.rows)
    return deepcopy(made.world)


def _rows() -> dict[type[Model], list[Model]]:
    models = (model for model in apps.get_models() if model._meta.app_label not in _ALWAYS_THERE)
    return {model: rows for model in models if (rows := list(model._base_manager.all()))}


def _put_back(rows: dict[type[Model], list[Model]]) -> None:
    with transaction.atomic():
        for model, of_model in rows.items():
            model._base_manager.bulk_create(deepcopy(of_model))
