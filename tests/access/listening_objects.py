"""How to make the mentions and competitors that addresses name; the rest is in `objects`."""

from __future__ import annotations

import uuid

from beffroi.listening.models import Competitor
from beffroi.listening.tests.makers import make_watch
from beffroi.listening.tests.spoken import speak
from tests.access.objects import Side, maker


@maker
def mention_id(side: Side) -> object:
    watch = make_watch(side.workspace, "martin", now=side.now, name=uuid.uuid4().hex)
    return speak(side.workspace, watch, at=side.now).pk


@maker
def competitor_id(side: Side) -> object:
    name = uuid.uuid4().hex
    watch = make_watch(side.workspace, "delattre", now=side.now, name=name, subject="competitor")
    return Competitor.objects.create(
        workspace=side.workspace, name=name, watch=watch, added_at=side.now
    ).pk
