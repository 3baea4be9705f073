"""Views that people name: filters kept for oneself, or for the whole workspace."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from beffroi.inbox import keeping
from beffroi.inbox.filters import Filters
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import SavedView
from beffroi.workspaces.models import User, Workspace

NAME_MAX = 40
#: More than a menu can show.
VIEWS_MAX = 30


def of(workspace: Workspace, *, user: User) -> QuerySet[SavedView]:
    """Return the views that a person has here, shared and their own, as they are ordered."""
    mine = Q(owner__isnull=True) | Q(owner=user)
    rows = SavedView.objects.filter(mine, workspace=workspace, deleted_at__isnull=True)
    return rows.order_by("place", "id")


def name_of(workspace: Workspace, filters: Filters, *, user: User) -> str:
    """Return how a person called these filters, "" where they did not. One query at most."""
    if not filters.pairs:
        return ""
    rows = of(workspace, user=user).filter(query=filters.query)
    return rows.values_list("name", flat=True).first() or ""


@transaction.atomic
def save(
    workspace: Workspace,
    *,
    name: str,
    filters: Filters,
    is_shared: bool,
    actor: User,
    now: datetime,
) -> SavedView:
    """Keep filters under a name, after the others. Raises CannotKeep."""
    kept = SavedView.objects.filter(workspace=workspace, deleted_at__isnull=True)
    if of(workspace, user=actor).count() >= VIEWS_MAX:
        raise CannotKeep("too_many")
    last = kept.aggregate(last=Max("place"))["last"] or 0
    row = SavedView(
        workspace=workspace,
        owner=None if is_shared else actor,
        name=keeping.name_of(name, longest=NAME_MAX),
        query=filters.query,
        place=last + 1,
    )
    keeping.write(row)
    keeping.note(row, "view.saved", actor=actor, now=now)
    return row


@transaction.atomic
def rename(view: SavedView, *, name: str, actor: User, now: datetime) -> None:
    """Give a view another name. Raises CannotKeep, nothing changed."""
    view.name = keeping.name_of(name, longest=NAME_MAX)
    keeping.write(view)
    keeping.note(view, "view.renamed", actor=actor, now=now)


@transaction.atomic
def move_up(view: SavedView, *, actor: User) -> None:
    """Put a view before the one above it; the first stays, and one that was deleted meanwhile."""
    rows = list(of(view.workspace, user=actor).select_for_update())
    place = next((number for number, row in enumerate(rows) if row.pk == view.pk), 0)
    if place:
        rows[place - 1 : place + 1] = [rows[place], rows[place - 1]]
    for number, row in enumerate(rows, start=1):
        row.place = number
    SavedView.objects.bulk_update(rows, ["place"])
