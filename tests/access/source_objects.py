"""How to make the sources that addresses name; the rest is in `objects`."""

from __future__ import annotations

import uuid

from beffroi.listening.models import MentionFile, Source
from beffroi.listening.tests.makers import make_watch
from tests.access.objects import Side, maker


@maker
def mention_file_id(side: Side) -> object:
    watch = make_watch(side.workspace, "martin", now=side.now, name=uuid.uuid4().hex)
    return MentionFile.objects.create(
        workspace=side.workspace,
        watch=watch,
        name="mentions.csv",
        size_bytes=1,
        state="done",
        given_at=side.now,
        ended_at=side.now,
    ).pk


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
