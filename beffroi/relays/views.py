"""Relays over HTTP: the company's page, and the one that colleagues read without an account."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.company.queries import called
from beffroi.core.clock import utc_now
from beffroi.links.addressing import NotAnAddress
from beffroi.publishing import short_links
from beffroi.publishing.models import Post
from beffroi.relays import access, actions, queries
from beffroi.relays.actions import BadDay, TooManyProposals
from beffroi.relays.forms import BoardForm, ProposalForm
from beffroi.relays.models import Board
from beffroi.relays.rules import OPEN_MAX
from beffroi.workspaces.access import WorkspaceRequest, public, requires
from beffroi.workspaces.rules import Permission, may

may_see = requires(Permission.SEE_POSTS)
#: What is proposed is said in the name of the company: whoever approves posts may propose.
may_propose = requires(Permission.APPROVE_POSTS)
may_manage = requires(Permission.MANAGE_COMPANY)


@require_safe
@may_see
def relays(request: WorkspaceRequest) -> HttpResponse:
    """Show what is proposed to colleagues, what came of it, and their page."""
    return _page(request)


@require_POST
@may_manage
def board_change(request: WorkspaceRequest) -> HttpResponseBase:
    """Change what the page for colleagues says of itself."""
    now = utc_now()
    found = actions.board_of(request.workspace, now=now)
    form = BoardForm(request.POST, board=found)
    if not form.is_valid():
        return _page(request, form)
    actions.change_board(found, form.wish(), actor=request.user, now=now)
    messages.success(request, _("Saved."))
    return redirect("relays")


@require_POST
@may_manage
def board_open(request: WorkspaceRequest) -> HttpResponseBase:
    """Let colleagues read the page."""
    now = utc_now()
    actions.open_board(actions.board_of(request.workspace, now=now), actor=request.user, now=now)
    undo = reverse("board_close")
    messages.success(
        request,
        _("The page is open. Hand its address to your colleagues."),
        extra_tags=f"undo:{undo}",
    )
    return redirect("relays")


@require_POST
@may_manage
def board_close(request: WorkspaceRequest) -> HttpResponseBase:
    """Let nobody read the page."""
    now = utc_now()
    actions.close_board(actions.board_of(request.workspace, now=now), actor=request.user, now=now)
    messages.success(
        request,
        _("The page is closed. Its address answers that there is nothing."),
        extra_tags=f"undo:{reverse('board_open')}",
    )
    return redirect("relays")


@require_POST
@may_manage
def board_move(request: WorkspaceRequest) -> HttpResponseBase:
    """Give the page another address, where the old one went too far."""
    now = utc_now()
    actions.move_board(actions.board_of(request.workspace, now=now), actor=request.user, now=now)
    messages.success(request, _("The page has a new address. The old one leads nowhere any more."))
    return redirect("relays")


@require_http_methods(["GET", "HEAD", "POST"])
@may_propose
def proposal_new(request: WorkspaceRequest) -> HttpResponseBase:
    """Propose something; `?post=12` begins with what a post says."""
    now = utc_now()
    today = request.workspace.day_at(now)
    post = access.post(request.workspace, request.GET.get("post", ""))
    if request.method != "POST":
        return _form(request, ProposalForm(today=today, post=post), post)
    form = ProposalForm(request.POST, today=today, post=post)
    if form.is_valid():
        try:
            made = actions.propose(request.workspace, form.wish(), actor=request.user, now=now)
        except NotAnAddress as error:
            form.refuse(error)
        except TooManyProposals:
            form.add_error(None, _too_many())
        else:
            undo = reverse("proposal_end", args=[made.pk])
            messages.success(
                request, _("Your colleagues find it on their page."), extra_tags=f"undo:{undo}"
            )
            return redirect("relays")
    return _form(request, form, post)


@require_POST
@may_propose
def proposal_end(request: WorkspaceRequest, proposal_id: int) -> HttpResponseBase:
    """Propose it no more."""
    row = access.proposal(request.workspace, proposal_id)
    actions.withdraw(row, actor=request.user, now=utc_now())
    undo = reverse("proposal_return", args=[row.pk])
    messages.success(
        request,
        _("It is proposed no more. What was shared already stays where it is."),
        extra_tags=f"undo:{undo}",
    )
    return redirect("relays")


@require_POST
@may_propose
def proposal_return(request: WorkspaceRequest, proposal_id: int) -> HttpResponseBase:
    """Propose it again."""
    row = access.proposal(request.workspace, proposal_id)
    try:
        actions.bring_back(row, actor=request.user, now=utc_now())
    except TooManyProposals:
        messages.warning(request, _too_many())
    except BadDay:
        messages.warning(request, _("Its last day is over. Propose it anew, with another day."))
    else:
        messages.success(request, _("It is proposed again."))
    return redirect("relays")


@require_safe
@public
def board(request: HttpRequest, board_address: str) -> HttpResponse:
    """Show colleagues what they may share, in the page's language, without any cookie."""
    found = _open_board(board_address)
    thanked = request.GET.get("thanks", "")
    with translation.override(found.language):
        context = {
            "board": found,
            "language": found.language,
            "company": called(found.workspace),
            "offered": queries.offered(found, now=utc_now()),
            "thanked": thanked,
        }
        response = render(request, "relays/board.html", context)
    response["Content-Language"] = found.language
    return _quiet(response)


@csrf_exempt  # the address holds the secret, and no cookie is used
@require_POST
@public
def told(request: HttpRequest, board_address: str, shared_id: int) -> HttpResponseBase:
    """Count that somebody says to have shared it."""
    found = _open_board(board_address)
    proposal = queries.offered_one(found, shared_id, now=utc_now())
    if proposal is None:
        raise Http404
    actions.tell_share(proposal)
    page = reverse("public_board", args=[found.address])
    return _quiet(redirect(f"{page}?thanks={proposal.pk}#share-{proposal.pk}"))


def _page(request: WorkspaceRequest, form: BoardForm | None = None) -> HttpResponse:
    now = utc_now()
    found = _board(request, now=now)
    rows = queries.open_rows(request.workspace, now=now)
    context = {
        "board": found,
        "form": form or BoardForm(board=found),
        "address": settings.PUBLIC_URL + reverse("public_board", args=[found.address]),
        "rows": rows,
        "ended": queries.ended_rows(request.workspace, now=now),
        "has_room": len(rows) < OPEN_MAX,
        "most": OPEN_MAX,
        "may_propose": may(request.role, Permission.APPROVE_POSTS),
        "may_manage": may(request.role, Permission.MANAGE_COMPANY),
        "are_counted": short_links.are_possible(),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "relays/relays.html", context, status=status)


def _form(request: WorkspaceRequest, form: ProposalForm, post: Post | None) -> HttpResponse:
    context = {
        "form": form,
        "post": post,
        "posts": [] if post or form.is_bound else queries.posts_to_propose(request.workspace),
        "disclosure": _board(request, now=utc_now()).disclosure,
    }
    return render(request, "relays/proposal.html", context, status=422 if form.errors else 200)


def _board(request: WorkspaceRequest, *, now: datetime) -> Board:
    return queries.board_of(request.workspace) or actions.new_board(request.workspace, now=now)


def _open_board(address: str) -> Board:
    found = queries.public_board(address)
    if found is None:
        raise Http404
    return found


def _quiet(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"  # what is withdrawn is gone at once
    response["X-Robots-Tag"] = "noindex"
    return response


def _too_many() -> str:
    return _("%(count)s proposals are open already, and nobody reads more. Withdraw one first.") % {
        "count": OPEN_MAX
    }
