"""What was really done in the last four weeks, to stand beside what was planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from beffroi.core.periods import Period
from beffroi.delivery.rules import Status
from beffroi.metrics.money import Cost
from beffroi.publishing.models import Variant
from beffroi.sales.economics import economics_of
from beffroi.sales.models import Economics
from beffroi.sales.returns import spent
from beffroi.workspaces.models import Workspace

WEEKS = 4


@dataclass(frozen=True, slots=True)
class Reality:
    """Posts by network and by pillar, each counted once, and what the weeks cost.

    `untold` are posts of which nobody said of what they speak.
    """

    days: Period
    by_network: Mapping[str, int]
    by_pillar: Mapping[int, int]
    untold: int
    cost: Cost
    economics: Economics

    @property
    def told(self) -> int:
        """Posts of which somebody said of what they speak."""
        return sum(self.by_pillar.values())


def lately(today: date) -> Period:
    """Return the last four weeks, today included."""
    return Period(today - timedelta(weeks=WEEKS) + timedelta(days=1), today)


def reality(workspace: Workspace, *, today: date) -> Reality:
    """Return what was done in the last four weeks. Four queries."""
    days = lately(today)
    economics = economics_of(workspace)
    networks: defaultdict[str, set[int]] = defaultdict(set)
    pillars: dict[int, int | None] = {}
    for post_id, pillar_id, network in _published(workspace, days):
        networks[network].add(post_id)
        pillars[post_id] = pillar_id
    by_pillar: defaultdict[int, int] = defaultdict(int)
    for pillar_id in pillars.values():
        if pillar_id is not None:
            by_pillar[pillar_id] += 1
    return Reality(
        days=days,
        by_network={network: len(posts) for network, posts in networks.items()},
        by_pillar=by_pillar,
        untold=sum(pillar_id is None for pillar_id in pillars.values()),
        cost=spent(workspace, days, economics=economics),
        economics=economics,
    )


def _published(workspace: Workspace, days: Period) -> list[tuple[int, int | None, str]]:
    begins, ends = days.instants(workspace.zone)
    rows = Variant.objects.filter(
        post__workspace=workspace,
        delivery__status=Status.PUBLISHED.value,
        delivery__published_at__gte=begins,
        delivery__published_at__lt=ends,
    )
    return list(rows.order_by("pk").values_list("post_id", "post__pillar_id", "channel__network"))
