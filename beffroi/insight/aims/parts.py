"""A person says which posts, offers and links belong to a campaign."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from beffroi.core import audit
from beffroi.links.models import Link
from beffroi.links.rules import Source
from beffroi.publishing.models import Post
from beffroi.sales.models import Offer
from beffroi.strategy.models import Campaign
from beffroi.workspaces.models import User


@dataclass(frozen=True, slots=True)
class Chosen:
    """Ids of one kind of things: those that the page showed, and those of them that were chosen."""

    shown: Collection[int]
    chosen: Collection[int]


@transaction.atomic
def choose(
    campaign: Campaign,
    *,
    posts: Chosen,
    offers: Chosen,
    links: Chosen,
    actor: User,
    now: datetime,
) -> None:
    """Have what was chosen belong to a campaign, and what was shown and not chosen to none.

    What belongs to another campaign, or is of another workspace, stays as it is.
    """
    own = {"workspace": campaign.workspace}
    _choose(campaign, Post.objects.filter(**own), posts)
    _choose(campaign, Offer.objects.filter(**own), offers)
    _choose(campaign, Link.objects.filter(**own, source=Source.HAND.value), links)
    audit.record(
        workspace_id=campaign.workspace_id,
        actor_id=actor.pk,
        action="campaign.parts_chosen",
        subject=f"campaign:{campaign.pk}",
        now=now,
    )


def _choose(campaign: Campaign, rows: QuerySet[Any], wish: Chosen) -> None:
    gone = set(wish.shown) - set(wish.chosen)
    rows.filter(campaign=campaign, pk__in=gone).update(campaign=None)
    rows.filter(campaign=None, pk__in=set(wish.chosen)).update(campaign=campaign)
