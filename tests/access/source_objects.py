"""How to make the sources that addresses name; the rest is in `objects`."""

from __future__ import annotations

import uuid

from beffroi.listening.models import Source
from tests.access.objects import Side, maker


@maker
def source_id(side: Side) -> object:
    return Source.objects.create(
        workspace=side.workspace,
        kind="feed",
        network="feeds",
        subject=f"https://{uuid.uuid4().hex}.example/",
        name="Le Journal",
        place="host:journal.example",
        next_at=side.now,
        added_at=side.now,
    ).pk
