"""Sources over HTTP: their list, adding one, and what is done with one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.listening.models import Source
from beffroi.listening.pages import pages
from beffroi.listening.sources import access, adding, offers, queries, wording
from beffroi.listening.sources.adding import CannotAdd
from beffroi.listening.sources.forms import SourceForm
from beffroi.listening.sources.offers import Offer
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may


@require_safe
@requires(Permission.SEE_INBOX)
def sources(request: WorkspaceRequest) -> HttpResponse:
    """List what is read, how each is, and what else can be."""
    now, reach = utc_now(), offers.reach()
    found = queries.rows(request.workspace, now=now)
    shown = offers.offers(request.workspace)
    context = {
        "pages": pages(request),
        "rows": [
            (row, wording.badge(row), wording.trouble(row), wording.icon_of(row.source))
            for row in found
        ],
        "streams": queries.streams(request.workspace, reach, now=now),
        "offers": [(one, wording.words_of(one)) for one in shown if one.is_open],
        "waiting": wording.waiting(shown),
        "nobody_searches": wording.nobody_searches(reach.closed),
        "costs_money": wording.costs_money(reach.paid),
        "may_manage": may(request.role, Permission.MANAGE_WATCHES),
    }
    return render(request, "listening/sources/sources.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_WATCHES)
def add(request: WorkspaceRequest) -> HttpResponse:
    """Ask what is to be read, of `?kind=` and `?network=`; POST reads it once, and adds it."""
    named = (request.GET.get(name, "") for name in ("kind", "network"))
    offer = offers.offer(request.workspace, *named)
    if offer is None:
        return redirect("listening_sources")
    form = SourceForm(request.POST if request.method == "POST" else None, offer=offer)
    if form.is_valid():
        source = _add(request, offer, form)
        if source is not None:
            messages.success(request, _("“%(name)s” is read from now on.") % {"name": source.name})
            return redirect("listening_sources")
    context = {
        "pages": pages(request),
        "offer": offer,
        "words": wording.words_of(offer),
        "form": form,
    }
    return render(
        request, "listening/sources/add.html", context, status=422 if form.errors else 200
    )


@require_POST
@requires(Permission.MANAGE_WATCHES)
def change(request: WorkspaceRequest, source_id: int) -> HttpResponse:
    """Turn a source off or on, have it read now, or remove it."""
    source = access.source(request.workspace, source_id)
    do = _DEEDS.get(request.POST.get("do", ""))
    if do is not None and source.removed_at is None:
        do(request, source)
    return redirect(f"{reverse('listening_sources')}#source-{source.pk}")


@require_POST
@requires(Permission.MANAGE_WATCHES)
def restored(request: WorkspaceRequest, source_id: int) -> HttpResponse:
    """Undo a removal."""
    source = access.source(request.workspace, source_id)
    try:
        adding.take_back(source, actor=request.user, now=utc_now())
    except CannotAdd as error:
        messages.warning(request, wording.explain(error, kind=source.kind, server=source.name))
    else:
        messages.success(request, _("The source is back."))
    return redirect("listening_sources")


def _add(request: WorkspaceRequest, offer: Offer, form: SourceForm) -> Source | None:
    typed = form.cleaned_data["subject"]
    try:
        return adding.add(
            request.workspace,
            offer,
            typed,
            channel=form.channel,
            actor=request.user,
            clock=utc_now,
        )
    except wording.FAILURES as error:
        server = wording.server_of(offer, typed)
        form.add_error("subject", wording.explain(error, kind=offer.kind.value, server=server))
        return None


def _turn_off(request: WorkspaceRequest, source: Source) -> None:
    adding.turn_off(source, actor=request.user, now=utc_now())
    done = _("“%(name)s” is read no more. What it showed stays.")
    messages.success(request, done % {"name": source.name})


def _turn_on(request: WorkspaceRequest, source: Source) -> None:
    adding.turn_on(source, actor=request.user, now=utc_now())
    messages.success(request, _("“%(name)s” is read again.") % {"name": source.name})


def _read_now(request: WorkspaceRequest, source: Source) -> None:
    if adding.read_now(source, now=utc_now()):
        done = _("“%(name)s” is being read: what is new shows in a moment.")
        messages.success(request, done % {"name": source.name})
    else:
        refused = _("“%(name)s” was read as often as it may be today, or is off.")
        messages.warning(request, refused % {"name": source.name})


def _remove(request: WorkspaceRequest, source: Source) -> None:
    adding.remove(source, actor=request.user, now=utc_now())
    undo = reverse("listening_source_restoration", args=[source.pk])
    done = _("“%(name)s” is removed. What it showed stays.") % {"name": source.name}
    messages.success(request, done, extra_tags=f"undo:{undo}")


_DEEDS = {"off": _turn_off, "on": _turn_on, "read": _read_now, "remove": _remove}
