"""Sets mentions aside that are none of the workspace's affair, with all that say the same."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from beffroi.listening.models import Mention, MentionQuerySet
from beffroi.workspaces.models import User


@transaction.atomic
def set_aside(mention: Mention, *, by: User, now: datetime) -> int:
    """Leave a mention and its like out of lists and figures. Return how many there are."""
    rows = group_of(mention).filter(set_aside_at__isnull=True)
    return rows.update(set_aside_at=now, set_aside_by=by)


@transaction.atomic
def take_back(mention: Mention) -> int:
    """Let a mention and its like count again. Return how many there are."""
    rows = group_of(mention).filter(set_aside_at__isnull=False)
    return rows.update(set_aside_at=None, set_aside_by=None)


def group_of(mention: Mention) -> MentionQuerySet:
    """Return a mention and those of its workspace that say nearly the same."""
    first = mention.first_id or mention.pk
    rows = Mention.objects.there().filter(workspace=mention.workspace_id)
    return rows.filter(Q(pk=first) | Q(first=first))
