"""Requests for reviews over HTTP: links and their cards, mails, and who wants none."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.company.queries import called, facts_of
from beffroi.core.clock import utc_now
from beffroi.core.crypto import CryptoError
from beffroi.core.mailing import mail_is_set
from beffroi.core.qr import drawing
from beffroi.reviews import access, rules, wording
from beffroi.reviews import asking as actions
from beffroi.reviews.asking import CannotAsk, LinkTaken, Problem
from beffroi.reviews.forms import AskForm, LinkForm
from beffroi.reviews.models import Mailing, ReviewLink
from beffroi.reviews.pages import pages
from beffroi.workspaces.access import WorkspaceRequest, public, requires
from beffroi.workspaces.rules import Permission

may_manage = requires(Permission.MANAGE_COMPANY)


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def asking(request: WorkspaceRequest) -> HttpResponseBase:
    """Show links and what was sent; ask customers by mail."""
    links = actions.links_of(request.workspace)
    if request.method != "POST":
        return _page(request, links)
    now = utc_now()
    today = now.astimezone(request.workspace.zone).date()
    form = AskForm(request.POST, links=links, today=today, own=actions.own_words(request.workspace))
    if not form.is_valid():
        return _page(request, links, form=form)
    try:
        mailing = actions.ask(request.workspace, form.wish(), actor=request.user, now=now)
    except CannotAsk as error:
        form.add_error(None, _why(error.problem))
        return _page(request, links, form=form)
    except CryptoError:
        form.add_error(None, _locked())
        return _page(request, links, form=form)
    messages.success(request, _said(mailing))
    return redirect("review_asking")


@require_POST
@may_manage
def new_link(request: WorkspaceRequest) -> HttpResponseBase:
    """Keep an address where customers write reviews."""
    form = LinkForm(request.POST)
    if form.is_valid():
        try:
            actions.add_link(
                request.workspace, **form.cleaned_data, actor=request.user, now=utc_now()
            )
        except LinkTaken:
            form.add_error("url", _("This address is among your links already."))
        else:
            messages.success(request, _("Kept. Its card can be printed."))
            return redirect("review_asking")
    return _page(request, actions.links_of(request.workspace), link_form=form)


@require_safe
@may_manage
def card(request: WorkspaceRequest, link_id: int) -> HttpResponse:
    """Show a card to print, with the QR code that leads to the link."""
    row = access.link(request.workspace, link_id)
    context = {
        "link": row,
        "drawing": drawing(row.url),
        "company": called(request.workspace),
        "pages": pages(request),
    }
    return render(request, "reviews/card.html", context)


@require_POST
@may_manage
def remove_link(request: WorkspaceRequest, link_id: int) -> HttpResponseBase:
    """Offer a link no more."""
    row = access.link(request.workspace, link_id)
    actions.remove_link(row, actor=request.user, now=utc_now())
    messages.success(
        request,
        _("The link is removed. Cards that were printed go on working."),
        extra_tags=f"undo:{reverse('review_link_return', args=[row.pk])}",
    )
    return redirect("review_asking")


@require_POST
@may_manage
def return_link(request: WorkspaceRequest, link_id: int) -> HttpResponseBase:
    """Undo the removal of a link."""
    row = access.link(request.workspace, link_id)
    try:
        actions.bring_link_back(row, actor=request.user, now=utc_now())
    except LinkTaken:
        messages.warning(request, _("This address is among your links already."))
    else:
        messages.success(request, _("The link is back."))
    return redirect("review_asking")


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the address holds the secret
@require_http_methods(["GET", "HEAD", "POST"])
@public
def objection(request: HttpRequest, address_hash: str) -> HttpResponse:
    """Let whoever got a request say that they want no more; a look at the page changes nothing."""
    workspace = actions.knows(address_hash)
    if workspace is None:
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        actions.object_to(address_hash, workspace=workspace, now=utc_now())
    context = {"company": called(workspace), "is_done": is_done}
    response = render(request, "reviews/objection.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _page(
    request: WorkspaceRequest,
    links: list[ReviewLink],
    *,
    form: AskForm | None = None,
    link_form: LinkForm | None = None,
) -> HttpResponse:
    context = {
        "links": links,
        "told": actions.told_links(request.workspace, links),
        "link_form": link_form or LinkForm(),
        "form": form or _fresh(request, links),
        "mailings": actions.mailings_of(request.workspace),
        "mail_is_set": mail_is_set(),
        "languages": settings.LANGUAGES,
        "kept_days": rules.ADDRESS_KEPT_FOR.days,
        "pages": pages(request),
    }
    has_faults = any(one is not None and one.errors for one in (form, link_form))
    return render(request, "reviews/asking.html", context, status=422 if has_faults else 200)


def _fresh(request: WorkspaceRequest, links: list[ReviewLink]) -> AskForm:
    """Return the form with the written mail; `?language=` for the other language."""
    typed = request.GET.get("language", "")
    language = typed if typed in {"fr", "en"} else (get_language() or "fr")[:2]
    facts = facts_of(request.workspace)
    today = utc_now().astimezone(request.workspace.zone).date()
    written = {
        "language": language,
        "link": links[0].pk if links else None,
        "experience_on": (today - timedelta(days=2)).isoformat(),
        "subject": wording.subject(facts.name, language=language)[: rules.SUBJECT_MAX],
        "text": wording.text(facts.name, facts.signature, language=language),
    }
    return AskForm(links=links, today=today, initial=written)


def _said(mailing: Mailing) -> str:
    sentence = ngettext(
        "%(count)s request leaves now.", "%(count)s requests leave now.", mailing.asked
    ) % {"count": mailing.asked}
    if not mailing.left_out:
        return sentence
    left_out = ngettext(
        "%(count)s address is left out: asked within six months, or they objected.",
        "%(count)s addresses are left out: asked within six months, or they objected.",
        mailing.left_out,
    ) % {"count": mailing.left_out}
    return f"{sentence} {left_out}"


def _why(problem: Problem) -> str:
    sentences = {
        Problem.NO_MAIL: _(
            "Nothing was sent: this installation has no mail server. Your administrator sets one;"
            " the card to print works without."
        ),
        Problem.TOO_MANY_TODAY: _(
            "Nothing was sent: with these, more than %(most)s would leave within a day. Send the"
            " rest tomorrow."
        )
        % {"most": rules.A_DAY_MAX},
        Problem.NOBODY: _(
            "Nothing was sent: all of them were asked within six months, or objected."
        ),
        Problem.REFUSED_WORDS: _("Nothing was sent: the text sorts people or offers something."),
    }
    return sentences[problem]


def _locked() -> str:
    return _(
        "Nothing was sent: the key that tells who objected cannot be read. Your administrator"
        " finds it with “beffroi doctor”."
    )
