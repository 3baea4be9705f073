"""The links of a workspace over HTTP: the list, a new one, all visits as a table."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beffroi.core.clock import utc_now
from beffroi.core.keyset import parse_cursor
from beffroi.links import actions, export, filters, queries, sentences
from beffroi.links.addressing import NotAnAddress
from beffroi.links.filters import Filters
from beffroi.links.forms import LinkForm
from beffroi.strategy.queries import choosable_campaigns
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may


@dataclass(frozen=True)
class Chip:
    """One choice of a filter, as a link."""

    label: str
    url: str
    is_current: bool


@require_safe
@requires(Permission.SEE_POSTS)
def links(request: WorkspaceRequest) -> HttpResponse:
    """List links, newest first, with the visits of thirty days; `?after=` is for more."""
    now, workspace = utc_now(), request.workspace
    wanted = filters.read(request.GET)
    after = parse_cursor(request.GET.get("after", ""))
    page = queries.page(workspace, wanted, now=now, after=after)
    has_any = bool(page.rows) or queries.has_links(workspace)
    context = {
        "filters": wanted,
        "chips": _chips(wanted),
        "rows": [(row, sentences.spark(row)) for row in page.rows],
        "more": _address(wanted, after=str(page.next)) if page.next else "",
        "is_further": after is not None,
        "has_any": has_any,
        "totals": queries.totals(workspace, now=now) if has_any else None,
        "may_make": may(request.role, Permission.WRITE_POSTS),
        "table_url": _with(reverse("measured_links_table"), wanted.query),
    }
    return render(request, "links/room.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_POSTS)
def new(request: WorkspaceRequest) -> HttpResponseBase:
    """Make a link by hand."""
    campaigns = choosable_campaigns(request.workspace)
    if request.method != "POST":
        return render(request, "links/new.html", {"form": LinkForm(campaigns=campaigns)})
    form = LinkForm(request.POST, campaigns=campaigns)
    if form.is_valid():
        try:
            link = actions.make_by_hand(
                request.workspace, form.wish(), actor=request.user, now=utc_now()
            )
        except NotAnAddress as error:
            form.refuse(error)
        else:
            messages.success(request, _("The link is made. Copy it, or print its QR code."))
            return redirect("measured_link", link.pk)
    return render(request, "links/new.html", {"form": form}, status=422)


@require_safe
@requires(Permission.SEE_POSTS)
def table(request: WorkspaceRequest) -> StreamingHttpResponse:
    """Download the visits by day of the links that the filters ask for."""
    rows = queries.chosen(request.workspace, filters.read(request.GET))
    day = queries.today_of(request.workspace, now=utc_now()).isoformat()
    headers = {"Content-Disposition": f'attachment; filename="beffroi-visits-{day}.csv"'}
    lines = export.as_csv(rows)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _chips(wanted: Filters) -> list[Chip]:
    return [
        Chip(label, _address(wanted.but(which=which)), is_current=wanted.which is which)
        for which, label in sentences.which()
    ]


def _address(wanted: Filters, *, after: str = "") -> str:
    more = urlencode({"after": after}) if after else ""
    return _with(reverse("measured_links"), "&".join(filter(None, (wanted.query, more))))


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address
