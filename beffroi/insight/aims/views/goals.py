"""Goals over HTTP: the page, making and changing one, ending it and taking that back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.insight.aims import keeping, page
from beffroi.insight.aims.forms import GoalForm
from beffroi.insight.aims.models import GoalFocus
from beffroi.strategy import access, actions, queries
from beffroi.strategy.actions import BadDays, GoalHasEnded, TooManyGoals
from beffroi.strategy.models import Goal
from beffroi.strategy.rules import OPEN_MAX
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

may_see = requires(Permission.SEE_POSTS)
may_manage = requires(Permission.MANAGE_COMPANY)


@require_safe
@may_see
def goals(request: WorkspaceRequest) -> HttpResponse:
    """Show the goals that are open, those that ended, and three to begin with."""
    context = page.goals(request.workspace, role=request.role, now=utc_now())
    return render(request, "aims/goals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def goal_new(request: WorkspaceRequest) -> HttpResponseBase:
    """Make a goal."""
    now = utc_now()
    if request.method != "POST":
        return _form(request, _goal_form(request, now=now))
    form = _goal_form(request, request.POST, now=now)
    if form.is_valid():
        wish, focus = form.wish(), form.focus()
        try:
            goal = keeping.make(request.workspace, wish, focus, actor=request.user, now=now)
        except BadDays as error:
            form.refuse(error)
        except TooManyGoals:
            messages.warning(request, _too_many())
            return redirect("goals")
        else:
            undo = reverse("goal_end", args=[goal.pk])
            messages.success(request, _("The goal is set."), extra_tags=f"undo:{undo}")
            return redirect("goals")
    return _form(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def goal_change(request: WorkspaceRequest, goal_id: int) -> HttpResponseBase:
    """Change a goal that is open."""
    goal, now = access.goal(request.workspace, goal_id), utc_now()
    if goal.ended_at is not None:
        messages.warning(request, _has_ended())
        return redirect("goals")
    if request.method != "POST":
        return _form(request, _goal_form(request, goal=goal, now=now), goal=goal)
    form = _goal_form(request, request.POST, goal=goal, now=now)
    if form.is_valid():
        try:
            keeping.change(goal, form.wish(), form.focus(), actor=request.user, now=now)
        except BadDays as error:
            form.refuse(error)
        except GoalHasEnded:  # in another tab, meanwhile
            messages.warning(request, _has_ended())
            return redirect("goals")
        else:
            messages.success(request, _("The goal is changed."))
            return redirect("goals")
    return _form(request, form, goal=goal)


@require_POST
@may_manage
def goal_end(request: WorkspaceRequest, goal_id: int) -> HttpResponseBase:
    """Count a goal no more."""
    goal = access.goal(request.workspace, goal_id)
    keeping.end(goal, actor=request.user, now=utc_now())
    undo = reverse("goal_return", args=[goal.pk])
    messages.success(request, _("The goal has ended."), extra_tags=f"undo:{undo}")
    return redirect("goals")


@require_POST
@may_manage
def goal_return(request: WorkspaceRequest, goal_id: int) -> HttpResponseBase:
    """Take a goal up again."""
    goal = access.goal(request.workspace, goal_id)
    try:
        actions.reopen_goal(goal, actor=request.user, now=utc_now())
    except TooManyGoals:
        messages.warning(request, _too_many())
    else:
        messages.success(request, _("The goal is open again."))
    return redirect("goals")


def _has_ended() -> str:
    return _("This goal has ended. Take it up again before you change it.")


def _too_many() -> str:
    return _(
        "%(count)s goals are open already, and fifteen minutes a day serve no more. End one first."
    ) % {"count": OPEN_MAX}


def _goal_form(
    request: WorkspaceRequest, data: Any = None, *, goal: Goal | None = None, now: datetime
) -> GoalForm:
    return GoalForm(
        data,
        workspace=request.workspace,
        today=_today(request, now),
        goal=goal,
        focus=GoalFocus.objects.filter(goal=goal).first() if goal else None,
        sees_inbox=may(request.role, Permission.SEE_INBOX),
    )


def _today(request: WorkspaceRequest, now: datetime) -> date:
    return now.astimezone(request.workspace.zone).date()


def _form(request: WorkspaceRequest, form: GoalForm, *, goal: Goal | None = None) -> HttpResponse:
    is_full = goal is None and len(queries.open_goals(request.workspace)) >= OPEN_MAX
    context = {"form": form, "goal": goal, "is_full": is_full, "most": OPEN_MAX}
    return render(request, "aims/goal_form.html", context, status=422 if form.errors else 200)
