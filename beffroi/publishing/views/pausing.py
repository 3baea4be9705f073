"""Pausing all posts over HTTP: begun, ended, taken back, and what leaves all the same."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.delivery import pausing as delivery_pausing
from beffroi.delivery.queries import current_pause
from beffroi.inbox.rules import typed_id
from beffroi.publishing import access, pausing
from beffroi.publishing.forms import PauseForm
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

#: More than a list can hold: whoever sends more did not choose them here.
_CHOSEN_MAX = 200


@require_safe
@requires(Permission.SEE_POSTS)
def page(request: WorkspaceRequest) -> HttpResponse:
    """Show whether posts are paused, what stays, what leaves, and what waits for a decision."""
    return _page(request, PauseForm())


@require_POST
@requires(Permission.WRITE_POSTS)
def begin(request: WorkspaceRequest) -> HttpResponse:
    """Pause all posts."""
    form = PauseForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    known = current_pause(request.workspace)
    pause = delivery_pausing.pause(
        request.workspace, why=form.cleaned_data["why"], actor=request.user, now=utc_now()
    )
    if known is not None:
        messages.info(request, _("Posts were paused already: nothing was changed."))
    else:
        undo = reverse("posts_pause_undo", args=[pause.pk])
        messages.success(
            request,
            _("All posts are paused. Answers go on."),
            extra_tags=f"undo:{undo}",
        )
    return _back(request)


@require_POST
@requires(Permission.WRITE_POSTS)
def end(request: WorkspaceRequest, pause_id: int) -> HttpResponse:
    """End a pause: what is past waits for a decision, what is to come leaves."""
    pause = access.pause(request.workspace, pause_id)
    if pause.ended_at is not None:
        messages.info(request, _("This pause was ended already: nothing was changed."))
        return _back(request)
    held = delivery_pausing.resume(pause, actor=request.user, now=utc_now())
    told = ngettext(
        "The pause is over. What is to come leaves at its hour; one post is past its hour and "
        "waits for you.",
        "The pause is over. What is to come leaves at its hour; %(count)s posts are past their "
        "hour and wait for you.",
        held,
    )
    if not held:
        told = _("The pause is over. What is to come leaves at its hour.")
    undo = reverse("posts_pause_return", args=[pause.pk])
    messages.success(request, told % {"count": held}, extra_tags=f"undo:{undo}")
    return redirect("posts_pause") if held else _back(request)


@require_POST
@requires(Permission.WRITE_POSTS)
def undo(request: WorkspaceRequest, pause_id: int) -> HttpResponse:
    """Undo a pause that just began."""
    pause = access.pause(request.workspace, pause_id)
    try:
        delivery_pausing.undo_pause(pause, actor=request.user, now=utc_now())
    except delivery_pausing.TooLate:
        messages.warning(
            request, _("Posts were paused for some time: end the pause, then choose what leaves.")
        )
        return redirect("posts_pause")
    messages.success(request, _("Posts leave as planned, as if there had been no pause."))
    return _back(request)


@require_POST
@requires(Permission.WRITE_POSTS)
def go_back(request: WorkspaceRequest, pause_id: int) -> HttpResponse:
    """Undo the end of a pause."""
    pause = access.pause(request.workspace, pause_id)
    try:
        delivery_pausing.undo_resume(pause, actor=request.user, now=utc_now())
    except delivery_pausing.TooLate:
        messages.warning(request, _("This pause ended some time ago. Pause all posts anew."))
    else:
        messages.success(request, _("All posts are paused again."))
    return _back(request)


@require_POST
@requires(Permission.WRITE_POSTS)
def choose(request: WorkspaceRequest, pause_id: int) -> HttpResponse:
    """Let chosen posts leave in spite of the pause, or keep them back after all."""
    pause, chosen = access.pause(request.workspace, pause_id), _chosen(request)
    if not chosen:
        messages.warning(request, _("Choose at least one post."))
    elif request.POST.get("intent") == "keep":
        pausing.keep_back(pause, chosen, actor=request.user, now=utc_now())
        messages.success(request, _("Kept back: it stays while posts are paused."))
    elif pausing.let_through(pause, chosen, actor=request.user, now=utc_now()):
        messages.success(
            request, _("What you chose leaves: at its hour, or now where that is past.")
        )
    else:
        messages.info(request, _("It was settled in the meantime: nothing was changed."))
    return _back(request)


@require_POST
@requires(Permission.WRITE_POSTS)
def decide(request: WorkspaceRequest) -> HttpResponse:
    """Let chosen posts leave whose hour passed during a pause, or give them up."""
    chosen = _chosen(request)
    if not chosen:
        messages.warning(request, _("Choose at least one post."))
        return _back(request)
    if request.POST.get("intent") == "abandon":
        done = pausing.abandon_held(request.workspace, chosen, actor=request.user, now=utc_now())
        told = _("Given up: what you chose does not leave any more. The texts are kept.")
    else:
        done = pausing.send_held(request.workspace, chosen, actor=request.user, now=utc_now())
        told = _("What you chose leaves now.")
    if done:
        messages.success(request, told)
    else:
        messages.info(request, _("It was settled in the meantime: nothing was changed."))
    return _back(request)


def _chosen(request: WorkspaceRequest) -> list[int]:
    """Return the posts that were ticked; what is no number is left aside."""
    typed = request.POST.getlist("post")[:_CHOSEN_MAX]
    return [key for one in typed if (key := typed_id(one)) is not None]


def _page(request: WorkspaceRequest, form: PauseForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "paused": pausing.paused(request.workspace),
        "may_write": may(request.role, Permission.WRITE_POSTS),
    }
    return render(request, "publishing/pause.html", context, status=status)


def _back(request: WorkspaceRequest) -> HttpResponse:
    """Lead back to the page that holds the button, never to another site."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return redirect(target if is_ours else "posts_pause")
