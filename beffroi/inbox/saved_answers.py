"""Answers that a team gives often: kept, found, and filled in for a conversation."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from beffroi.channels.queries import network_name
from beffroi.inbox import keeping, naming, places, rules
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import Conversation, SavedAnswer
from beffroi.workspaces.models import User, Workspace

NAME_MAX = 60
TEXT_MAX = 4_000
ANSWERS_MAX = 200


def of(workspace: Workspace) -> QuerySet[SavedAnswer]:
    """Return the workspace's saved answers, by name."""
    rows = SavedAnswer.objects.filter(workspace=workspace, deleted_at__isnull=True)
    return rows.order_by("name", "id")


def found(workspace: Workspace, *, search: str) -> list[SavedAnswer]:
    """Return those that hold every word of `search` in their name or text."""
    words = rules.fold(search).split()
    return [
        row
        for row in of(workspace)
        if all(word in rules.fold(f"{row.name} {row.text}") for word in words)
    ]


@transaction.atomic
def make(workspace: Workspace, *, name: str, text: str, actor: User, now: datetime) -> SavedAnswer:
    """Keep an answer. Raises CannotKeep."""
    if of(workspace).count() >= ANSWERS_MAX:
        raise CannotKeep("too_many")
    row = SavedAnswer(workspace=workspace)
    _write(row, name=name, text=text, actor=actor, now=now)
    keeping.note(row, "saved_answer.made", actor=actor, now=now)
    return row


@transaction.atomic
def change(row: SavedAnswer, *, name: str, text: str, actor: User, now: datetime) -> None:
    """Change a saved answer. Raises CannotKeep, nothing changed."""
    _write(row, name=name, text=text, actor=actor, now=now)
    keeping.note(row, "saved_answer.changed", actor=actor, now=now)


def for_conversation(row: SavedAnswer, conversation: Conversation, *, writer: User) -> str:
    """Return the answer as it would be written to the person of a conversation."""
    channel = conversation.channel
    name = naming.within_sentence(conversation.person_name, otherwise="")
    company = getattr(conversation.workspace, "company", None)
    return places.filled(
        row.text,
        {
            "prenom": places.first_name(name),
            "nom": name,
            "entreprise": (company.name if company else "") or conversation.workspace.name,
            "reseau": network_name(channel.network),
            "moi": places.signature(company.signature if company else "", writer_name=writer.name),
        },
    )


def _write(row: SavedAnswer, *, name: str, text: str, actor: User, now: datetime) -> None:
    row.name = keeping.name_of(name, longest=NAME_MAX)
    row.text = rules.typed_text(text.replace("\0", ""))
    if not row.text:
        raise CannotKeep("no_words")
    if len(row.text) > TEXT_MAX:
        raise CannotKeep("too_long")
    unknown = places.unknown(row.text)
    if unknown:
        raise CannotKeep("unknown", words=unknown)
    row.changed_by, row.changed_at = actor, now
    keeping.write(row)
