"""Reports over HTTP for those who have an address and no account: no session, no cookie."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from beffroi.branding.queries import look_of
from beffroi.core.clock import utc_now
from beffroi.insight.reports import actions, queries, showing
from beffroi.insight.reports.views import sheets
from beffroi.workspaces.access import public

_GONE = 410


@require_safe
@public
def report(request: HttpRequest, report_token: str) -> HttpResponse:
    """Show an approved report to whoever has its address; one that was withdrawn is gone."""
    row = queries.public_report(report_token)
    with translation.override(row.language):
        context: dict[str, Any] = {"language": row.language, "month": showing.month_and_year(row)}
        context["look"] = look_of(row.workspace)
        if row.is_public:
            context |= {"sheets": sheets(row), "company": row.workspace.name}
            response = render(request, "insight/reports/public.html", context)
        else:
            response = render(request, "insight/reports/gone.html", context, status=_GONE)
    response["Content-Language"] = row.language
    response["Cache-Control"] = "no-cache"  # what is withdrawn is gone at once
    response["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the address holds the secret
@require_http_methods(["GET", "HEAD", "POST"])
@public
def leave(request: HttpRequest, recipient_token: str) -> HttpResponse:
    """Let whoever reads a mail take their address out; a look at the page changes nothing."""
    row = queries.leaving(recipient_token)
    is_done = request.method == "POST"
    if is_done:
        actions.remove_recipient(row, actor=None, now=utc_now())
    look = look_of(row.workspace)
    context = {"company": row.workspace.name, "is_done": is_done, "look": look}
    response = render(request, "insight/reports/leave.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
