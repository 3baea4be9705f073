"""One review: how it is reported on its site, and whether the public page shows it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.inbox import naming
from beffroi.inbox.models import Feedback
from beffroi.reviews import access, displaying, queries, sentences
from beffroi.reviews.forms import LeaveOutForm
from beffroi.reviews.models import LeftOut
from beffroi.reviews.pages import pages
from beffroi.reviews.reporting import report
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

may_manage = requires(Permission.MANAGE_COMPANY)


@require_safe
@requires(Permission.SEE_INBOX)
def review(request: WorkspaceRequest, feedback_id: int) -> HttpResponse:
    """Show one review, with what to do where it breaks the rules of its site."""
    return _page(request, access.review(request.workspace, feedback_id), LeaveOutForm())


@require_POST
@may_manage
def left_out(request: WorkspaceRequest, feedback_id: int) -> HttpResponseBase:
    """Leave a review out of the public page, for a lawful reason."""
    row = access.review(request.workspace, feedback_id)
    form = LeaveOutForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    displaying.leave_out(row, reason=form.chosen(), actor=request.user, now=utc_now())
    messages.success(
        request,
        _("Your public page no longer shows it, and counts it with this reason."),
        extra_tags=f"undo:{reverse('review_put_back', args=[row.pk])}",
    )
    return redirect("review", feedback_id=row.pk)


@require_POST
@may_manage
def put_back(request: WorkspaceRequest, feedback_id: int) -> HttpResponseBase:
    """Show a review on the public page again."""
    row = access.review(request.workspace, feedback_id)
    displaying.put_back(row, actor=request.user, now=utc_now())
    messages.success(request, _("Your public page shows it again."))
    return redirect("review", feedback_id=row.pk)


def _page(request: WorkspaceRequest, row: Feedback, form: LeaveOutForm) -> HttpResponse:
    answered_at = queries.first_answer(row)
    kept: LeftOut | None = getattr(row, "left_out", None)
    context = {
        "review": row,
        "who": naming.shown(row.author_name or row.author_handle, network=row.channel.network),
        "answered_at": answered_at,
        "delay": sentences.length(answered_at - row.written_at if answered_at else None),
        "report": report(row, workspace=request.workspace),
        "left_out": sentences.REASONS[kept.reason] if kept else "",
        "display": displaying.display_of(request.workspace),
        "form": form,
        "may_answer": may(request.role, Permission.ANSWER),
        "may_manage": may(request.role, Permission.MANAGE_COMPANY),
        "pages": pages(request),
    }
    return render(request, "reviews/review.html", context, status=422 if form.errors else 200)
