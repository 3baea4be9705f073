"""Before a page is opened on one more network, over HTTP."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.channels.queries import network_choices
from beffroi.coaching.opening import gathering, page
from beffroi.coaching.opening.forms import AnswerForm, ClosingForm, ReasonForm
from beffroi.coaching.plan.sheets.networks import OTHERS
from beffroi.core.clock import utc_now
from beffroi.strategy.opening import actions
from beffroi.strategy.opening.actions import DecidedMeanwhile, WrittenMeanwhile
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission

may_see = requires(Permission.SEE_POSTS)
may_manage = requires(Permission.MANAGE_COMPANY)


@require_safe
@may_see
def openings(request: WorkspaceRequest) -> HttpResponseBase:
    """Lead to the first network where the company is not yet."""
    found = gathering.networks(request.workspace)
    return redirect("opening", network=found[0][0])


@require_safe
@may_see
def opening(request: WorkspaceRequest, network: str) -> HttpResponse:
    """Show the fifteen questions of a network."""
    return _page(request, _known(network))


@require_POST
@may_manage
def answer(request: WorkspaceRequest, network: str) -> HttpResponseBase:
    """Keep what somebody says of a question."""
    form = AnswerForm(request.POST)
    if not form.is_valid():  # no page of ours sends this
        return HttpResponseBadRequest()
    item, is_settled = form.answer()
    actions.answer(
        request.workspace,
        _known(network),
        item,
        is_settled=is_settled,
        actor=request.user,
        now=utc_now(),
    )
    return redirect(f"{reverse('opening', args=[network])}#{item.value}")


@require_POST
@may_manage
def closing(request: WorkspaceRequest, network: str) -> HttpResponseBase:
    """Keep when the page will be closed again."""
    form = ClosingForm(request.POST, opening=None)
    if not form.is_valid():
        return _page(request, _known(network), closing_form=form)
    said = form.cleaned_data
    try:
        actions.write_closing(
            request.workspace,
            _known(network),
            said["closing_words"],
            seen=said["closing_seen"],
            actor=request.user,
            now=utc_now(),
        )
    except WrittenMeanwhile as error:
        return _page(request, network, closing_form=form.against(error.words))
    messages.success(request, _("Saved."))
    return redirect("opening", network=network)


@require_POST
@may_manage
def go(request: WorkspaceRequest, network: str) -> HttpResponseBase:
    """Decide to open the page, and lead to where it is connected."""
    now = utc_now()
    opening = actions.opening_of(request.workspace, _known(network))
    if actions.is_to_open(opening):
        is_again = opening is not None and (
            opening.decided_by_id == request.user.pk
            and request.POST.get("opening_reason", "") in {"", opening.reason}
        )
        if is_again:  # a second click says nothing new
            return redirect("opening", network=network)
        return _decided_already(request, network)
    verdict = page.verdict_of(request.workspace, network, now=now)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["opening_reason"] if form.is_valid() else ""
    if not verdict.may_open and not reason:
        return _page(request, network, reason_form=form)
    try:
        actions.open_page(
            request.workspace, network, verdict, reason=reason, actor=request.user, now=now
        )
    except DecidedMeanwhile:
        return _decided_already(request, network)
    messages.success(
        request,
        _("Decided: the page opens."),
        extra_tags=f"undo:{reverse('opening_undo', args=[network])}",
    )
    return redirect("opening", network=network)


@require_POST
@may_manage
def later(request: WorkspaceRequest, network: str) -> HttpResponseBase:
    """Decide not to open it for the time being."""
    try:
        actions.not_now(request.workspace, _known(network), actor=request.user, now=utc_now())
    except DecidedMeanwhile:
        return _decided_already(request, network)
    messages.success(
        request,
        _("A good answer. The question comes back in six months."),
        extra_tags=f"undo:{reverse('opening_undo', args=[network])}",
    )
    return redirect("opening", network=network)


@require_POST
@may_manage
def undo(request: WorkspaceRequest, network: str) -> HttpResponseBase:
    """Take a decision back."""
    actions.take_back(request.workspace, _known(network), actor=request.user, now=utc_now())
    messages.success(request, _("Nothing is decided yet."))
    return redirect("opening", network=network)


def _decided_already(request: WorkspaceRequest, network: str) -> HttpResponseBase:
    messages.warning(
        request, _("Somebody decided meanwhile that it opens: nothing was changed. See below.")
    )
    return redirect("opening", network=network)


def _page(
    request: WorkspaceRequest,
    network: str,
    *,
    closing_form: ClosingForm | None = None,
    reason_form: ReasonForm | None = None,
) -> HttpResponse:
    context = page.opening(
        request.workspace,
        network,
        role=request.role,
        now=utc_now(),
        closing_form=closing_form,
        reason_form=reason_form,
    )
    has_faults = any(form is not None and form.errors for form in (closing_form, reason_form))
    return render(request, "opening/page.html", context, status=422 if has_faults else 200)


def _known(network: str) -> str:
    """Return the key of a network that we know, connected or not. Raises Http404."""
    if network in OTHERS or network in {one.key for one in network_choices()}:
        return network
    raise Http404
