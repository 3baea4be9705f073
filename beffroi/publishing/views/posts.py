"""Posts over HTTP: the lists, and what is decided about one post."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.delivery.actions import AlreadyLeft
from beffroi.delivery.queries import current_pause
from beffroi.publishing import access, actions, queries, rules
from beffroi.publishing.addresses import calendar_address
from beffroi.publishing.messages import advices, too_late
from beffroi.publishing.models import Post
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may


@require_safe
@requires(Permission.SEE_POSTS)
def posts(request: WorkspaceRequest) -> HttpResponse:
    """List posts: those that wait for a yes, drafts, what leaves next, what left."""
    now = utc_now()
    before = queries.parse_cursor(request.GET.get("before", ""))
    past, older = queries.past(request.workspace, now=now, before=before)
    context: dict[str, Any] = {
        "past": past,
        "older": older,
        "is_first_page": before is None,
        "may_write": may(request.role, Permission.WRITE_POSTS),
        "kept_days": rules.DELETED_KEPT.days,
        "list_max": queries.LIST_MAX,
        "pause": current_pause(request.workspace),
    }
    if before is None:
        context |= {
            "submitted": queries.submitted(request.workspace),
            "drafts": queries.drafts(request.workspace),
            "upcoming": queries.upcoming(request.workspace, now=now, limit=queries.LIST_MAX),
            "put_away": queries.put_away(request.workspace),
        }
    return render(request, "publishing/posts.html", context)


@require_POST
@requires(Permission.APPROVE_POSTS)
def approval(request: WorkspaceRequest, post_id: int) -> HttpResponse:
    """Say yes to what was read: the post leaves on its date."""
    row = access.post(request.workspace, post_id)
    typed = request.POST.get("version", "")
    return _act(
        request,
        row,
        lambda: actions.approve_post(
            row,
            actor=request.user,
            seen_version=row.version if typed == str(row.version) else None,
            now=utc_now(),
        ),
        _("Approved: it leaves on its date."),
    )


@require_POST
@requires(Permission.APPROVE_POSTS)
def withdrawal(request: WorkspaceRequest, post_id: int) -> HttpResponse:
    """Say no, or take one's yes back: it is a draft again, and nothing leaves."""
    row = access.post(request.workspace, post_id)
    return _act(
        request,
        row,
        lambda: actions.send_back(row, actor=request.user, now=utc_now()),
        _("It is a draft again: nothing will leave."),
    )


@require_POST
@requires(Permission.WRITE_POSTS)
def deletion(request: WorkspaceRequest, post_id: int) -> HttpResponse:
    """Put a draft away; the list then offers to undo it."""
    row = access.post(request.workspace, post_id)
    try:
        actions.delete_post(row, actor=request.user, now=utc_now())
    except actions.NotADraft:
        messages.warning(
            request, _("Only a draft can be deleted. Make this post a draft again first.")
        )
        return redirect("post", post_id=row.pk)
    undo = reverse("post_restoration", args=[row.pk])
    messages.success(request, _("The draft is deleted."), extra_tags=f"undo:{undo}")
    return redirect("posts")


@require_POST
@requires(Permission.WRITE_POSTS)
def restoration(request: WorkspaceRequest, post_id: int) -> HttpResponse:
    """Take a deleted draft back."""
    row = access.post(request.workspace, post_id)
    try:
        actions.restore_post(row, actor=request.user, now=utc_now())
    except actions.NotADraft:
        messages.info(request, _("This post was not deleted: nothing was changed."))
    else:
        messages.success(request, _("The draft is back, as it was."))
    return redirect("post", post_id=row.pk)


@require_POST
@requires(Permission.WRITE_POSTS)
def copy(request: WorkspaceRequest, post_id: int) -> HttpResponse:
    """Start a new draft from a post, for the channels where it did not leave."""
    row = access.post(request.workspace, post_id)
    new = actions.copy_post(row, actor=request.user, now=utc_now())
    messages.success(request, _("Here is a copy. Change it, then give it a date."))
    return redirect("post", post_id=new.pk)


def _act(
    request: WorkspaceRequest, row: Post, action: Callable[[], None], done: str
) -> HttpResponse:
    try:
        action()
    except actions.CannotSchedule as error:
        for advice in advices(error.findings, queries.names_of(row)):
            messages.warning(request, advice.sentence)
    except actions.ChangedMeanwhile:
        messages.warning(
            request, _("The post was changed since you opened it. Read it again, then decide.")
        )
    except AlreadyLeft as error:
        messages.warning(request, too_late(error))
    else:
        messages.success(request, done)
        if request.POST.get("back") == "calendar":
            return redirect(calendar_address(row))
        if request.POST.get("back") == "today":
            return redirect("today")
    return redirect("post", post_id=row.pk)
