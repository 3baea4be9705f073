"""What pages read of goals and campaigns themselves; what they count is read above."""

from __future__ import annotations

from django.db.models import QuerySet

from beffroi.strategy.models import Campaign, Goal
from beffroi.workspaces.models import Workspace

#: As many as a page names.
_ENDED_MAX = 20
_CHOICES_MAX = 50


def open_goals(workspace: Workspace) -> list[Goal]:
    """Return the goals that are open, the one due first on top. One query."""
    rows = Goal.objects.filter(workspace=workspace, ended_at=None).select_related("workspace")
    return list(rows.order_by("due_day", "id"))


def ended_goals(workspace: Workspace) -> list[Goal]:
    """Return the latest goals that ended, the last one first. One query."""
    rows = Goal.objects.filter(workspace=workspace, ended_at__isnull=False)
    return list(rows.order_by("-ended_at", "-id")[:_ENDED_MAX])


def campaigns_of(workspace: Workspace) -> QuerySet[Campaign]:
    """Return the campaigns that are in sight, the latest first."""
    rows = Campaign.objects.filter(workspace=workspace, removed_at=None)
    return rows.order_by("-first_day", "-id")


def choosable_campaigns(workspace: Workspace, *, also: int | None = None) -> list[Campaign]:
    """Return the campaigns that something may bear, and the one that it bears. One or two queries.

    `also` is the id of the latter, which may be out of sight.
    """
    found = list(campaigns_of(workspace)[:_CHOICES_MAX])
    if also and all(one.pk != also for one in found):
        found += Campaign.objects.filter(workspace=workspace, pk=also)
    return found
