"""Costs over HTTP: what a company says of its money, what it spent, the hours that it took."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.sales import access, choosing, hours, queries, spending
from beffroi.sales import economics as own
from beffroi.sales.forms import CostForm, EconomicsForm, TimeForm
from beffroi.sales.models import Cost, WorkTime
from beffroi.sales.rules import CostKind
from beffroi.strategy.queries import choosable_campaigns
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

may_see = requires(Permission.SEE_POSTS)
may_write = requires(Permission.WRITE_POSTS)
may_manage = requires(Permission.MANAGE_COMPANY)


@require_safe
@may_see
def costs(request: WorkspaceRequest) -> HttpResponse:
    """Show what was spent this year, in money and in hours."""
    return _page(request)


@require_POST
@may_manage
def economics(request: WorkspaceRequest) -> HttpResponseBase:
    """Keep margin, tax, what an hour costs."""
    form = EconomicsForm(request.POST, economics=own.economics_of(request.workspace))
    if not form.is_valid():
        return _page(request, economics_form=form)
    own.say(request.workspace, form.said(), actor=request.user, now=utc_now())
    messages.success(request, _("Kept. All figures follow."))
    return redirect("costs")


@require_POST
@may_write
def new_cost(request: WorkspaceRequest) -> HttpResponseBase:
    """Keep money that was spent."""
    form = _cost_form(request, request.POST)
    if not form.is_valid():
        return _page(request, cost_form=form)
    data = form.cleaned_data
    row = spending.note_cost(
        request.workspace,
        kind=CostKind(data["cost_kind"]),
        cents=data["amount"],
        days=(data["cost_from"], data["cost_to"]),
        note=data["cost_note"],
        purpose=form.purpose,
        key=data["cost_key"],
        actor=request.user,
        now=utc_now(),
    )
    _say(request, _("Kept."), undo=reverse("cost_remove", args=[row.pk]))
    return redirect("costs")


@require_POST
@may_write
def new_time(request: WorkspaceRequest) -> HttpResponseBase:
    """Keep the minutes that somebody spent."""
    form = _time_form(request, _turn(request), request.POST)
    if not form.is_valid():
        return _page(request, time_form=form)
    row = spending.note_time(
        request.workspace,
        day=form.cleaned_data["work_day"],
        minutes=form.total,
        note=form.cleaned_data["work_note"],
        purpose=form.purpose,
        key=form.cleaned_data["work_key"],
        actor=request.user,
        now=utc_now(),
    )
    _say(request, _("Kept."), undo=reverse("work_time_remove", args=[row.pk]))
    return redirect("costs")


@require_POST
@may_write
def remove_cost(request: WorkspaceRequest, cost_id: int) -> HttpResponseBase:
    """Count a cost no more."""
    return _removed(request, access.cost(request.workspace, cost_id), "cost_return")


@require_POST
@may_write
def return_cost(request: WorkspaceRequest, cost_id: int) -> HttpResponseBase:
    """Count a cost again."""
    return _returned(request, access.cost(request.workspace, cost_id))


@require_POST
@may_write
def remove_time(request: WorkspaceRequest, work_time_id: int) -> HttpResponseBase:
    """Count minutes no more."""
    return _removed(request, _time(request, work_time_id), "work_time_return")


@require_POST
@may_write
def return_time(request: WorkspaceRequest, work_time_id: int) -> HttpResponseBase:
    """Count minutes again."""
    return _returned(request, _time(request, work_time_id))


def _time(request: WorkspaceRequest, work_time_id: int) -> WorkTime:
    return access.work_time(request.workspace, work_time_id, user=request.user, role=request.role)


def _removed(request: WorkspaceRequest, row: Cost | WorkTime, undo: str) -> HttpResponseBase:
    spending.take_back(row, actor=request.user, now=utc_now())
    _say(request, _("It counts no more."), undo=reverse(undo, args=[row.pk]))
    return redirect("costs")


def _returned(request: WorkspaceRequest, row: Cost | WorkTime) -> HttpResponseBase:
    spending.put_back(row, actor=request.user, now=utc_now())
    messages.success(request, _("It counts again."))
    return redirect("costs")


def _say(request: WorkspaceRequest, sentence: str, *, undo: str) -> None:
    messages.success(request, sentence, extra_tags=f"undo:{undo}")


def _cost_form(request: WorkspaceRequest, data: Any = None) -> CostForm:
    return CostForm(
        data,
        offers=queries.choosable_offers(request.workspace),
        channels=queries.choosable_channels(request.workspace),
        campaigns=choosable_campaigns(request.workspace),
        today=utc_now().astimezone(request.workspace.zone).date(),
    )


def _turn(request: WorkspaceRequest) -> choosing.Turn:
    turn = choosing.turn_of(request.GET.get("older", ""))
    return choosing.posts_for_time(request.workspace, turn=turn)


def _time_form(request: WorkspaceRequest, turn: choosing.Turn, data: Any = None) -> TimeForm:
    return TimeForm(
        data,
        offers=queries.choosable_offers(request.workspace),
        posts=choosing.posts_of(request.workspace),
        shown=[one.post for one in turn.rows],
        campaigns=choosable_campaigns(request.workspace),
        today=utc_now().astimezone(request.workspace.zone).date(),
    )


def _page(
    request: WorkspaceRequest,
    *,
    economics_form: EconomicsForm | None = None,
    cost_form: CostForm | None = None,
    time_form: TimeForm | None = None,
) -> HttpResponse:
    economics = own.economics_of(request.workspace)
    turn = _turn(request)
    context = {
        "economics": economics,
        "economics_form": economics_form or EconomicsForm(economics=economics),
        "cost_form": cost_form or _cost_form(request),
        "time_form": time_form or _time_form(request, turn),
        "turn": turn,
        "may_write": may(request.role, Permission.WRITE_POSTS),
        "may_manage": may(request.role, Permission.MANAGE_COMPANY),
        "spent": queries.spent_lately(request.workspace, user=request.user, role=request.role),
        "is_time_kept": hours.keeps_time(request.workspace),
    }
    is_wrong = any((economics_form, cost_form, time_form))
    return render(request, "sales/costs.html", context, status=422 if is_wrong else 200)
