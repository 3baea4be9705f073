"""One link over HTTP: its visits, its QR code, where it leads, its name, stopping it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.core import qr
from beffroi.core.clock import utc_now
from beffroi.links import access, actions, export, filters, queries, sentences
from beffroi.links.addressing import NotAnAddress, host_of
from beffroi.links.chart import draw
from beffroi.links.filters import Reach
from beffroi.links.forms import NameForm, TargetForm
from beffroi.links.models import Link
from beffroi.links.queries import Seen
from beffroi.links.rules import KEPT_MONTHS, PERSON_DAY_MAX
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

may_see = requires(Permission.SEE_POSTS)
may_change = requires(Permission.WRITE_POSTS)


@require_safe
@may_see
def link(request: WorkspaceRequest, short_link_id: int) -> HttpResponse:
    """Show the visits of a link, its QR code, and what can be done with it."""
    return _page(request, access.link(request.workspace, short_link_id))


@require_safe
@may_see
def table(request: WorkspaceRequest, short_link_id: int) -> StreamingHttpResponse:
    """Download the visits by day of one link."""
    row = access.link(request.workspace, short_link_id)
    name = f'attachment; filename="beffroi-visits-{row.code}.csv"'
    lines = export.as_csv(Link.objects.filter(workspace=request.workspace, pk=row.pk))
    headers = {"Content-Disposition": name}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@may_see
def code_svg(request: WorkspaceRequest, short_link_id: int) -> HttpResponse:
    """Download the QR code of a link as a drawing, for printers."""
    row = access.link(request.workspace, short_link_id)
    return _file(row, qr.svg_file(actions.short_address(row)), "image/svg+xml", "svg")


@require_safe
@may_see
def code_png(request: WorkspaceRequest, short_link_id: int) -> HttpResponse:
    """Download the QR code of a link as a picture."""
    row = access.link(request.workspace, short_link_id)
    return _file(row, qr.png_file(actions.short_address(row)), "image/png", "png")


@require_POST
@may_change
def rename(request: WorkspaceRequest, short_link_id: int) -> HttpResponseBase:
    """Call a link otherwise."""
    row = access.link(request.workspace, short_link_id)
    form = NameForm(request.POST)
    if not form.is_valid():
        return _page(request, row, name_form=form)
    actions.rename(row, name=form.cleaned_data["name"], actor=request.user, now=utc_now())
    messages.success(request, _("It has another name."))
    return redirect("measured_link", row.pk)


@require_POST
@may_change
def lead_elsewhere(request: WorkspaceRequest, short_link_id: int) -> HttpResponseBase:
    """Have a link lead to another page."""
    row = access.link(request.workspace, short_link_id)
    form = TargetForm(request.POST)
    if not form.is_valid():
        return _page(request, row, target_form=form)
    target = form.cleaned_data["target"]
    try:
        actions.lead_elsewhere(row, target=target, actor=request.user, now=utc_now())
    except NotAnAddress as error:
        form.refuse(error)
        return _page(request, access.link(request.workspace, row.pk), target_form=form)
    text = _("It leads to %(page)s within half a minute.")
    messages.success(request, text % {"page": row.shown_target})
    return redirect("measured_link", row.pk)


@require_POST
@may_change
def stop(request: WorkspaceRequest, short_link_id: int) -> HttpResponseBase:
    """Have a link lead nowhere."""
    row = access.link(request.workspace, short_link_id)
    actions.stop(row, actor=request.user, now=utc_now())
    messages.success(
        request,
        _("The link is stopped: within half a minute it leads nowhere, and counts nothing."),
        extra_tags=f"undo:{reverse('measured_link_start', args=[row.pk])}",
    )
    return redirect("measured_link", row.pk)


@require_POST
@may_change
def start_again(request: WorkspaceRequest, short_link_id: int) -> HttpResponseBase:
    """Have a stopped link lead again."""
    row = access.link(request.workspace, short_link_id)
    actions.start_again(row, actor=request.user, now=utc_now())
    messages.success(request, _("The link leads there again."))
    return redirect("measured_link", row.pk)


def _page(
    request: WorkspaceRequest,
    row: Link,
    *,
    name_form: NameForm | None = None,
    target_form: TargetForm | None = None,
) -> HttpResponse:
    reach = filters.reach_of(request.GET.get("period", ""))
    seen = queries.seen(row, reach=reach, now=utc_now())
    address = actions.short_address(row)
    context = {
        "link": row,
        "short_address": address,
        "shown_target": row.shown_target,
        "host": host_of(row.target),
        "may_change": may(request.role, Permission.WRITE_POSTS),
        "name_form": name_form or NameForm(initial={"name": row.name}),
        "target_form": target_form or TargetForm(initial={"target": row.target}),
        "drawing": qr.drawing(address),
        "sizes": [(sentences.away(size.away_cm), size.width_cm) for size in qr.sizes(address)],
        "kept_months": KEPT_MONTHS,
        "most_a_day": PERSON_DAY_MAX,
        **_figures(row, seen),
    }
    has_faults = name_form is not None or target_form is not None
    return render(request, "links/link.html", context, status=422 if has_faults else 200)


def _figures(row: Link, seen: Seen) -> dict[str, object]:
    """Return what the page shows of the visits, in words."""
    here = reverse("measured_link", args=[row.pk])
    by_country = sentences.countries(seen.countries)
    chart = draw([sentences.parts(seen.reach, tally) for _day, tally in seen.columns])
    return {
        "seen": seen,
        "is_year": seen.reach is Reach.YEAR,
        "periods": [
            (
                words,
                here if one is Reach.MONTH else f"{here}?period={one.value}",
                one is seen.reach,
            )
            for one, words in sentences.reaches()
        ],
        "people_a_day": sentences.people_a_day(seen),
        "devices": sentences.devices(seen.devices),
        "countries": by_country if any(share.key for _name, share in by_country) else [],
        "table": [
            (day, tally, sentences.column(seen.reach, day)) for day, tally in reversed(seen.columns)
        ],
        "spoken": sentences.spoken(seen),
        "chart": chart,
        "labels": [
            (label, sentences.column(seen.reach, seen.columns[label.place][0]))
            for label in chart.labels
        ],
    }


def _file(row: Link, content: bytes, media_type: str, suffix: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="qr-{row.code}.{suffix}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)
