"""What pages of campaigns read: what came back, what it cost, visits, posts, days."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Sum

from beffroi.core.periods import Period
from beffroi.delivery.rules import Status
from beffroi.links.models import Link, VisitCount
from beffroi.links.rules import Source, Visitor
from beffroi.metrics.proofs import Proof
from beffroi.publishing.models import Post, Variant
from beffroi.publishing.states import Stage
from beffroi.sales import campaigns as belonging
from beffroi.sales.campaigns import Owned
from beffroi.sales.economics import economics_of
from beffroi.sales.models import Economics, Offer
from beffroi.sales.returns import Return
from beffroi.strategy.models import Campaign
from beffroi.strategy.queries import campaigns_of
from beffroi.workspaces.models import Workspace

#: As many as a person may choose from, the latest; those that belong to it already are all there.
_CHOICES_MAX = 30
_BEFORE, _AFTER = timedelta(days=31), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign in the list."""

    campaign: Campaign
    told: Return
    visits: int
    posts: int


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of a campaign: when it first went out, its visits, its margin; None is unknown."""

    post: Post
    networks: Sequence[str]
    published_on: date | None
    visits: int
    margin_cents: int | None


@dataclass(frozen=True, slots=True)
class DayRow:
    """What was on one day of a campaign; margins by proof in cents, None where unknown."""

    day: date
    posts: int
    visits: int
    sales: int
    margins: Mapping[Proof, int] | None


@dataclass(frozen=True, slots=True)
class Told:
    """All that the page of a campaign says."""

    campaign: Campaign
    economics: Economics
    told: Return
    visits: int
    posts: Sequence[PostRow]
    offers: Sequence[Offer]
    links: Sequence[tuple[Link, int]]
    days: Sequence[DayRow]

    @property
    def money_cents(self) -> int:
        """What was spent in money, without anybody's own time: what a budget is for."""
        spent = self.told.spent
        return spent.media + spent.tools + spent.agency


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may belong to a campaign, and whether it does."""

    id: int
    title: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What may belong to a campaign: what belongs to no other."""

    posts: Sequence[Choice]
    offers: Sequence[Choice]
    links: Sequence[Choice]


def window(campaign: Campaign, *, today: date) -> Period:
    """Return the days on which a campaign may have cost and brought: from a month before it.

    Posts are written and paid for before the first day; what comes later counts too.
    """
    return Period(campaign.first_day - _BEFORE, max(today, campaign.last_day) + _AFTER)


def state_of(campaign: Campaign, *, today: date) -> str:
    """Return whether a campaign is `coming`, `running` or `over`."""
    if today < campaign.first_day:
        return "coming"
    return "running" if today <= campaign.last_day else "over"


def rows(workspace: Workspace, *, today: date) -> list[CampaignRow]:
    """Return all campaigns in sight, the latest first. Fourteen queries, whatever there is."""
    found = list(campaigns_of(workspace))
    told = belonging.returns(workspace, {one.pk: window(one, today=today) for one in found})
    visits = _visits_by_campaign(workspace)
    posts = _posts_by_campaign(workspace)
    return [CampaignRow(one, told[one.pk], visits[one.pk], posts.get(one.pk, 0)) for one in found]


def tell(campaign: Campaign, *, today: date) -> Told:
    """Return all that the page of a campaign says. At most nineteen queries."""
    workspace, days = campaign.workspace, window(campaign, today=today)
    economics, owners = economics_of(workspace), belonging.owners_of(workspace)
    every = belonging.owned(workspace, days, owners=owners, economics=economics)
    mine = [one for one in every if one.campaign_id == campaign.pk]
    spent = belonging.spent(workspace, {campaign.pk: days}, owners=owners, economics=economics)
    told = Return(days, belonging.brought(mine, economics=economics), spent[campaign.pk])
    by_link = _visits_by_link(campaign)
    posts = _posts(campaign, mine, economics)
    links = list(Link.objects.filter(campaign=campaign).order_by("-made_at", "-id"))
    return Told(
        campaign=campaign,
        economics=economics,
        told=told,
        visits=sum(by_link.values()),
        posts=posts,
        offers=list(Offer.objects.filter(campaign=campaign).order_by("-first_day", "-id")),
        links=[(one, by_link[one.pk]) for one in links],
        days=_days(campaign, mine, posts, economics),
    )


def choices(campaign: Campaign) -> Choices:
    """Return what may belong to a campaign, and what does. Six queries."""
    workspace = campaign.workspace
    posts = Post.objects.filter(workspace=workspace).exclude(stage=Stage.DELETED.value)
    offers = Offer.objects.filter(workspace=workspace, removed_at=None)
    links = Link.objects.filter(workspace=workspace, source=Source.HAND.value)
    return Choices(
        _choices(posts.order_by("-changed_at", "-id"), campaign),
        _choices(offers.order_by("-first_day", "-id"), campaign, name="name"),
        _choices(links.order_by("-made_at", "-id"), campaign),
    )


def _choices(rows: QuerySet[Any], campaign: Campaign, *, name: str = "title") -> list[Choice]:
    mine = list(rows.filter(campaign=campaign))
    free = list(rows.filter(campaign=None)[:_CHOICES_MAX])
    return [
        Choice(one.pk, getattr(one, name) or "—", is_chosen)
        for several, is_chosen in ((mine, True), (free, False))
        for one in several
    ]


def _people() -> QuerySet[VisitCount]:
    return VisitCount.objects.filter(visitor=Visitor.PERSON.value).order_by()


def _visits_by_campaign(workspace: Workspace) -> Counter[int]:
    """Return the visits of links that bear a campaign, and of those of its posts. Two queries."""
    found: Counter[int] = Counter()
    for name in ("link__campaign", "link__variant_link__variant__post__campaign"):
        rows = _people().filter(**{"link__workspace": workspace, f"{name}__isnull": False})
        found.update(dict(rows.values_list(name).annotate(Sum("visits"))))
    return found


def _posts_by_campaign(workspace: Workspace) -> dict[int, int]:
    """Return how many posts of each campaign went out."""
    rows = Post.objects.filter(
        workspace=workspace,
        campaign__isnull=False,
        variants__delivery__status=Status.PUBLISHED.value,
    )
    return dict(rows.order_by().values_list("campaign").annotate(Count("pk", distinct=True)))


def _visits_by_link(campaign: Campaign) -> Counter[int]:
    found: Counter[int] = Counter()
    for rows in _visit_rows(campaign):
        found.update(dict(rows.values_list("link").annotate(Sum("visits"))))
    return found


def _visit_rows(campaign: Campaign) -> tuple[QuerySet[VisitCount], ...]:
    return (
        _people().filter(link__campaign=campaign),
        _people().filter(link__variant_link__variant__post__campaign=campaign),
    )


def _posts(campaign: Campaign, mine: Iterable[Owned], economics: Economics) -> list[PostRow]:
    """Return the posts of a campaign, in the order in which they went out. Three queries."""
    zone = campaign.workspace.zone
    margins: Counter[int] = Counter()
    for one in mine:
        margins[one.post_id] += (one.worth.margin_cents or 0) if one.worth else 0
    variants: defaultdict[int, list[Variant]] = defaultdict(list)
    for variant in Variant.objects.filter(post__campaign=campaign).select_related(
        "channel", "delivery"
    ):
        variants[variant.post_id].append(variant)
    name = "link__variant_link__variant__post"
    visited = _people().filter(**{f"{name}__campaign": campaign})
    visits = dict(visited.values_list(name).annotate(Sum("visits")))
    is_known = economics.margin_rate is not None
    found = []
    for post in Post.objects.filter(campaign=campaign).exclude(stage=Stage.DELETED.value):
        its = variants[post.pk]
        out = [
            one.delivery.published_at.astimezone(zone).date()
            for one in its
            if one.delivery is not None and one.delivery.published_at is not None
        ]
        networks = tuple(dict.fromkeys(one.channel.network for one in its))
        margin = margins[post.pk] if is_known else None
        found.append(
            PostRow(post, networks, min(out, default=None), visits.get(post.pk, 0), margin)
        )
    return sorted(found, key=lambda row: (row.published_on or date.max, row.post.pk))


def _days(
    campaign: Campaign, mine: Sequence[Owned], posts: Sequence[PostRow], economics: Economics
) -> list[DayRow]:
    """Return the days on which something was, in order. Two queries."""
    visits: Counter[date] = Counter()
    for rows in _visit_rows(campaign):
        visits.update(dict(rows.values_list("day").annotate(Sum("visits"))))
    out = Counter(row.published_on for row in posts if row.published_on is not None)
    sold: defaultdict[date, list[Owned]] = defaultdict(list)
    for one in mine:
        sold[one.row.day].append(one)
    return [
        DayRow(
            day=day,
            posts=out[day],
            visits=visits[day],
            sales=sum(one.row.quantity for one in sold[day]),
            margins=_margins(sold[day], economics),
        )
        for day in sorted({*visits, *out, *sold})
    ]


def _margins(sold: Sequence[Owned], economics: Economics) -> dict[Proof, int] | None:
    if economics.margin_rate is None:
        return None
    by_proof = belonging.brought(sold, economics=economics)
    return {
        proof: (by_proof[proof].margin_cents or 0) if proof in by_proof else 0 for proof in Proof
    }
