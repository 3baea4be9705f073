"""How to make the watches and the notices that addresses name; the rest is in `objects`."""

from __future__ import annotations

import uuid

from beffroi.listening.tests.makers import make_ground, make_watch
from tests.access.objects import Side, maker


@maker
def watch_id(side: Side) -> object:
    name = uuid.uuid4().hex
    return make_watch(side.workspace, name, now=side.now, name=name).pk


@maker
def notice_address(side: Side) -> object:
    return make_ground(side.workspace, now=side.now).address
