"""Results over HTTP: the page, its tables to download, the models side by side, definitions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.core.exporting.separated import as_csv
from beffroi.core.exporting.workbooks import as_workbook
from beffroi.insight.aims import page as aims
from beffroi.insight.aims.showing import GoalShown
from beffroi.insight.notes.queries import notes_between
from beffroi.insight.notes.rules import Noted
from beffroi.insight.notes.showing import Shown
from beffroi.insight.notes.showing import shown as shown_notes
from beffroi.insight.results import (
    acquiring,
    choosing,
    definitions,
    drawing,
    gathering,
    sharing,
    showing,
    tabling,
    words,
)
from beffroi.insight.results.choosing import Asked
from beffroi.insight.results.gathering import Beginning, Results
from beffroi.insight.results.periods import Chosen
from beffroi.sales.showing import shown
from beffroi.strategy.models import Campaign
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
may_see = requires(Permission.SEE_POSTS)


@require_safe
@may_see
def measure(request: WorkspaceRequest) -> HttpResponse:
    """Show what came back in a period, beside the period before."""
    now = utc_now()
    asked = _asked(request, now=now)
    results = _results(request, asked.chosen, now=now)
    noted = shown_notes(_notes(request, asked.chosen), asked.chosen.stretches)
    goals = _goals(request, results, now=now)
    begun = gathering.beginning(request.workspace, results.economics)
    context = {
        **_of_period(asked),
        "results": results,
        "begun": begun,
        "is_first": _is_first(results, begun),
        "told": shown(results.told, results.economics, now=now),
        "currency": results.economics.currency,
        "tiles": _tiles(request, results, goals["goals"], now=now),
        "comparisons": showing.comparisons(results, now=now),
        "margins": drawing.margins(results, notes=noted),
        "answers": _answers(request, results, noted),
        "posts": showing.post_rows(results),
        "rest": showing.rest(results),
        "elsewhere": showing.elsewhere(results),
        "channels": showing.channel_rows(results, now=now),
        "acquired": acquiring.told(request.workspace, results, now=now),
        **goals,
        **_downloads(asked.chosen),
        "may_write": may(request.role, Permission.WRITE_POSTS),
        "may_manage": may(request.role, Permission.MANAGE_COMPANY),
        "may_import": may(request.role, Permission.MANAGE_CHANNELS),
    }
    return render(request, "insight/results.html", context, status=_status(asked))


@require_safe
@may_see
def attribution(request: WorkspaceRequest) -> HttpResponse:
    """Show how five models share what came back among channels."""
    asked = _asked(request, now=utc_now())
    by_model = gathering.shares(request.workspace, asked.chosen)
    channels = list(Channel.objects.of(request.workspace))
    context = {
        **_of_period(asked),
        "models": sharing.models().values(),
        "rows": sharing.rows(by_model, channels),
        "campaign_rows": _campaign_rows(request, asked.chosen),
    }
    return render(request, "insight/attribution.html", context, status=_status(asked))


@require_safe
@may_see
def metric_definitions(request: WorkspaceRequest) -> HttpResponse:
    """Show what every figure means, or those in which some words stand."""
    sought = request.GET.get("q", "").strip()[: definitions.SOUGHT_MAX]
    context = {"groups": definitions.groups(sought), "sought": sought}
    return render(request, "insight/definitions.html", context)


@require_safe
@may_see
def table(request: WorkspaceRequest) -> StreamingHttpResponse:
    """Download one table of the page."""
    now, zone = utc_now(), request.workspace.zone
    chosen = _asked(request, now=now).chosen
    results, notes = _results(request, chosen, now=now), _notes(request, chosen)
    name = request.GET.get("table", "")
    make = tabling.by_name(results, zone=zone, now=now, notes=notes).get(name)
    if make is None:
        raise Http404
    lines = as_csv(make(), is_french=_is_french(), zone=zone)
    headers = _named(results, f"{name}.csv")
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@may_see
def workbook(request: WorkspaceRequest) -> HttpResponseBase:
    """Download all tables of the page as one workbook, with what their figures mean."""
    now, zone = utc_now(), request.workspace.zone
    chosen = _asked(request, now=now).chosen
    results, notes = _results(request, chosen, now=now), _notes(request, chosen)
    made = tabling.by_name(results, zone=zone, now=now, notes=notes).values()
    tables = [make() for make in made]
    file = as_workbook([*tables, tabling.metrics()], is_french=_is_french(), zone=zone, made_at=now)
    return FileResponse(file, content_type=_XLSX, headers=_named(results, "results.xlsx"))


def _asked(request: WorkspaceRequest, *, now: datetime) -> Asked:
    today = now.astimezone(request.workspace.zone).date()
    return choosing.asked(request.GET, today=today)


def _status(asked: Asked) -> int:
    return 422 if asked.is_refused else 200


def _results(request: WorkspaceRequest, chosen: Chosen, *, now: datetime) -> Results:
    sees_inbox = may(request.role, Permission.SEE_INBOX)
    return gathering.gather(request.workspace, chosen, sees_inbox=sees_inbox, now=now)


def _notes(request: WorkspaceRequest, chosen: Chosen) -> list[Noted]:
    sees_inbox = may(request.role, Permission.SEE_INBOX)
    return notes_between(request.workspace, chosen.period, sees_inbox=sees_inbox)


def _of_period(asked: Asked) -> dict[str, Any]:
    chosen = asked.chosen
    return {
        "asked": asked,
        "chosen": chosen,
        "choices": [(one.value, name, one is chosen.choice) for one, name in words.choices()],
        "sentence": words.sentence_of(chosen),
        "days": words.days_of(chosen),
    }


def _downloads(chosen: Chosen) -> dict[str, Any]:
    tables = [
        ("stretches", _("Over time (CSV)")),
        ("posts", _("Posts (CSV)")),
        ("channels", _("Channels (CSV)")),
    ]
    wanted = chosen.asked
    return {
        "workbook_url": f"{reverse('results_workbook')}?{urlencode(wanted)}",
        "table_urls": [
            (name, f"{reverse('results_table')}?{urlencode(wanted | {'table': key})}")
            for key, name in tables
        ],
    }


def _answers(request: WorkspaceRequest, results: Results, notes: Shown) -> object:
    if results.customers is None:
        return None
    return drawing.answers(
        results.customers, results.chosen, zone=request.workspace.zone, notes=notes
    )


def _campaign_rows(request: WorkspaceRequest, chosen: Chosen) -> list[sharing.CampaignShare]:
    named = list(Campaign.objects.filter(workspace=request.workspace))
    if not named:
        return []
    return sharing.campaign_rows(gathering.campaign_shares(request.workspace, chosen), named)


def _goals(request: WorkspaceRequest, results: Results, *, now: datetime) -> dict[str, Any]:
    currency = results.economics.currency
    return aims.block(request.workspace, role=request.role, currency=currency, now=now)


def _tiles(
    request: WorkspaceRequest, results: Results, goals: Sequence[GoalShown], *, now: datetime
) -> list[showing.Tile]:
    """Return the figures that no goal above them shows already, of the same days."""
    today = now.astimezone(request.workspace.zone).date()
    told = aims.told_already(goals, results.chosen.period, today=today)
    return [one for one in showing.tiles(results, now=now) if (one.metric, one.value) not in told]


def _is_first(results: Results, begun: Beginning) -> bool:
    """Tell whether nothing was begun and there is nothing to show either."""
    customers = results.customers
    there = (
        begun.has_margin or begun.has_offer or begun.has_hours,
        results.told.brought or results.told.spent.total,
        results.channels,
        customers and (customers.answered.waits or customers.reviews),
    )
    return not any(there)


def _is_french() -> bool:
    return (get_language() or "fr").startswith("fr")


def _named(results: Results, name: str) -> dict[str, str]:
    last = results.chosen.period.last.isoformat()
    return {"Content-Disposition": f'attachment; filename="beffroi-{last}-{name}"'}
