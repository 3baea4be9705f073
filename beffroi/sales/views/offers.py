"""Offers over HTTP: the list, one with what it brought, making and changing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.sales import access, choosing, offering, queries, wording
from beffroi.sales.economics import economics_of
from beffroi.sales.forms import OfferForm
from beffroi.sales.models import Offer
from beffroi.sales.offering import CannotOffer
from beffroi.sales.prices import is_reduction, struck_price
from beffroi.sales.returns import return_of
from beffroi.sales.showing import shown
from beffroi.strategy.queries import choosable_campaigns
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

may_see = requires(Permission.SEE_POSTS)
may_write = requires(Permission.WRITE_POSTS)


@require_safe
@may_see
def offers(request: WorkspaceRequest) -> HttpResponse:
    """Show all offers, those that run first."""
    today = utc_now().astimezone(request.workspace.zone).date()
    context = {
        "offers": queries.offers_of(request.workspace, today=today),
        "may_write": may(request.role, Permission.WRITE_POSTS),
    }
    return render(request, "sales/offers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def new(request: WorkspaceRequest) -> HttpResponseBase:
    """Make an offer; `?like=` begins with the words of another one."""
    campaigns = choosable_campaigns(request.workspace)
    if request.method != "POST":
        like = request.GET.get("like", "")
        words = queries.words_of(request.workspace, like) if like else {}
        return _form(request, OfferForm(initial=words, campaigns=campaigns))
    form = OfferForm(request.POST, campaigns=campaigns)
    if form.is_valid():
        try:
            offer = offering.make(request.workspace, form.wish(), actor=request.user, now=utc_now())
        except CannotOffer as error:
            form.add_error("promo", _taken(error))
        else:
            messages.success(request, _("The offer is kept."))
            return redirect("offer", offer.pk)
    return _form(request, form)


@require_safe
@may_see
def one(request: WorkspaceRequest, offer_id: int) -> HttpResponse:
    """Show one offer: what it brought, what it cost, what carried it, the price before."""
    offer = access.offer(request.workspace, offer_id)
    now = utc_now()
    today = now.astimezone(request.workspace.zone).date()
    days = queries.days_of(offer, today=today)
    turn = choosing.turn_of(request.GET.get("older", ""))
    economics = economics_of(request.workspace)
    told = return_of(request.workspace, days, offer=offer)
    lowest = struck_price(offer)
    context = {
        "offer": offer,
        "state": queries.state_of(offer, today=today),
        "told": shown(told, economics, now=now),
        "currency": economics.currency,
        "posts": queries.carriers_of(offer, days=days),
        "choosable": choosing.posts_for_offer(offer, turn=turn),
        "is_turned": "older" in request.GET,
        "refused": queries.refused_codes(offer),
        "lowest": lowest,
        "is_less": is_reduction(offer, lowest),
        "off": wording.share(offer.percent_off),
        "may_write": may(request.role, Permission.WRITE_POSTS),
    }
    return render(request, "sales/offer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def change(request: WorkspaceRequest, offer_id: int) -> HttpResponseBase:
    """Change an offer; what was bought with its code follows."""
    offer = access.offer(request.workspace, offer_id)
    campaigns = choosable_campaigns(request.workspace, also=offer.campaign_id)
    if request.method != "POST":
        return _form(request, OfferForm(offer=offer, campaigns=campaigns), offer=offer)
    form = OfferForm(request.POST, offer=offer, campaigns=campaigns)
    if form.is_valid():
        try:
            offering.change(offer, form.wish(), actor=request.user, now=utc_now())
        except CannotOffer as error:
            form.add_error("promo", _taken(error))
        else:
            messages.success(request, _("The offer is changed."))
            return redirect("offer", offer.pk)
    return _form(request, form, offer=offer)


@require_POST
@may_write
def choose_posts(request: WorkspaceRequest, offer_id: int) -> HttpResponseBase:
    """Say which posts carry the offer."""
    offer = access.offer(request.workspace, offer_id)
    posts = queries.posts_named(request.workspace, request.POST.getlist("posts"))
    offering.choose_posts(offer, posts, actor=request.user, now=utc_now())
    messages.success(request, _("Kept."))
    return redirect("offer", offer.pk)


@require_POST
@may_write
def remove(request: WorkspaceRequest, offer_id: int) -> HttpResponseBase:
    """Put an offer out of sight."""
    offer = access.offer(request.workspace, offer_id)
    offering.remove(offer, actor=request.user, now=utc_now())
    messages.success(
        request,
        _("The offer is removed. What was sold stays counted, without it."),
        extra_tags=f"undo:{reverse('offer_return', args=[offer.pk])}",
    )
    return redirect("offers")


@require_POST
@may_write
def bring_back(request: WorkspaceRequest, offer_id: int) -> HttpResponseBase:
    """Undo the removal of an offer."""
    offer = access.offer(request.workspace, offer_id)
    try:
        offering.bring_back(offer, actor=request.user, now=utc_now())
    except CannotOffer as error:
        messages.warning(request, _taken(error))
        return redirect("offers")
    messages.success(request, _("The offer is back."))
    return redirect("offer", offer.pk)


def _form(
    request: WorkspaceRequest, form: OfferForm, *, offer: Offer | None = None
) -> HttpResponse:
    context = {"form": form, "offer": offer, "products": queries.products_of(request.workspace)}
    return render(request, "sales/offer_form.html", context, status=422 if form.errors else 200)


def _taken(error: CannotOffer) -> str:
    other = error.other.name if error.other else ""
    return _("The code serves “%(offer)s” on these days: a code tells one offer from another.") % {
        "offer": other
    }
