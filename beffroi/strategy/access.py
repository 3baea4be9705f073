"""Which goal or campaign an address names: the workspace's own, or none."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from beffroi.strategy.models import Campaign, Goal
from beffroi.workspaces.models import Workspace


def goal(workspace: Workspace, goal_id: int) -> Goal:
    """Return the workspace's own goal, open or ended, or raise Http404."""
    rows = Goal.objects.select_related("workspace")
    return get_object_or_404(rows, workspace=workspace, pk=goal_id)


def campaign(workspace: Workspace, campaign_id: int) -> Campaign:
    """Return the workspace's own campaign, removed or not, or raise Http404."""
    rows = Campaign.objects.select_related("workspace")
    return get_object_or_404(rows, workspace=workspace, pk=campaign_id)
