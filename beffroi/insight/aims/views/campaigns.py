"""Campaigns over HTTP: the list, one with what it brought, making and changing it, its parts."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.core.exporting.separated import as_csv
from beffroi.core.exporting.tables import Table
from beffroi.insight.aims import campaign_showing, parts
from beffroi.insight.aims import campaigns as gathering
from beffroi.insight.aims.forms import CampaignForm
from beffroi.insight.aims.parts import Chosen
from beffroi.sales.economics import economics_of
from beffroi.sales.showing import shown
from beffroi.strategy import access, actions
from beffroi.strategy.models import Campaign
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

may_see = requires(Permission.SEE_POSTS)
may_write = requires(Permission.WRITE_POSTS)


@require_safe
@may_see
def campaigns(request: WorkspaceRequest) -> HttpResponse:
    """Show all campaigns, a line each."""
    now, today = utc_now(), _today(request)
    economics = economics_of(request.workspace)
    context = {
        "rows": [
            campaign_showing.row(one, economics, now=now, today=today)
            for one in gathering.rows(request.workspace, today=today)
        ],
        "currency": economics.currency,
        "may_write": may(request.role, Permission.WRITE_POSTS),
    }
    return render(request, "aims/campaigns.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def new(request: WorkspaceRequest) -> HttpResponseBase:
    """Make a campaign."""
    if request.method != "POST":
        return _form(request, CampaignForm(today=_today(request)))
    form = CampaignForm(request.POST, today=_today(request))
    if not form.is_valid():
        return _form(request, form)
    campaign = actions.make_campaign(
        request.workspace, form.wish(), actor=request.user, now=utc_now()
    )
    messages.success(request, _("The campaign is made. Now say what belongs to it."))
    return redirect("campaign", campaign.pk)


@require_safe
@may_see
def one(request: WorkspaceRequest, campaign_id: int) -> HttpResponse:
    """Show one campaign: what it cost and brought, its visits, its posts, its days."""
    campaign = access.campaign(request.workspace, campaign_id)
    now, today = utc_now(), _today(request)
    told = gathering.tell(campaign, today=today)
    writes = may(request.role, Permission.WRITE_POSTS)
    context = {
        "campaign": campaign,
        "aim": campaign_showing.aim_of(campaign.aim),
        "state": gathering.state_of(campaign, today=today),
        "all": told,
        "told": shown(told.told, told.economics, now=now),
        "currency": told.economics.currency,
        "budget": campaign_showing.budget(campaign.budget_cents, told.money_cents, told.economics),
        "visits": campaign_showing.visits(told, today=today),
        "choices": gathering.choices(campaign) if writes else None,
        "may_write": writes,
    }
    return render(request, "aims/campaign.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def change(request: WorkspaceRequest, campaign_id: int) -> HttpResponseBase:
    """Change a campaign."""
    campaign = access.campaign(request.workspace, campaign_id)
    today = _today(request)
    if request.method != "POST":
        return _form(request, CampaignForm(today=today, campaign=campaign), campaign=campaign)
    form = CampaignForm(request.POST, today=today, campaign=campaign)
    if not form.is_valid():
        return _form(request, form, campaign=campaign)
    actions.change_campaign(campaign, form.wish(), actor=request.user, now=utc_now())
    messages.success(request, _("The campaign is changed."))
    return redirect("campaign", campaign.pk)


@require_POST
@may_write
def choose(request: WorkspaceRequest, campaign_id: int) -> HttpResponseBase:
    """Say which posts, offers and links belong to the campaign."""
    campaign = access.campaign(request.workspace, campaign_id)
    parts.choose(
        campaign,
        posts=_chosen(request, "posts"),
        offers=_chosen(request, "offers"),
        links=_chosen(request, "links"),
        actor=request.user,
        now=utc_now(),
    )
    messages.success(request, _("Kept. All figures follow."))
    return redirect("campaign", campaign.pk)


@require_POST
@may_write
def remove(request: WorkspaceRequest, campaign_id: int) -> HttpResponseBase:
    """Put a campaign out of sight."""
    campaign = access.campaign(request.workspace, campaign_id)
    actions.remove_campaign(campaign, actor=request.user, now=utc_now())
    undo = reverse("campaign_return", args=[campaign.pk])
    messages.success(request, _("The campaign is removed."), extra_tags=f"undo:{undo}")
    return redirect("campaigns")


@require_POST
@may_write
def bring_back(request: WorkspaceRequest, campaign_id: int) -> HttpResponseBase:
    """Undo the removal of a campaign."""
    campaign = access.campaign(request.workspace, campaign_id)
    actions.bring_campaign_back(campaign, actor=request.user, now=utc_now())
    messages.success(request, _("The campaign is back."))
    return redirect("campaign", campaign.pk)


@require_safe
@may_see
def table(request: WorkspaceRequest) -> StreamingHttpResponse:
    """Download all campaigns, a line each."""
    today = _today(request)
    rows = gathering.rows(request.workspace, today=today)
    told = campaign_showing.table(rows, economics_of(request.workspace))
    return _csv(request, told, f"campaigns-{today.isoformat()}")


@require_safe
@may_see
def days(request: WorkspaceRequest, campaign_id: int) -> StreamingHttpResponse:
    """Download the days of one campaign."""
    campaign = access.campaign(request.workspace, campaign_id)
    told = gathering.tell(campaign, today=_today(request))
    return _csv(request, campaign_showing.days(told), f"campaign-{campaign.pk}")


def _csv(request: WorkspaceRequest, told: Table, name: str) -> StreamingHttpResponse:
    is_french = (get_language() or "fr").startswith("fr")
    lines = as_csv(told, is_french=is_french, zone=request.workspace.zone)
    headers = {"Content-Disposition": f'attachment; filename="beffroi-{name}.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _chosen(request: HttpRequest, name: str) -> Chosen:
    return Chosen(_ids(request, f"shown_{name}"), _ids(request, name))


def _ids(request: HttpRequest, name: str) -> list[int]:
    sent = request.POST.getlist(name)
    return [int(one) for one in sent if one.isdecimal() and len(one) <= 18]


def _today(request: WorkspaceRequest) -> date:
    return utc_now().astimezone(request.workspace.zone).date()


def _form(
    request: WorkspaceRequest, form: CampaignForm, *, campaign: Campaign | None = None
) -> HttpResponse:
    context = {"form": form, "campaign": campaign}
    status = 422 if form.errors else 200
    return render(request, "aims/campaign_form.html", context, status=status)
