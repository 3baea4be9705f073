"""Alerts of listening over HTTP: their list, one of them, and what people do with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.core.keyset import parse_cursor
from beffroi.inbox import wakes
from beffroi.inbox.wakes import Wake
from beffroi.listening.alerting import actions, heard, queries, wording
from beffroi.listening.alerting.actions import AlertOver
from beffroi.listening.alerting.around import around
from beffroi.listening.alerting.usual import Usual
from beffroi.listening.models import Alert, Lessons
from beffroi.listening.pages import address, pages
from beffroi.listening.room.offering import shown
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may


@require_safe
@requires(Permission.SEE_INBOX)
def alerts(request: WorkspaceRequest) -> HttpResponse:
    """List the alerts: those that go on, then those that are over; `?after=` for older ones."""
    after = parse_cursor(request.GET.get("after", ""))
    context = _context(request) | {
        "found": queries.page(request.workspace, after=after),
        "is_first": after is None,
    }
    return render(request, "listening/alerts/list.html", context)


@require_safe
@requires(Permission.SEE_INBOX)
def alert(request: WorkspaceRequest, alert_id: int) -> HttpResponse:
    """Show one alert: why, what to do, what happened, and the messages that it is about."""
    row = _alert(request, alert_id)
    context = _context(request) | {
        "card": queries.card(row),
        "story": queries.story(row),
        "mentions": shown(
            request.workspace,
            queries.mentions(row),
            may_answer=may(request.role, Permission.ANSWER),
        ),
        "is_alone": True,
        "here": request.get_full_path(),
        "may_watch": may(request.role, Permission.MANAGE_WATCHES),
        "may_write": may(request.role, Permission.WRITE_POSTS),
        "new_post": address("post_new"),
    }
    return render(request, "listening/alerts/alert.html", context)


@require_POST
@requires(Permission.ANSWER)
def snoozed(request: WorkspaceRequest, alert_id: int) -> HttpResponseBase:
    """Put an alert off until the hour that was chosen, or the next that is offered."""
    row, now, zone = _alert(request, alert_id), utc_now(), request.workspace.zone
    back = "?from=today" if _is_from_today(request) else ""
    offered = dict(wakes.offered(now, zone))
    chosen = request.POST.get("until", "")
    until = next(
        (at for wake, at in offered.items() if wake.value == chosen), offered[Wake.TOMORROW]
    )
    try:
        actions.snooze(row, until=until, actor=request.user, now=now)
    except AlertOver:
        messages.success(request, _("This alert is over already."))
    else:
        messages.success(
            request,
            _("Put off. It comes back earlier if it gets worse."),
            extra_tags=f"undo:{reverse('alert_woken', args=[row.pk])}{back}",
        )
    return _page_of(request, row)


@require_POST
@requires(Permission.ANSWER)
def woken(request: WorkspaceRequest, alert_id: int) -> HttpResponseBase:
    """Bring an alert back that was put off."""
    row = _alert(request, alert_id)
    actions.wake(row, actor=request.user, now=utc_now())
    messages.success(request, _("The alert is back."))
    return _page_of(request, row)


@require_POST
@requires(Permission.MANAGE_WATCHES)
def called_false(request: WorkspaceRequest, alert_id: int) -> HttpResponseBase:
    """Close an alert as a false alarm, and say what its watch asks for from now on."""
    row, now = _alert(request, alert_id), utc_now()
    lessons = Lessons.objects.filter(watch=row.watch_id).first()
    before = lessons.tuning if lessons else actions.NOTHING_LEARNT
    try:
        after = actions.call_false(row, actor=request.user, now=now)
    except AlertOver:
        messages.success(request, _("This alert is over already."))
        return redirect("alert", alert_id=row.pk)
    usual = Usual.of(heard.hours_of(row.watch, now=now).days())
    said = [_("Closed as a false alarm."), *wording.learnt(before, after, usual=usual)]
    messages.success(
        request,
        " ".join(said),
        extra_tags=f"undo:{reverse('alert_taken_back', args=[row.pk])}",
    )
    return redirect("alert", alert_id=row.pk)


@require_POST
@requires(Permission.MANAGE_WATCHES)
def taken_back(request: WorkspaceRequest, alert_id: int) -> HttpResponseBase:
    """Undo a false alarm."""
    row = _alert(request, alert_id)
    if actions.take_back(row, actor=request.user, now=utc_now()):
        messages.success(request, _("The alert is open again, and what it taught is forgotten."))
    else:
        messages.success(
            request, _("What it taught is forgotten. The alert itself has another after it.")
        )
    return redirect("alert", alert_id=row.pk)


def _is_from_today(request: WorkspaceRequest) -> bool:
    return "today" in {request.POST.get("from"), request.GET.get("from")}


def _page_of(request: WorkspaceRequest, row: Alert) -> HttpResponseBase:
    """Go back to where the button was: Today, or the alert's own page."""
    return redirect("today") if _is_from_today(request) else redirect("alert", alert_id=row.pk)


def _alert(request: WorkspaceRequest, alert_id: int) -> Alert:
    rows = Alert.objects.filter(workspace=request.workspace).select_related("watch__ground")
    return get_object_or_404(rows, pk=alert_id)


def _context(request: WorkspaceRequest) -> dict[str, object]:
    return {"pages": pages(request), **around(request, now=utc_now())}
