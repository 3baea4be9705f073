"""What belongs to which campaign: conversions by what they are attributed to, costs and hours.

A conversion belongs to the campaign of the post that it is attributed to; where that has none, to
that of its offer, then to that of the link that was followed. So it belongs to one at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from beffroi.core.periods import Period
from beffroi.links.models import Link
from beffroi.metrics.attribution import Model, attribute
from beffroi.metrics.money import Cost as FullCost
from beffroi.metrics.money import Work
from beffroi.metrics.proofs import Proof
from beffroi.publishing.models import Post
from beffroi.sales.crediting import Led, Worth, ids_of, parts, touched, worth
from beffroi.sales.economics import economics_of
from beffroi.sales.models import Conversion, Cost, Economics, Offer, WorkTime
from beffroi.sales.returns import Brought, Return, conversions_on
from beffroi.sales.rules import CostKind, spread
from beffroi.workspaces.models import Workspace

#: What belongs to no campaign stands under this id.
NONE = 0


@dataclass(frozen=True, slots=True)
class Owners:
    """The campaigns that posts, offers and links bear, by their ids."""

    posts: Mapping[int, int]
    offers: Mapping[int, int]
    links: Mapping[int, int]

    def of(self, *, post_id: int | None, offer_id: int | None, link_id: int | None = None) -> int:
        """Return the campaign of a post, else of an offer, else of a link; NONE for none."""
        return (
            self.posts.get(post_id or 0)
            or self.offers.get(offer_id or 0)
            or self.links.get(link_id or 0, NONE)
        )


@dataclass(frozen=True, slots=True)
class Owned:
    """A conversion with the post and the campaign to which it belongs, 0 where there is none.

    `worth` is None where it has no amount, or one in another currency.
    """

    row: Conversion
    post_id: int
    campaign_id: int
    worth: Worth | None


def owners_of(workspace: Workspace) -> Owners:
    """Return what bears a campaign. Three queries."""
    return Owners(
        _bearing(Post.objects.filter(workspace=workspace)),
        _bearing(Offer.objects.filter(workspace=workspace)),
        _bearing(Link.objects.filter(workspace=workspace)),
    )


def owned(
    workspace: Workspace, days: Period, *, owners: Owners, economics: Economics
) -> list[Owned]:
    """Return all that came back on these days, each with its campaign. Four queries.

    By the last touch, as posts and channels are credited.
    """
    rows = list(conversions_on(workspace, days).order_by("happened_at", "id"))
    found = []
    for row, touches in touched(workspace, rows):
        shares = attribute(touches, at=row.happened_at, model=Model.LAST)
        post_id = ids_of(next(iter(shares)))[0] if shares else 0
        campaign = owners.of(post_id=post_id, offer_id=row.offer_id, link_id=row.link_id)
        is_priced = row.net_cents is not None and row.currency == economics.currency
        found.append(Owned(row, post_id, campaign, worth(row, economics) if is_priced else None))
    return found


def brought(several: Iterable[Owned], *, economics: Economics) -> dict[Proof, Brought]:
    """Add conversions up by proof, each to the cent: parts sum to the whole."""
    by_proof: defaultdict[Proof, list[Owned]] = defaultdict(list)
    for one in several:
        by_proof[Proof(one.row.proof)].append(one)
    return {proof: _summed(rows, economics) for proof, rows in sorted(by_proof.items())}


def returns(workspace: Workspace, windows: Mapping[int, Period]) -> dict[int, Return]:
    """Return what came back of each campaign in its own days, and what it cost. Ten queries.

    What belongs to none is told under NONE, where that has days.
    """
    if not windows:
        return {}
    economics, owners = economics_of(workspace), owners_of(workspace)
    every = Period(
        min(one.first for one in windows.values()), max(one.last for one in windows.values())
    )
    by_campaign: defaultdict[int, list[Owned]] = defaultdict(list)
    for one in owned(workspace, every, owners=owners, economics=economics):
        window = windows.get(one.campaign_id)
        if window and window.first <= one.row.day <= window.last:
            by_campaign[one.campaign_id].append(one)
    costs = spent(workspace, windows, owners=owners, economics=economics)
    return {
        key: Return(window, brought(by_campaign[key], economics=economics), costs[key])
        for key, window in windows.items()
    }


def spent(
    workspace: Workspace, windows: Mapping[int, Period], *, owners: Owners, economics: Economics
) -> dict[int, FullCost]:
    """Return what each campaign cost in its own days: what bears it, else what its offers and
    posts cost. Two queries.
    """
    first = min(one.first for one in windows.values())
    kinds: defaultdict[int, defaultdict[CostKind, int]] = defaultdict(lambda: defaultdict(int))
    for row in Cost.objects.filter(workspace=workspace, removed_at=None, last_day__gte=first):
        key = _payer(row, owners)
        if key in windows:
            start, end = windows[key].first, windows[key].last
            kinds[key][CostKind(row.kind)] += spread(
                row.cents, first=row.first_day, last=row.last_day, start=start, end=end
            )
    minutes: defaultdict[int, int] = defaultdict(int)
    for time in WorkTime.objects.filter(workspace=workspace, removed_at=None, day__gte=first):
        key = _payer(time, owners)
        if key in windows and windows[key].first <= time.day <= windows[key].last:
            minutes[key] += time.minutes
    return {
        key: FullCost(
            media=kinds[key][CostKind.MEDIA],
            tools=kinds[key][CostKind.TOOLS] + kinds[key][CostKind.OTHER],
            agency=kinds[key][CostKind.AGENCY],
            work=(Work(minutes[key], economics.hour_cents),),
        )
        for key in windows
    }


def shares(led: Sequence[Led], *, model: Model, owners: Owners) -> dict[int, int]:
    """Share margins among campaigns by one model, in cents; nothing is lost on the way."""
    sums: defaultdict[int, int] = defaultdict(int)
    for one in led:
        given = parts(one, model=model) or {"": one.margin_cents}
        for key, cents in given.items():
            post_id = ids_of(key)[0] if key else None
            campaign = owners.of(post_id=post_id, offer_id=one.offer_id, link_id=one.link_id)
            sums[campaign] += cents
    return dict(sums)


def _bearing(rows: QuerySet[Any]) -> dict[int, int]:
    return dict(rows.exclude(campaign=None).order_by().values_list("pk", "campaign_id"))


def _payer(row: Cost | WorkTime, owners: Owners) -> int:
    """Return the campaign that a cost says, else that of its offer, else of its post."""
    if row.campaign_id:
        return row.campaign_id
    return owners.of(post_id=None, offer_id=row.offer_id) or owners.of(
        post_id=row.post_id, offer_id=None
    )


def _summed(rows: Sequence[Owned], economics: Economics) -> Brought:
    priced = [(one.row, one.worth) for one in rows if one.worth is not None]

    def total(what: Callable[[Worth], int]) -> int:
        return sum(what(value) for _row, value in priced)

    known = economics.margin_rate is not None
    many = sum(one.row.quantity for one in rows)
    return Brought(
        count=many,
        unpriced=many - sum(row.quantity for row, _value in priced),
        revenue_cents=total(lambda one: one.revenue_cents),
        discount_cents=total(lambda one: one.discount_cents),
        margin_cents=total(lambda one: one.margin_cents or 0) if known else None,
    )
