"""Today by mail, over HTTP: what a person wants, and the pages of its links, without an account."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from beffroi.core.clock import utc_now
from beffroi.core.mailing import mail_is_set
from beffroi.listening.telling import pushing
from beffroi.morning import linking, wishes
from beffroi.morning.acts.contract import Deed, NotPossible
from beffroi.morning.closing import explain
from beffroi.morning.forms import WishForm
from beffroi.morning.linking import NoLonger
from beffroi.morning.models import ActLink, MorningWish
from beffroi.workspaces.access import WorkspaceRequest, public, requires
from beffroi.workspaces.links import link_into
from beffroi.workspaces.rules import Permission

_WAYS_TO_READ = ["GET", "HEAD", "POST"]


@require_http_methods(_WAYS_TO_READ)
@requires(Permission.SEE_POSTS)
def morning(request: WorkspaceRequest) -> HttpResponseBase:
    """Show, and keep, how a person wants to be told of their day here."""
    now = utc_now()
    wish = wishes.wish_of(request.workspace, request.user, now=now)
    form = WishForm(request.POST if request.method == "POST" else None, wish=wish)
    if form.is_valid():
        wishes.keep(request.workspace, user=request.user, now=now, **form.values())
        messages.success(request, _("Saved."))
        return redirect("morning")
    context = {
        "form": form,
        "last": wishes.last_mail(request.workspace, request.user),
        "has_mail": mail_is_set(),
        "devices": pushing.devices_of(request.user),
        "push_key": pushing.public_key(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "morning/wish.html", context, status=status)


@csrf_exempt  # the address holds the secret; programs that read mails keep no cookie
@require_http_methods(_WAYS_TO_READ)
@public
def act(request: HttpRequest, act_token: str) -> HttpResponse:
    """Ask before acting on a card, then act once: no session is needed, and none is made."""
    link = linking.find(act_token)
    if link is None:
        raise Http404
    with translation.override(link.morning.user.language):
        return _guarded(
            _acted(request, link) if request.method == "POST" else _asked(request, link)
        )


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the address holds the secret
@require_http_methods(_WAYS_TO_READ)
@public
def stop(request: HttpRequest, wish_token: str) -> HttpResponse:
    """Stop the mails of a person; a look at the page changes nothing."""
    wish = MorningWish.objects.select_related("workspace", "user").filter(token=wish_token).first()
    if wish is None:
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        wishes.stop_mails(wish, now=utc_now())
    with translation.override(wish.user.language):
        context = {"company": wish.workspace.name, "is_done": is_done}
        return _guarded(render(request, "morning/stop.html", context))


def _asked(
    request: HttpRequest, link: ActLink, *, refused: NotPossible | None = None
) -> HttpResponse:
    """Show what would be done, and the buttons that do it."""
    now = utc_now()
    try:
        asked = linking.opened(link, now=now).asked(now=now)
    except NoLonger as error:
        return _closed(request, link, error)
    context = {
        **asked.context,
        "asked": asked,
        "workspace": link.morning.workspace,
        "person": link.morning.user,
        "page": link_into(link.morning.workspace_id, asked.page),
        "refused": refused.sentences if refused else (),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, asked.template, context, status=status)


def _acted(request: HttpRequest, link: ActLink) -> HttpResponse:
    """Do what was confirmed; whatever names no deed is asked again."""
    deeds = {one.value: one for one in Deed}
    deed = deeds.get(request.POST.get("deed", ""))
    if deed is None:
        return _asked(request, link)
    try:
        shown = request.POST.get("shown", "")
        said = linking.follow(link, deed=deed, shown=shown, now=utc_now())
    except NoLonger as error:
        return _closed(request, link, error)
    except NotPossible as error:
        return _asked(request, link, refused=error)
    return render(request, "morning/done.html", _rest(link) | {"said": said})


def _closed(request: HttpRequest, link: ActLink, error: NoLonger) -> HttpResponse:
    """Say why a link acts no more."""
    title, sentence = explain(error.closed, error.link or link)
    context = _rest(link) | {"title": title, "sentence": sentence}
    return render(request, "morning/closed.html", context, status=HTTPStatus.GONE)


def _rest(link: ActLink) -> dict[str, object]:
    """Return where the rest of the day is."""
    workspace = link.morning.workspace
    return {"workspace": workspace, "today": link_into(workspace.pk, reverse("today"))}


def _guarded(response: HttpResponse) -> HttpResponse:
    """Keep a secret address out of caches and searches."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
