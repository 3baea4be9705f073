"""How many of the posts around a time are offers, where a strategy names its pillars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from beffroi.core.periods import Period
from beffroi.publishing.calendar import Month
from beffroi.publishing.models import Post
from beffroi.publishing.states import Stage
from beffroi.strategy.plan.rules import offers_exceed
from beffroi.workspaces.models import Workspace

#: Before and after now: what readers still have in mind, and what they will soon see.
AROUND = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Offers:
    """Offers among the posts of which somebody said of what they speak."""

    offers: int
    told: int

    @property
    def exceed(self) -> bool:
        """Whether they are more than one post in four."""
        return offers_exceed(self.offers, self.told)


def offers_between(workspace: Workspace, begins: datetime, ends: datetime) -> Offers:
    """Count the offers of a stretch, drafts that have a day included. One query."""
    rows = Post.objects.filter(
        workspace=workspace, planned_at__gte=begins, planned_at__lt=ends, pillar__isnull=False
    ).exclude(stage=Stage.DELETED.value)
    found = rows.aggregate(told=Count("pk"), offers=Count("pk", filter=Q(pillar__is_offers=True)))
    return Offers(found["offers"], found["told"])


def offers_of(workspace: Workspace, month: Month) -> Offers:
    """Count the offers of a month in its workspace's zone, no day around it. One query."""
    last = month.next.first - timedelta(days=1)
    return offers_between(workspace, *Period(month.first, last).instants(workspace.zone))


def offers_around(workspace: Workspace, *, now: datetime) -> Offers:
    """Count the offers of the last four weeks and of the next four. One query."""
    return offers_between(workspace, now - AROUND, now + AROUND)
