"""Who may act on which review, link or mailing."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from beffroi.inbox.models import Feedback
from beffroi.networks.contracts import FeedbackKind
from beffroi.reviews.models import ReviewLink
from beffroi.workspaces.models import Workspace


def review(workspace: Workspace, feedback_id: int) -> Feedback:
    """Return a review of the workspace whose words are kept, or raise Http404."""
    rows = Feedback.objects.there().filter(
        workspace=workspace, is_ours=False, kind=FeedbackKind.REVIEW.value
    )
    related = rows.select_related("channel", "conversation", "left_out")
    return get_object_or_404(related, pk=feedback_id)


def link(workspace: Workspace, link_id: int) -> ReviewLink:
    """Return the workspace's own link, removed or not, or raise Http404."""
    return get_object_or_404(ReviewLink, workspace=workspace, pk=link_id)
