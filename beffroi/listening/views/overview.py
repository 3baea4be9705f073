"""The room of listening over HTTP: what is said, how much, in what tone."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from beffroi.core.clock import utc_now
from beffroi.inbox.rules import typed_id
from beffroi.listening.alerting import queries as alerting
from beffroi.listening.alerting.around import around
from beffroi.listening.figures.days import USUAL_DAYS
from beffroi.listening.pages import address, pages
from beffroi.listening.room import overview as figures
from beffroi.listening.room.health import health, missing
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

#: More alerts stand on their own page.
_ALERTS_SHOWN = 2


@require_safe
@requires(Permission.SEE_INBOX)
def overview(request: WorkspaceRequest) -> HttpResponse:
    """Show what is said of the workspace, and how that is going; `?watch=` of one watch alone."""
    now, workspace = utc_now(), request.workspace
    watches = figures.watches_of(workspace)
    only = typed_id(request.GET.get("watch", ""))
    scope = figures.scope_of(workspace, watches, only=only)
    waiting = alerting.waiting_alerts(workspace, now=now)[:_ALERTS_SHOWN]
    context = {
        "pages": pages(request),
        "health": health(workspace, now=now),
        "new_watch": address("watch_new"),
        "watches": watches,
        "only": next((one for one in watches if one.pk == only), None),
        "may_watch": may(request.role, Permission.MANAGE_WATCHES),
        "alerts": alerting.cards(waiting),
        **around(request, now=now),
        "competitors_url": address("competitors"),
    }
    if watches:
        context |= {
            "seen": figures.overview(scope, watches, now=now),
            "missing": missing(workspace, since=now - timedelta(days=USUAL_DAYS)),
            "lines": figures.week_of_watches(workspace, watches, now=now),
            "voice": figures.voice(workspace, watches, now=now),
        }
    return render(request, "listening/overview.html", context)
