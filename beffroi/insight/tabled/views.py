"""Tables of figures over HTTP: giving one."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from beffroi.archives.tables import actions
from beffroi.archives.tables.actions import CannotTake
from beffroi.archives.tables.sentences import explain
from beffroi.core.bodies import takes
from beffroi.core.clock import utc_now
from beffroi.insight.tabled import taking
from beffroi.insight.tabled.forms import FiguresTableForm
from beffroi.insight.tables import BYTES_MAX
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.middleware import comes_signed_in
from beffroi.workspaces.rules import Permission

#: What a form adds around the file.
_FORM_BYTES = 100_000


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_CHANNELS)
def _give(request: WorkspaceRequest) -> HttpResponseBase:
    """Take a table of figures: a job reads it, its page says how far."""
    if request.method != "POST":
        return _page(request, FiguresTableForm(workspace=request.workspace))
    form = FiguresTableForm(request.POST, request.FILES, workspace=request.workspace)
    if not form.is_valid():
        return _page(request, form)
    file = form.cleaned_data["file"]
    try:
        row = actions.start(
            request.workspace,
            kind=taking.KIND,
            subject_id=int(form.cleaned_data["channel"]),
            chunks=file.chunks(),
            name=file.name,
            bytes_max=BYTES_MAX,
            answers=form.answers,
            actor=request.user,
            now=utc_now(),
        )
    except CannotTake as error:
        form.add_error("file", explain(error.problem))
        return _page(request, form)
    return redirect("table", row.pk)


give = takes(BYTES_MAX + _FORM_BYTES, is_for=comes_signed_in)(_give)


def _page(request: WorkspaceRequest, form: FiguresTableForm) -> HttpResponse:
    context = {"form": form, "has_channels": form.has_channels}
    status = 422 if form.errors else 200
    return render(request, "insight/figures_table.html", context, status=status)
