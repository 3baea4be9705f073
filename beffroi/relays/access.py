"""Who may act on which proposal."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from beffroi.publishing.models import Post
from beffroi.relays.models import Proposal
from beffroi.workspaces.models import Workspace


def proposal(workspace: Workspace, proposal_id: int) -> Proposal:
    """Return the workspace's own proposal, ended or not, or raise Http404."""
    rows = Proposal.objects.select_related("workspace")
    return get_object_or_404(rows, workspace=workspace, pk=proposal_id)


def post(workspace: Workspace, typed: str) -> Post | None:
    """Return the workspace's own post that an address names; None where it names none."""
    if not typed.isdecimal() or len(typed) > 18:
        return None
    return Post.objects.filter(workspace=workspace, pk=int(typed)).first()
