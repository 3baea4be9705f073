"""The month over HTTP, and moving posts within it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.delivery.actions import AlreadyLeft
from beffroi.delivery.queries import current_pause
from beffroi.publishing import access, actions, queries
from beffroi.publishing.addresses import calendar_address
from beffroi.publishing.calendar import city_of, month_of, parse_day, parse_month
from beffroi.publishing.forms import MoveForm
from beffroi.publishing.messages import advices, moved_sentences, too_late
from beffroi.publishing.models import Post
from beffroi.publishing.rhythm import free_slots
from beffroi.publishing.subjects import offers_of
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may


@dataclass(frozen=True, slots=True)
class Moving:
    """A post that did not move, with what was typed and why."""

    post: Post
    form: MoveForm


@require_safe
@requires(Permission.SEE_POSTS)
def calendar(request: WorkspaceRequest) -> HttpResponse:
    """Show a month: `?month=2026-06`, with one of its days open: `?day=2026-06-19`."""
    return _page(request)


@require_POST
@requires(Permission.WRITE_POSTS)
def move(request: WorkspaceRequest, post_id: int) -> HttpResponse:
    """Plan a post for another moment."""
    row = access.post(request.workspace, post_id)
    form = MoveForm(request.POST, auto_id=f"id_move_{row.pk}_%s")
    try:
        if form.is_valid() and _moved(request, row, form):
            return redirect(calendar_address(row))
    except (AlreadyLeft, actions.NotADraft) as error:
        messages.warning(request, too_late(error))
        return redirect("post", post_id=row.pk)
    return _page(request, moving=Moving(row, form))


def _page(request: WorkspaceRequest, *, moving: Moving | None = None) -> HttpResponse:
    zone = request.workspace.zone
    now = utc_now()
    today = now.astimezone(zone).date()
    selected = parse_day(request.GET.get("day", ""))
    if moving and moving.post.planned_at:
        selected = moving.post.planned_at.astimezone(zone).date()
    month = parse_month(request.GET.get("month", "")) or month_of(selected or today)
    state = request.GET.get("state", "")
    may_write = may(request.role, Permission.WRITE_POSTS)
    slots = free_slots(request.workspace, now=now) if may_write else []
    context = {
        "month": month,
        "page": queries.calendar_page(
            request.workspace, month, today=today, selected=selected, state=state, slots=slots
        ),
        "missing": len(slots),
        "state": state,
        "making": queries.in_the_making(request.workspace),
        "offers": offers_of(request.workspace, month),
        "moving": moving,
        "this_month": month_of(today),
        "zone_name": city_of(request.workspace.time_zone),
        "may_write": may_write,
        "may_approve": may(request.role, Permission.APPROVE_POSTS),
        "pause": current_pause(request.workspace),
    }
    return render(request, "publishing/calendar.html", context, status=422 if moving else 200)


def _moved(request: WorkspaceRequest, row: Post, form: MoveForm) -> bool:
    """Move the post, or leave in the form why it stays. Raises AlreadyLeft and NotADraft."""
    try:
        actions.move_post(
            row,
            wall=form.wall(),
            actor=request.user,
            may_approve=may(request.role, Permission.APPROVE_POSTS),
            now=utc_now(),
        )
    except actions.CannotSchedule as error:
        for advice in advices(error.findings, queries.names_of(row)):
            form.add_error(None, advice.sentence)
        return False
    row.refresh_from_db()
    done, warning = moved_sentences(row, form.wall())
    messages.success(request, done)
    if warning:
        messages.warning(request, warning)
    return True
