"""Posts over HTTP: calendar, lists, composer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.publishing import access, actions, composer, queries
from beffroi.publishing.calendar import parse_month
from beffroi.publishing.forms import MoveForm, PostForm
from beffroi.publishing.messages import advices
from beffroi.publishing.models import Post
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may


@require_safe
@requires(Permission.SEE_POSTS)
def calendar(request: WorkspaceRequest) -> HttpResponse:
    """Show a month: `?month=2026-06`."""
    today = timezone.now().astimezone(request.workspace.zone).date()
    month = parse_month(request.GET.get("month", ""), today=today)
    context = {
        "month": month,
        "weeks": queries.month_days(request.workspace, month, today=today),
        "making": queries.in_the_making(request.workspace),
        "may_write": may(request.role, Permission.WRITE_POSTS),
    }
    return render(request, "publishing/calendar.html", context)


@require_safe
@requires(Permission.SEE_POSTS)
def posts(request: WorkspaceRequest) -> HttpResponse:
    """List drafts and posts that wait for a yes."""
    context = {
        "making": queries.in_the_making(request.workspace),
        "upcoming": queries.upcoming(request.workspace, now=timezone.now(), limit=queries.LIST_MAX),
        "may_write": may(request.role, Permission.WRITE_POSTS),
    }
    return render(request, "publishing/posts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_POSTS)
def post_new(request: WorkspaceRequest) -> HttpResponse:
    """Write a new post; `?day=2026-06-19` plans it for that day."""
    channels = queries.composer_channels(request.workspace)
    if request.method == "POST":
        return _save(request, None, PostForm(request.POST, channels=channels))
    form = PostForm(channels=channels)
    form.initial["day"] = _day(request)
    return _composer(request, None, form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_POSTS)
def post(request: WorkspaceRequest, post_id: int) -> HttpResponse:
    """Show a post; whoever may write changes it, until it has left."""
    row = access.post(request.workspace, post_id)
    channels = queries.composer_channels(request.workspace)
    may_write = may(request.role, Permission.WRITE_POSTS)
    if request.method == "POST" and may_write:
        return _save(request, row, PostForm(request.POST, channels=channels))
    if not may_write or not actions.is_editable(row):
        return _story(request, row)
    wall = datetime.fromisoformat(row.planned_wall) if row.planned_wall else None
    return _composer(
        request, row, PostForm(channels=channels, draft=actions.draft_of(row, wall=wall))
    )


@require_POST
@requires(Permission.WRITE_POSTS)
def counts(request: WorkspaceRequest) -> HttpResponse:
    """Count what is typed, as each network does: a fragment."""
    form = PostForm(request.POST, channels=queries.composer_channels(request.workspace))
    return render(request, "publishing/_counters.html", {"counters": composer.counters(form)})


@require_POST
@requires(Permission.WRITE_POSTS)
def images(request: WorkspaceRequest) -> HttpResponse:
    """Keep pictures while the composer is open: a fragment with their fields."""
    added, errors = composer.add_uploads(request, now=timezone.now())
    rows = composer.picture_rows(request.workspace, added)
    return render(request, "publishing/_pictures.html", {"pictures": rows, "image_errors": errors})


@require_POST
@requires(Permission.APPROVE_POSTS)
def approval(request: WorkspaceRequest, post_id: int) -> HttpResponse:
    """Say yes: the post leaves on its date."""
    row = access.post(request.workspace, post_id)
    return _act(
        request,
        row,
        lambda: actions.schedule_post(row, actor=request.user, now=timezone.now()),
        _("Approved: it leaves on its date."),
    )


@require_POST
@requires(Permission.WRITE_POSTS)
def withdrawal(request: WorkspaceRequest, post_id: int) -> HttpResponse:
    """Make it a draft again; nothing leaves."""
    row = access.post(request.workspace, post_id)
    return _act(
        request,
        row,
        lambda: actions.send_back(row, actor=request.user, now=timezone.now()),
        _("It is a draft again: nothing will leave."),
    )


@require_POST
@requires(Permission.WRITE_POSTS)
def deletion(request: WorkspaceRequest, post_id: int) -> HttpResponse:
    """Remove a post that never left."""
    row = access.post(request.workspace, post_id)
    try:
        actions.delete_post(row, actor=request.user, now=timezone.now())
    except actions.AlreadyLeft:
        messages.warning(request, _too_late())
        return redirect("post", post_id=row.pk)
    messages.success(request, _("The post is deleted."))
    return redirect("calendar")


@require_POST
@requires(Permission.WRITE_POSTS)
def copy(request: WorkspaceRequest, post_id: int) -> HttpResponse:
    """Start a new draft from a post, for the channels where it did not leave."""
    row = access.post(request.workspace, post_id)
    new = actions.copy_post(row, actor=request.user, now=timezone.now())
    messages.success(request, _("Here is a copy. Change it, then give it a date."))
    return redirect("post", post_id=new.pk)


@require_POST
@requires(Permission.WRITE_POSTS)
def move(request: WorkspaceRequest, post_id: int) -> HttpResponse:
    """Plan a post for another moment."""
    row = access.post(request.workspace, post_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("A date needs both a day and a time."))
        return redirect("post", post_id=row.pk)
    return _act(
        request,
        row,
        lambda: actions.move_post(
            row,
            wall=form.wall(),
            second=form.cleaned_data["second"],
            actor=request.user,
            may_approve=may(request.role, Permission.APPROVE_POSTS),
            now=timezone.now(),
        ),
        _("The post has a new date."),
    )


def _act(
    request: WorkspaceRequest, row: Post, action: Callable[[], None], done: str
) -> HttpResponse:
    try:
        action()
    except actions.CannotSchedule as error:
        for advice in advices(error.findings, composer.names(row)):
            messages.warning(request, advice.sentence)
    except actions.AlreadyLeft:
        messages.warning(request, _too_late())
    else:
        messages.success(request, done)
    return redirect("post", post_id=row.pk)


def _save(request: WorkspaceRequest, row: Post | None, form: PostForm) -> HttpResponse:
    added, errors = composer.add_uploads(request, now=timezone.now())
    if not form.is_valid() or errors:
        return _composer(request, row, form, status=422, added=added, image_errors=errors)
    try:
        saved, found = composer.save(request, row, form, added=added, now=timezone.now())
    except actions.AlreadyLeft:
        messages.warning(request, _too_late())
        return redirect("calendar")
    if found:
        return _composer(request, saved, form, status=422, added=added, findings=found)
    messages.success(request, composer.saved_sentence(saved))
    return redirect("post", post_id=saved.pk) if saved.stage == "draft" else redirect("calendar")


def _composer(
    request: WorkspaceRequest, row: Post | None, form: PostForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = composer.context(request, row, form, now=timezone.now(), **extra)
    return render(request, "publishing/composer.html", context, status=status)


def _story(request: WorkspaceRequest, row: Post) -> HttpResponse:
    context = {
        "post": row,
        "rows": queries.delivery_rows(row),
        "images": row.images.select_related("image"),
        "may_approve": may(request.role, Permission.APPROVE_POSTS) and row.stage == "submitted",
        "may_write": may(request.role, Permission.WRITE_POSTS),
    }
    return render(request, "publishing/post.html", context)


def _day(request: WorkspaceRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def _too_late() -> str:
    return _("Part of this post has already left: it can no longer be changed here.")
