"""Understands what people write, as it comes in: tone, intent, urgency, aspects."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from beffroi.channels.models import Channel
from beffroi.inbox import lessons, rules
from beffroi.inbox.models import Feedback
from beffroi.language.understanding import Message, Understood, understand

#: The columns that `read` writes.
WRITTEN = (
    "tone",
    "intent",
    "urgency",
    "language",
    "aspects",
    "wants_check",
    "understood_at",
)


def read(rows: Collection[Feedback], *, channel: Channel, now: datetime) -> None:
    """Write on each row of a channel what it says, one query. Nothing is saved.

    What is ours, what is gone, and an article, which speaks to nobody, say nothing.
    """
    people = rules.holds_people(channel.kind)
    theirs = [row for row in rows if people and not row.is_ours and not row.is_gone]
    written = [Message(row.text, row.stars, row.recommends) for row in theirs]
    said = understand(written, lessons=lessons.of(channel.workspace_id) if theirs else None)
    for row, found in zip(theirs, said, strict=True):
        _note(row, found)
    for row in rows:
        row.understood_at = now


def _note(row: Feedback, found: Understood) -> None:
    row.tone, row.intent, row.urgency = found.tone, found.intent, found.urgency
    row.language, row.aspects = found.language, dict(found.aspects)
    row.wants_check = found.wants_check
