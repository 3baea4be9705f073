"""The team over HTTP. Whoever manages people sees all of it, everybody else themselves alone."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from beffroi.core.clock import utc_now
from beffroi.core.exporting.separated import as_csv
from beffroi.core.exporting.workbooks import as_workbook
from beffroi.insight.results import choosing, words
from beffroi.insight.results.choosing import Asked
from beffroi.insight.team import queries, showing
from beffroi.insight.team.queries import MOST, Team
from beffroi.insight.team.rules import TOLD_FROM
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
may_see = requires(Permission.SEE_INBOX)


@require_safe
@may_see
def team(request: WorkspaceRequest) -> HttpResponse:
    """Show who answers how much and how promptly, what they have, and when messages come."""
    now = utc_now()
    asked = _asked(request, now=now)
    found = _team(request, asked, now=now)
    is_own = not _sees_all(request)
    query = asked.chosen.query
    context = {
        "asked": asked,
        "chosen": asked.chosen,
        "choices": [(one.value, name, one is asked.chosen.choice) for one, name in words.choices()],
        "days": words.days_of(asked.chosen),
        "is_own": is_own,
        "team": found,
        "people": showing.people(found),
        "figures": [
            one for one in (showing.came(found), showing.answered(found, is_own=is_own)) if one
        ],
        "told_from": TOLD_FROM,
        "most": MOST,
        "workbook_url": f"{reverse('team_workbook')}?{query}",
        "people_url": f"{reverse('team_table')}?{query}&{urlencode({'table': 'people'})}",
        "hours_url": f"{reverse('team_table')}?{query}&{urlencode({'table': 'hours'})}",
    }
    return render(request, "team/team.html", context, status=422 if asked.is_refused else 200)


@require_safe
@may_see
def table(request: WorkspaceRequest) -> StreamingHttpResponse:
    """Download one table of the page."""
    now, zone = utc_now(), request.workspace.zone
    asked, name = _asked(request, now=now), request.GET.get("table", "")
    make = showing.tables(_team(request, asked, now=now)).get(name)
    if make is None:
        raise Http404
    lines = as_csv(make(), is_french=_is_french(), zone=zone)
    headers = _named(asked, f"{name}.csv")
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@may_see
def workbook(request: WorkspaceRequest) -> HttpResponseBase:
    """Download both tables as one workbook."""
    now, zone = utc_now(), request.workspace.zone
    asked = _asked(request, now=now)
    made = [make() for make in showing.tables(_team(request, asked, now=now)).values()]
    file = as_workbook(made, is_french=_is_french(), zone=zone, made_at=now)
    return FileResponse(file, content_type=_XLSX, headers=_named(asked, "team.xlsx"))


def _asked(request: WorkspaceRequest, *, now: datetime) -> Asked:
    today = now.astimezone(request.workspace.zone).date()
    return choosing.asked(request.GET, today=today)


def _sees_all(request: WorkspaceRequest) -> bool:
    return may(request.role, Permission.MANAGE_PEOPLE)


def _team(request: WorkspaceRequest, asked: Asked, *, now: datetime) -> Team:
    only = None if _sees_all(request) else request.user
    return queries.team_of(request.workspace, asked.chosen.period, only=only, now=now)


def _is_french() -> bool:
    return (get_language() or "fr").startswith("fr")


def _named(asked: Asked, name: str) -> dict[str, str]:
    last = asked.chosen.period.last.isoformat()
    return {"Content-Disposition": f'attachment; filename="beffroi-{last}-{name}"'}
