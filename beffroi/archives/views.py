"""Archives over HTTP."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.archives import access, actions, queries
from beffroi.archives.actions import CannotImport
from beffroi.archives.containers.limits import UPLOAD_BYTES_MAX
from beffroi.archives.guides import GUIDES
from beffroi.archives.sentences import MARKED, explain
from beffroi.archives.uploads import ArchiveUploadHandler, uploaded
from beffroi.core.bodies import takes
from beffroi.core.clock import utc_now
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.middleware import comes_signed_in
from beffroi.workspaces.rules import Permission, may

#: What a form adds around the file.
_FORM_BYTES = 1_000_000


@require_safe
@requires(Permission.SEE_POSTS)
def imports(request: WorkspaceRequest) -> HttpResponse:
    """List the archives that were read."""
    context = {
        "rows": queries.imports(request.workspace),
        "may_import": may(request.role, Permission.MANAGE_CHANNELS),
    }
    return render(request, "archives/imports.html", context)


@requires(Permission.MANAGE_CHANNELS)
def _new(request: WorkspaceRequest) -> HttpResponseBase:
    """Say how to get an archive, and take one.

    The form's token is checked once the file goes where we want it: reading the form before
    would have it go through memory.
    """
    handler = ArchiveUploadHandler(request)
    request.upload_handlers = [handler]

    @csrf_protect
    def checked(request: HttpRequest) -> HttpResponse:
        entered = cast(WorkspaceRequest, request)
        return _take(entered, handler) if request.method == "POST" else _form(request)

    return checked(request)


new = takes(UPLOAD_BYTES_MAX + _FORM_BYTES, is_for=comes_signed_in)(
    csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(_new))
)


def _take(request: WorkspaceRequest, handler: ArchiveUploadHandler) -> HttpResponse:
    try:
        path, name = uploaded(request, handler)
        row = actions.start_import(
            request.workspace, actor=request.user, upload=path, name=name, now=utc_now()
        )
    except CannotImport as error:
        return _form(request, error=explain(error.problem), status=422)
    messages.success(request, _("The archive is here. You may leave this page: it goes on."))
    return redirect("archive_import", row.pk)


def _form(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    guides = [(guide, guide.network if guide.network in MARKED else "") for guide in GUIDES]
    context = {"guides": guides, "error": error, "columns": "beffroi,date,text"}
    return render(request, "archives/new.html", context, status=status)


@require_safe
@requires(Permission.SEE_POSTS)
def archive_import(request: WorkspaceRequest, import_id: int) -> HttpResponse:
    """Show how far an archive is read, then what was in it."""
    row = access.archive_import(request.workspace, import_id)
    context = {
        "row": queries.as_row(row),
        "archive": row,
        "result": queries.result(row),
        "listed": queries.listed(row),
        "left_out": queries.left_out(row),
        "unnamed_count": row.members_listed - len(row.listed),
        "may_import": may(request.role, Permission.MANAGE_CHANNELS),
    }
    return render(request, "archives/import.html", context)


@require_POST
@requires(Permission.MANAGE_CHANNELS)
def stopped(request: WorkspaceRequest, import_id: int) -> HttpResponse:
    """Stop reading; what was read so far stays."""
    row = access.archive_import(request.workspace, import_id)
    if actions.stop_import(row, actor=request.user, now=utc_now()):
        messages.success(request, _("Stopped. What was read so far is kept."))
    return redirect("archive_import", row.pk)


@require_POST
@requires(Permission.MANAGE_CHANNELS)
def removed(request: WorkspaceRequest, import_id: int) -> HttpResponse:
    """Take an import out, with its history."""
    row = access.archive_import(request.workspace, import_id)
    actions.remove_import(row, actor=request.user, now=utc_now())
    messages.success(
        request,
        _("Removed. Its history is erased in ten minutes."),
        extra_tags=f"undo:{reverse('archive_bring_back', args=[row.pk])}",
    )
    return redirect("archives")


@require_POST
@requires(Permission.MANAGE_CHANNELS)
def brought_back(request: WorkspaceRequest, import_id: int) -> HttpResponse:
    """Undo the removal."""
    row = access.removed_import(request.workspace, import_id)
    if actions.bring_back(row, actor=request.user, now=utc_now()):
        messages.success(request, _("It is back, with its whole history."))
        return redirect("archive_import", row.pk)
    words = _("Too late: the ten minutes are over, and its history is being erased.")
    messages.warning(request, words)
    return redirect("archives")
