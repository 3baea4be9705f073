"""All clients of an agency on one page, over HTTP."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beffroi.coaching import engaging
from beffroi.core.clock import utc_now
from beffroi.core.lengths import length
from beffroi.web.clients import gathering, showing
from beffroi.web.clients.forms import EngagementForm
from beffroi.workspaces.access import AgencyRequest, requires_in_agency
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Permission, may

may_see = requires_in_agency(Permission.SEE_POSTS)
may_manage = requires_in_agency(Permission.MANAGE_PEOPLE)


@require_safe
@may_see
def day(request: AgencyRequest) -> HttpResponse:
    """Show what each client needs today, those who lose most by waiting first."""
    now = utc_now()
    found = gathering.overview(request.agency, role=request.agency_role, now=now)
    context = {
        "agency": request.agency,
        "overview": found,
        "rows": [showing.row(one, now=now) for one in found.clients],
        "work": length(timedelta(minutes=found.minutes)),
        "worked": length(timedelta(minutes=found.minutes_of_month)),
        "sold": None if found.sold is None else length(timedelta(minutes=found.sold)),
        "first": found.clients[0] if found.clients and found.clients[0].cards else None,
        "may_manage": may(request.agency_role, Permission.MANAGE_PEOPLE),
    }
    return render(request, "clients/day.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def engagement(request: AgencyRequest, client_id: int) -> HttpResponseBase:
    """Say who leads for a client, and how many hours a month were sold."""
    client = get_object_or_404(request.agency.workspaces.filter(closed_at=None), pk=client_id)
    people = list(
        User.objects.filter(agency_memberships__agency=request.agency).order_by("name", "pk")
    )
    agreed = engaging.engagements([client.pk]).get(client.pk)
    form = EngagementForm(request.POST or None, people=people, engagement=agreed)
    if request.method == "POST" and form.is_valid():
        engaging.agree(
            client,
            lead=form.lead_chosen(),
            minutes_a_month=form.minutes(),
            actor=request.user,
            now=utc_now(),
        )
        messages.success(request, _("Saved."))
        return redirect("agency_day", agency_id=request.agency.pk)
    context = {"form": form, "client": client, "agency": request.agency}
    return render(request, "clients/engagement.html", context, status=422 if form.errors else 200)
