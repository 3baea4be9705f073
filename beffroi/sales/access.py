"""Which offer, contest, conversion, cost or shop an address names: the workspace's own, or none."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from beffroi.sales import hours
from beffroi.sales.models import Contest, ContestEntry, Conversion, Cost, Offer, Shop, WorkTime
from beffroi.sales.rules import OfferKind
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Role


def offer(workspace: Workspace, offer_id: int) -> Offer:
    """Return the workspace's own offer, removed or not, or raise Http404."""
    rows = Offer.objects.select_related("product", "made_by", "workspace")
    return get_object_or_404(rows, workspace=workspace, pk=offer_id)


def contest_offer(workspace: Workspace, offer_id: int) -> Offer:
    """Return the workspace's own offer that is a contest, removed or not, or raise Http404."""
    rows = Offer.objects.select_related("workspace").filter(kind=OfferKind.CONTEST.value)
    return get_object_or_404(rows, workspace=workspace, pk=offer_id)


def contest(workspace: Workspace, offer_id: int) -> Contest:
    """Return the contest that an offer of the workspace has, or raise Http404."""
    rows = Contest.objects.select_related("offer__workspace")
    return get_object_or_404(rows, offer=contest_offer(workspace, offer_id))


def contest_entry(workspace: Workspace, offer_id: int, entry_id: int) -> ContestEntry:
    """Return an entry of a contest of the workspace, left out or not, or raise Http404."""
    rows = ContestEntry.objects.select_related("contest__offer__workspace")
    return get_object_or_404(rows, contest=contest(workspace, offer_id), pk=entry_id)


def counted(workspace: Workspace, conversion_id: int) -> Conversion:
    """Return what somebody counted by hand, taken back or not, or raise Http404."""
    return get_object_or_404(Conversion, workspace=workspace, pk=conversion_id, shop=None)


def cost(workspace: Workspace, cost_id: int) -> Cost:
    """Return a cost of the workspace, taken back or not, or raise Http404."""
    return get_object_or_404(Cost, workspace=workspace, pk=cost_id)


def work_time(workspace: Workspace, work_time_id: int, *, user: User, role: Role) -> WorkTime:
    """Return minutes that were noted, taken back or not, or raise Http404.

    What was measured of somebody is for them, and for whoever manages people.
    """
    rows = hours.shown_to(WorkTime.objects.filter(workspace=workspace), user=user, role=role)
    return get_object_or_404(rows, pk=work_time_id)


def shop(workspace: Workspace, shop_id: int) -> Shop:
    """Return the workspace's own shop, taken out or not, or raise Http404."""
    return get_object_or_404(
        Shop.objects.select_related("workspace"), workspace=workspace, pk=shop_id
    )
