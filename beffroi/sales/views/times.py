"""Time over HTTP: correcting what was noted, and whether it notes itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from beffroi.core.clock import utc_now
from beffroi.sales import access, hours
from beffroi.sales.correcting import CorrectionForm
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_POSTS)
def correct(request: WorkspaceRequest, work_time_id: int) -> HttpResponseBase:
    """Change how long something took."""
    row = access.work_time(request.workspace, work_time_id, user=request.user, role=request.role)
    form = CorrectionForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        hours.correct(
            row,
            minutes=form.total,
            note=form.cleaned_data["work_note"],
            actor=request.user,
            now=utc_now(),
        )
        messages.success(request, _("Kept. It is your word now."))
        return redirect("costs")
    context = {"form": form, "row": row}
    return render(request, "sales/time.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Permission.MANAGE_COMPANY)
def keeping(request: WorkspaceRequest) -> HttpResponse:
    """Have time noted by itself, or no more."""
    is_on = request.POST.get("is_on") == "yes"
    hours.choose_keeping(request.workspace, is_on=is_on, actor=request.user, now=utc_now())
    on, off = _("From tomorrow, time is noted by itself."), _("Time is no longer noted by itself.")
    messages.success(request, on if is_on else off)
    return redirect("costs")
