"""Watches over HTTP: their list, the page where one is written, the count beside it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.listening import (
    access,
    builder,
    composing,
    counting,
    grounds,
    queries,
    starting,
    watching,
)
from beffroi.listening.composing import Composed
from beffroi.listening.models import Ground, Watch
from beffroi.listening.pages import pages
from beffroi.listening.refusing import Problem, Refusal
from beffroi.listening.watching import CannotReturn, CannotWatch
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

may_see = requires(Permission.SEE_INBOX)
may_manage = requires(Permission.MANAGE_WATCHES)


@require_safe
@may_see
def watches(request: WorkspaceRequest) -> HttpResponse:
    """Show what is followed, and what each watch heard in seven days."""
    now = utc_now()
    ground = grounds.ground_of(request.workspace)
    rows = queries.rows_of(request.workspace, now=now)
    context = {
        "rows": rows,
        "ground": ground,
        "is_stale": ground is not None and grounds.is_stale(ground, now=now),
        "claims_consent": ground is not None and grounds.claims_consent(ground),
        "suggestions": _suggestions(request, ground) if not rows else [],
        "is_first": len(rows) == 1,
        "may_manage": may(request.role, Permission.MANAGE_WATCHES),
        "may_weigh": may(request.role, Permission.MANAGE_COMPANY),
        "pages": pages(request),
    }
    return render(request, "listening/watches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def watch_new(request: WorkspaceRequest) -> HttpResponseBase:
    """Write a new watch; a button with `do` changes the page, any other keeps the watch."""
    ground = grounds.ground_of(request.workspace)
    if ground is None:
        return _to_weigh(request)
    if request.method != "POST":
        return _page(request, composing.blank(), ground)
    composed = composing.sent(request.POST)
    if request.POST.get("do"):
        return _page(request, composed, ground)
    return _keep(request, composed, ground)


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def watch(request: WorkspaceRequest, watch_id: int) -> HttpResponseBase:
    """Show and change a watch, in the same way."""
    row = access.standing_watch(request.workspace, watch_id)
    if request.method != "POST":
        return _page(request, composing.of(row), row.ground, row=row)
    composed = composing.sent(request.POST)
    if request.POST.get("do"):
        return _page(request, composed, row.ground, row=row)
    return _keep(request, composed, row.ground, row=row)


@require_POST
@may_manage
def watch_count(request: WorkspaceRequest) -> HttpResponseBase:
    """Count anew what is in the page, and say what is wrong with it; nothing is kept."""
    ground = access.ground(request.workspace)
    composed = composing.sent(request.POST)
    refused = _seen_so_far(ground, composed)
    counts = counting.count_all if "search" in request.POST else counting.count_here
    count = None if refused else counts(request.workspace, composed.draft.sought, now=utc_now())
    context = builder.context(request.workspace, composed, count=count, refused=refused)
    return render(request, "listening/watch/_live.html", context)


@require_POST
@may_manage
def watch_switch(request: WorkspaceRequest, watch_id: int) -> HttpResponseBase:
    """Switch a watch on or off, as the button said."""
    row = access.standing_watch(request.workspace, watch_id)
    if request.POST.get("on"):
        watching.switch_on(row, actor=request.user, now=utc_now())
        messages.success(
            request, _("The watch “%(name)s” is looked for again.") % {"name": row.name}
        )
    else:
        watching.switch_off(row, actor=request.user, now=utc_now())
        messages.success(
            request,
            _("The watch “%(name)s” is off: nothing new is looked for.") % {"name": row.name},
        )
    return redirect("watches")


@require_POST
@may_manage
def watch_remove(request: WorkspaceRequest, watch_id: int) -> HttpResponseBase:
    """Take a watch away."""
    row = access.watch(request.workspace, watch_id)
    watching.remove(row, actor=request.user, now=utc_now())
    messages.success(
        request,
        _("The watch “%(name)s” is removed. In ten minutes, what it alone heard is erased.")
        % {"name": row.name},
        extra_tags=f"undo:{reverse('watch_return', args=[row.pk])}",
    )
    return redirect("watches")


@require_POST
@may_manage
def watch_return(request: WorkspaceRequest, watch_id: int) -> HttpResponseBase:
    """Undo the removal of a watch."""
    row = access.watch(request.workspace, watch_id)
    try:
        watching.bring_back(row, actor=request.user, now=utc_now())
    except CannotReturn as refused:
        said = {
            "too_late": _("It is too late: what this watch heard is being erased. Make it anew."),
            "name_taken": _("Another watch has this name now. Rename that one first."),
            "full": _("There are as many watches as there may be. Remove one first."),
        }
        messages.warning(request, said[refused.problem])
    else:
        messages.success(request, _("The watch “%(name)s” is back.") % {"name": row.name})
    return redirect("watches")


def _to_weigh(request: WorkspaceRequest) -> HttpResponseBase:
    """Have the ground weighed first, or say who can."""
    if may(request.role, Permission.MANAGE_COMPANY):
        return redirect("listening_ground")
    return redirect("watches")


def _keep(
    request: WorkspaceRequest, composed: Composed, ground: Ground, *, row: Watch | None = None
) -> HttpResponseBase:
    now = utc_now()
    try:
        if composed.unreadable:
            raise CannotWatch(composed.refusals)
        if composed.refusals:
            others = watching.refusals(ground, composed.draft, watch=row)
            raise CannotWatch([*composed.refusals, *others])
        if row is None:
            row = watching.make(ground, composed.draft, actor=request.user, now=now)
            said = _("The watch “%(name)s” is looked for from now on.")
        else:
            watching.change(row, composed.draft, actor=request.user, now=now)
            said = _("The watch “%(name)s” is changed.")
    except CannotWatch as refused:
        return _page(request, composed, ground, row=row, refused=refused.refusals)
    messages.success(request, said % {"name": row.name})
    return redirect("watches")


def _page(
    request: WorkspaceRequest,
    composed: Composed,
    ground: Ground,
    *,
    row: Watch | None = None,
    refused: list[Refusal] | None = None,
) -> HttpResponse:
    now = utc_now()
    unfit = _seen_so_far(ground, composed)
    # Only who asked for it, by a button without script, waits for networks.
    counts = counting.count_all if request.POST.get("do") == "count" else counting.count_here
    count = None if unfit else counts(request.workspace, composed.draft.sought, now=now)
    context = {
        **builder.context(request.workspace, composed, count=count, refused=refused or unfit),
        "is_refused": bool(refused),
        **builder.choices(composed.draft, ground),
        "watch": row,
        "ground": ground,
        "suggestions": _suggestions(request, ground) if _is_blank(request, row) else [],
        "action": reverse("watch", args=[row.pk]) if row else reverse("watch_new"),
        "pages": pages(request),
    }
    return render(request, "listening/watch/page.html", context, status=422 if refused else 200)


def _seen_so_far(ground: Ground, composed: Composed) -> list[Refusal]:
    """Return what is wrong with words while they are written: what is missing yet is not."""
    if composed.unreadable:
        return composed.refusals
    found = watching.refusals_of_words(ground, composed.draft)
    return [one for one in found if one.problem is not Problem.EMPTY]


def _is_blank(request: WorkspaceRequest, row: Watch | None) -> bool:
    return row is None and request.method != "POST"


def _suggestions(request: WorkspaceRequest, ground: Ground | None) -> list[builder.Suggested]:
    if ground is None:
        return []
    drafts = starting.suggestions(request.workspace, purposes=grounds.purposes_of(ground))
    return [builder.Suggested.of(draft) for draft in drafts]
