"""Rooms over HTTP: opened, shown, closed; and drills."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.crisis import access, actions, reading
from beffroi.crisis.forms import OpeningForm
from beffroi.crisis.models import NAME_MAX
from beffroi.crisis.pages import room_page
from beffroi.inbox import access as inbox_access
from beffroi.inbox import naming
from beffroi.inbox.models import Escalation
from beffroi.inbox.rules import typed_id
from beffroi.listening.alerting import queries as alert_queries
from beffroi.listening.models import Alert
from beffroi.listening.pages import pages
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may


@require_safe
@requires(Permission.SEE_INBOX)
def rooms(request: WorkspaceRequest) -> HttpResponse:
    """Show what a room is for, the one that is open, drills, and those that were closed.

    `?alert=` names one by an alert of listening.
    """
    alert = _alert(request, request.GET.get("alert", ""))
    name = _named_after_heard(alert) if alert else ""
    return _list(request, OpeningForm(initial={"name": name}), alert=alert)


@require_POST
@requires(Permission.MANAGE_COMPANY)
def opening(request: WorkspaceRequest) -> HttpResponseBase:
    """Open the room from an alert of the inbox (`escalation`), of listening, or by one’s word."""
    now, escalation = utc_now(), None
    alert = _alert(request, request.POST.get("alert", ""))
    typed = request.POST.get("escalation", "")
    if typed:
        escalation = inbox_access.escalation(request.workspace, typed_id(typed) or 0)
    data = request.POST.copy()
    if escalation is not None and not data.get("name", "").strip():
        data["name"] = _named_after(escalation)
    if alert is not None and not data.get("name", "").strip():
        data["name"] = _named_after_heard(alert)
    form = OpeningForm(data)
    if not form.is_valid():
        return _list(request, form, status=422, alert=alert)
    room = actions.open_room(
        request.workspace,
        name=form.cleaned_data["name"],
        escalation=escalation,
        alert=alert,
        actor=request.user,
        now=now,
    )
    messages.success(request, _("The room is open. Whatever is done here is noted with its time."))
    return redirect("crisis_room", crisis_room_id=room.pk)


@require_POST
@requires(Permission.MANAGE_COMPANY)
def drill(request: WorkspaceRequest) -> HttpResponse:
    """Begin a drill on the recorded day."""
    language = (get_language() or "fr")[:2]
    room = actions.open_drill(
        request.workspace, language=language, actor=request.user, now=utc_now()
    )
    messages.success(request, _("The drill begins: nothing leaves, times are measured."))
    return redirect("crisis_room", crisis_room_id=room.pk)


@require_safe
@requires(Permission.SEE_INBOX)
def room(request: WorkspaceRequest, crisis_room_id: int) -> HttpResponse:
    """Show a room."""
    row = access.room(request.workspace, crisis_room_id)
    return room_page(request, row)


@requires(Permission.SEE_INBOX)
def here(request: WorkspaceRequest, crisis_room_id: int) -> HttpResponse:
    """Tell who is here: a fragment that asks again; POST also says that this person is."""
    row, now = access.room(request.workspace, crisis_room_id), utc_now()
    if request.method == "POST" and row.is_open:
        actions.come(row, user=request.user, now=now)
    context = {
        "room": row,
        "cell": reading.cell(row, now=now),
        "may_work": row.is_open and may(request.role, Permission.ANSWER),
    }
    return render(request, "crisis/_cell.html", context)


@require_POST
@requires(Permission.MANAGE_COMPANY)
def closing(request: WorkspaceRequest, crisis_room_id: int) -> HttpResponse:
    """Close a room; its review is due within seven days."""
    row = access.room(request.workspace, crisis_room_id)
    actions.close(row, actor=request.user, now=utc_now())
    undo = reverse("crisis_reopen", args=[row.pk])
    told = _("The room is closed. Write what you learned within seven days.")
    if row.pause is not None and row.pause.ended_at is None:
        told = _("The room is closed. Posts are still paused: end that when you are ready.")
    messages.success(request, told, extra_tags=f"undo:{undo}")
    return redirect("crisis_review", crisis_room_id=row.pk)


@require_POST
@requires(Permission.MANAGE_COMPANY)
def reopening(request: WorkspaceRequest, crisis_room_id: int) -> HttpResponse:
    """Undo the closing."""
    row = access.room(request.workspace, crisis_room_id)
    try:
        actions.reopen(row, actor=request.user, now=utc_now())
    except actions.TooLate:
        messages.warning(request, _("It was closed some time ago. Open a new room."))
        return redirect("crisis_review", crisis_room_id=row.pk)
    messages.success(request, _("The room is open again."))
    return redirect("crisis_room", crisis_room_id=row.pk)


def _list(
    request: WorkspaceRequest,
    form: OpeningForm,
    *,
    status: int = 200,
    alert: Alert | None = None,
) -> HttpResponse:
    alerts = Escalation.objects.filter(workspace=request.workspace, closed_at=None)
    alerts = alerts.select_related("conversation__channel", "raised_by")
    context = {
        "form": form,
        "open": reading.open_room(request.workspace),
        "drill": reading.open_room(request.workspace, is_drill=True),
        "closed": reading.closed_rooms(request.workspace),
        "alerts": alerts.order_by("-raised_at", "-id")[:10],
        "alert": alert,
        "heard": [
            alert_queries.card(one) for one in alert_queries.open_alerts(request.workspace)[:5]
        ],
        "may_open": may(request.role, Permission.MANAGE_COMPANY),
        "pages": pages(request),
    }
    return render(request, "crisis/rooms.html", context, status=status)


def _alert(request: WorkspaceRequest, typed: str) -> Alert | None:
    """Return the alert of listening that an address or a form names; Http404 for a stranger's."""
    if not typed:
        return None
    rows = Alert.objects.filter(workspace=request.workspace).select_related("watch")
    return get_object_or_404(rows, pk=typed_id(typed) or 0)


def _named_after_heard(alert: Alert) -> str:
    """Return what an alert says as a name, which ends in no full stop."""
    return alert_queries.card(alert).title.removesuffix(".")[:NAME_MAX]


def _named_after(escalation: Escalation) -> str:
    who = naming.within_sentence(escalation.conversation.person_name, otherwise="")
    if escalation.why:
        return escalation.why[:NAME_MAX]
    return _("What %(who)s wrote") % {"who": who} if who else _("A message that may spread")
