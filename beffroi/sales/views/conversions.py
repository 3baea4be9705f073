"""What was sold or counted over HTTP: the list, counting by hand, taking back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.sales import access, noting, queries
from beffroi.sales.forms import CountForm
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

may_see = requires(Permission.SEE_POSTS)
may_write = requires(Permission.WRITE_POSTS)


@require_safe
@may_see
def conversions(request: WorkspaceRequest) -> HttpResponse:
    """Show what was sold, the newest first, and what to count by hand."""
    return _page(request, _count_form(request))


@require_POST
@may_write
def new(request: WorkspaceRequest) -> HttpResponseBase:
    """Count something by hand."""
    form = _count_form(request, posted=True)
    if not form.is_valid():
        return _page(request, form)
    row = noting.note(
        request.workspace,
        form.count(),
        key=form.cleaned_data["count_key"],
        actor=request.user,
        now=utc_now(),
    )
    messages.success(
        request,
        _("Counted."),
        extra_tags=f"undo:{reverse('conversion_remove', args=[row.pk])}",
    )
    return redirect("conversions")


@require_POST
@may_write
def take_back(request: WorkspaceRequest, conversion_id: int) -> HttpResponseBase:
    """Count something no more."""
    row = access.counted(request.workspace, conversion_id)
    noting.take_back(row, actor=request.user, now=utc_now())
    messages.success(
        request,
        _("It counts no more."),
        extra_tags=f"undo:{reverse('conversion_return', args=[row.pk])}",
    )
    return redirect("conversions")


@require_POST
@may_write
def put_back(request: WorkspaceRequest, conversion_id: int) -> HttpResponseBase:
    """Count again what was taken back."""
    row = access.counted(request.workspace, conversion_id)
    noting.put_back(row, actor=request.user, now=utc_now())
    messages.success(request, _("It counts again."))
    return redirect("conversions")


def _count_form(request: WorkspaceRequest, *, posted: bool = False) -> CountForm:
    today = utc_now().astimezone(request.workspace.zone).date()
    return CountForm(
        request.POST if posted else None,
        offers=queries.choosable_offers(request.workspace),
        channels=queries.choosable_channels(request.workspace),
        today=today,
    )


def _page(request: WorkspaceRequest, form: CountForm) -> HttpResponse:
    context = {
        "form": form,
        "page": queries.conversions_of(request.workspace, after=request.GET.get("after", "")),
        "may_write": may(request.role, Permission.WRITE_POSTS),
        "may_manage_shops": may(request.role, Permission.MANAGE_CHANNELS),
        "shops": queries.shops_of(request.workspace),
    }
    status = 422 if form.errors else 200
    return render(request, "sales/conversions.html", context, status=status)
