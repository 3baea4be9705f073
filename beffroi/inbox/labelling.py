"""Labels of a workspace: made, renamed, coloured, deleted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from beffroi.inbox import keeping
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import ConversationLabel, Label
from beffroi.inbox.models.team import TONES
from beffroi.inbox.queries import Badge
from beffroi.workspaces.models import User, Workspace

NAME_MAX = 40
LABELS_MAX = 100


def of(workspace: Workspace) -> QuerySet[Label]:
    """Return the workspace's labels, by name."""
    rows = Label.objects.filter(workspace=workspace, deleted_at__isnull=True)
    return rows.order_by("name", "id")


def borne(workspace: Workspace, ids: Collection[int]) -> Mapping[int, tuple[Badge, ...]]:
    """Return the labels of conversations, by name, in one query."""
    rows = ConversationLabel.objects.filter(
        workspace=workspace, conversation__in=ids, label__deleted_at__isnull=True
    )
    found: dict[int, tuple[Badge, ...]] = {}
    for row in rows.select_related("label").order_by("label__name", "label_id"):
        badge = Badge(row.label_id, row.label.name, row.label.tone)
        found[row.conversation_id] = (*found.get(row.conversation_id, ()), badge)
    return found


@transaction.atomic
def make(workspace: Workspace, *, name: str, tone: str, actor: User, now: datetime) -> Label:
    """Make a label. Raises CannotKeep."""
    if of(workspace).count() >= LABELS_MAX:
        raise CannotKeep("too_many")
    row = Label(workspace=workspace, name=keeping.name_of(name, longest=NAME_MAX))
    row.tone = tone if tone in TONES else TONES[0]
    keeping.write(row)
    keeping.note(row, "label.made", actor=actor, now=now)
    return row


@transaction.atomic
def change(label: Label, *, name: str, tone: str, actor: User, now: datetime) -> None:
    """Give a label another name or colour. Raises CannotKeep, nothing changed."""
    label.name = keeping.name_of(name, longest=NAME_MAX)
    label.tone = tone if tone in TONES else label.tone
    keeping.write(label)
    keeping.note(label, "label.changed", actor=actor, now=now)
