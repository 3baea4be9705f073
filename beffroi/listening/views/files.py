"""Tables of mentions over HTTP: giving one, naming its columns, seeing it read."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.archives.actions import CannotImport
from beffroi.archives.uploads import ArchiveUploadHandler, uploaded
from beffroi.core.bodies import takes
from beffroi.core.clock import utc_now
from beffroi.inbox.rules import typed_id
from beffroi.listening.files import access, columns, taking, wording
from beffroi.listening.files.taking import CannotTake
from beffroi.listening.models import MentionFile, Watch
from beffroi.listening.pages import pages
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.middleware import comes_signed_in
from beffroi.workspaces.rules import Permission, may

#: What a form adds around the file.
_FORM_BYTES = 1_000_000


@requires(Permission.MANAGE_WATCHES)
def _new(request: WorkspaceRequest) -> HttpResponseBase:
    """Take a table. The form's token is checked once the file goes to the disk."""
    handler = ArchiveUploadHandler(request)
    request.upload_handlers = [handler]

    @csrf_protect
    def checked(request: HttpRequest) -> HttpResponse:
        entered = cast(WorkspaceRequest, request)
        if request.method == "POST":
            return _take(entered, handler)
        return _form(entered)

    return checked(request)


new = takes(taking.BYTES_MAX + _FORM_BYTES, is_for=comes_signed_in)(
    csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(_new))
)


@require_safe
@requires(Permission.SEE_INBOX)
def mention_file(request: WorkspaceRequest, mention_file_id: int) -> HttpResponse:
    """Show how far a table was read, or ask which column is which."""
    row = access.mention_file(request.workspace, mention_file_id)
    return _page(request, row, is_missing=False)


@require_POST
@requires(Permission.MANAGE_WATCHES)
def told(request: WorkspaceRequest, mention_file_id: int) -> HttpResponse:
    """Have a table read by the columns that a person names, or leave it."""
    row = access.mention_file(request.workspace, mention_file_id)
    if request.POST.get("do") == "leave":
        taking.leave(row, now=utc_now())
        return redirect("listening_file", row.pk)
    titles = {key: request.POST.get(key, "") for key in wording.names_of_columns()}
    if not taking.choose(row, titles, now=utc_now()):
        return _page(request, row, is_missing=True)
    return redirect("listening_file", row.pk)


def _page(request: WorkspaceRequest, row: MentionFile, *, is_missing: bool) -> HttpResponse:
    is_asking = row.state == MentionFile.State.ASKING
    first = taking.head_of(row) if is_asking else []
    layout = columns.layout_of(first)
    header = first[layout.header] if first else []
    context = {
        "pages": pages(request),
        "row": row,
        "badge": wording.badge(row),
        "percent": min(100, 100 * row.done_bytes // max(row.size_bytes, 1)),
        "problem": wording.why_ended(row),
        "outcome": wording.outcome(row),
        "left_out": wording.left_out(row),
        "asked": [
            (key, name, layout.titles.get(key, ""), key in columns.NEEDED)
            for key, name in wording.names_of_columns().items()
        ],
        "titles": [cell for cell in header if cell.strip()],
        "example": first[layout.header + 1 : layout.header + 4],
        "header": header,
        "is_missing": is_missing,
        "may_manage": may(request.role, Permission.MANAGE_WATCHES),
    }
    status = 422 if is_missing else 200
    return render(request, "listening/files/file.html", context, status=status)


def _take(request: WorkspaceRequest, handler: ArchiveUploadHandler) -> HttpResponse:
    watches = Watch.objects.there().filter(workspace=request.workspace)
    watch = watches.filter(pk=typed_id(request.POST.get("watch", "")) or 0).first()
    if watch is None:
        return _form(request, error=_("Choose the watch that these mentions belong to."))
    try:
        path, name = uploaded(request, handler)
        row = taking.take(watch, path, name=name, actor=request.user, now=utc_now())
    except (CannotImport, CannotTake) as error:
        return _form(request, error=wording.explain(error.problem), chosen=watch)
    messages.success(request, _("The file is here. You may leave this page: it goes on."))
    return redirect("listening_file", row.pk)


def _form(
    request: WorkspaceRequest, *, error: str = "", chosen: Watch | None = None
) -> HttpResponse:
    watches = Watch.objects.there().filter(workspace=request.workspace).order_by("name", "pk")
    files = MentionFile.objects.filter(workspace=request.workspace).order_by("-given_at", "-pk")
    context = {
        "pages": pages(request),
        "watches": list(watches),
        "chosen": chosen,
        "error": error,
        "files": list(files[:10]),
        "opened": files.filter(state__in=MentionFile.OPEN).first(),
    }
    return render(request, "listening/files/new.html", context, status=422 if error else 200)
