"""Goals over HTTP: the page, making and changing one, ending it and taking that back."""

from __future__ import annotations

from datetime import datetime
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
from beffroi.insight.aims.forms import GoalForm, measures
from beffroi.insight.aims.models import GoalFocus
from beffroi.strategy import access, actions, queries
from beffroi.strategy.actions import BadDays, GoalHasEnded, TooManyGoals
from beffroi.strategy.models import Goal
from beffroi.strategy.rules import OPEN_MAX, Measure
from beffroi.strategy.wording import MEASURES
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
    """Have what is counted chosen, then make a goal of it."""
    now, measure = utc_now(), _measure(request)
    if measure is None:
        return _choice(request)
    if request.method != "POST":
        return _form(request, _goal_form(request, measure=measure, now=now))
    form = _goal_form(request, request.POST, measure=measure, now=now)
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
    is_asked = "measure" in (request.POST if request.method == "POST" else request.GET)
    measure = _measure(request) if is_asked else goal.counts
    if measure is None:
        return _choice(request, goal=goal)
    sent = request.POST if request.method == "POST" else None
    form = _goal_form(request, sent, measure=measure, goal=goal, now=now)
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


def _measure(request: WorkspaceRequest) -> Measure | None:
    """Return what is to be counted, None where nothing was chosen that this person may."""
    sent = request.POST if request.method == "POST" else request.GET
    typed = sent.get("measure", "")
    return next((one for one, _words in _measures(request) if one.value == typed), None)


def _measures(request: WorkspaceRequest) -> list[tuple[Measure, Any]]:
    return measures(sees_inbox=may(request.role, Permission.SEE_INBOX))


def _choice(request: WorkspaceRequest, *, goal: Goal | None = None) -> HttpResponse:
    """Show what can be counted; a form that was sent without it is refused so."""
    choices = [(one.value, words, goal and one is goal.counts) for one, words in _measures(request)]
    context = {**_room(request, goal), "choices": choices}
    status = 422 if request.method == "POST" else 200
    return render(request, "aims/goal_choice.html", context, status=status)


def _goal_form(
    request: WorkspaceRequest,
    data: Any = None,
    *,
    measure: Measure,
    goal: Goal | None = None,
    now: datetime,
) -> GoalForm:
    return GoalForm(
        data,
        workspace=request.workspace,
        measure=measure,
        today=request.workspace.day_at(now),
        goal=goal,
        focus=GoalFocus.objects.filter(goal=goal).first() if goal else None,
    )


def _room(request: WorkspaceRequest, goal: Goal | None) -> dict[str, Any]:
    """Return what both steps show: whether there is room for one more goal."""
    is_full = goal is None and len(queries.open_goals(request.workspace)) >= OPEN_MAX
    return {"goal": goal, "is_full": is_full, "most": OPEN_MAX}


def _form(request: WorkspaceRequest, form: GoalForm, *, goal: Goal | None = None) -> HttpResponse:
    context = {**_room(request, goal), "form": form, "counts": MEASURES[form.counts]}
    return render(request, "aims/goal_form.html", context, status=422 if form.errors else 200)
