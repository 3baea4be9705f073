"""Tables over HTTP: how far one is, what was not taken, stopping and undoing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.archives.tables import actions, queries
from beffroi.archives.tables.actions import CannotTake
from beffroi.archives.tables.models import TableImport
from beffroi.archives.tables.sentences import explain
from beffroi.core.clock import utc_now
from beffroi.core.exporting.separated import as_csv
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission

may_manage = requires(Permission.MANAGE_CHANNELS)


@require_safe
@may_manage
def tables(request: WorkspaceRequest) -> HttpResponse:
    """List the tables that were given."""
    context = {"rows": queries.tables_of(request.workspace)}
    return render(request, "archives/tables.html", context)


@require_safe
@may_manage
def table(request: WorkspaceRequest, table_id: int) -> HttpResponse:
    """Show how far a table is, then what became of it."""
    row = _own(request, table_id)
    context = {
        "row": queries.as_row(row),
        "table": row,
        "lines": queries.refused_lines(row),
        "more": max(0, row.refused - queries.NAMED_MAX),
        "kept_days": actions.KEPT_FOR.days,
    }
    return render(request, "archives/table.html", context)


@require_safe
@may_manage
def lines(request: WorkspaceRequest, table_id: int) -> StreamingHttpResponse:
    """Download all lines that were not taken."""
    made = queries.refused_table(_own(request, table_id))
    is_french = (get_language() or "fr").startswith("fr")
    return StreamingHttpResponse(
        as_csv(made, is_french=is_french, zone=request.workspace.zone),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="lines.csv"'},
    )


@require_POST
@may_manage
def stopped(request: WorkspaceRequest, table_id: int) -> HttpResponseBase:
    """Stop reading; what was kept so far stays."""
    row = _own(request, table_id)
    if actions.stop(row, actor=request.user, now=utc_now()):
        messages.success(request, _("Stopped. What was read so far is kept."))
    return redirect("table", row.pk)


@require_POST
@may_manage
def undone(request: WorkspaceRequest, table_id: int) -> HttpResponseBase:
    """Put everything back as it was before the table."""
    row = _own(request, table_id)
    try:
        actions.undo(row, actor=request.user, now=utc_now())
    except CannotTake as error:
        messages.warning(request, explain(error.problem))
    return redirect("table", row.pk)


def _own(request: WorkspaceRequest, table_id: int) -> TableImport:
    return get_object_or_404(TableImport, workspace=request.workspace, pk=table_id)
