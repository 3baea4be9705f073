"""Which posts and channels brought what came back: by what led to each conversion.

Nobody is followed. What led to a conversion is what it says itself (a link, a post that somebody
named, a channel), else the posts that carried its code; and, where the customer's digest is known,
what their conversions of the thirty days before said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from beffroi.core.periods import Period
from beffroi.metrics.attribution import WINDOW, Model, Touch, attribute, credit
from beffroi.metrics.proofs import Proof
from beffroi.publishing.models import Variant
from beffroi.sales.economics import economics_of
from beffroi.sales.models import Conversion, Economics, Offer, OfferPost
from beffroi.sales.returns import conversions_on, margin
from beffroi.workspaces.models import Workspace

#: A touch of a post on a channel; 0 where one of them is not known.
Key = str


@dataclass(frozen=True, slots=True)
class Led:
    """What one conversion brought, and what led to it."""

    proof: Proof
    margin_cents: int
    at: datetime
    offer_id: int | None
    link_id: int | None
    touches: tuple[Touch, ...]


@dataclass(frozen=True, slots=True)
class Worth:
    """What is left of one conversion, in cents; a refund took its part of the discount with it.

    `margin_cents` None: no margin rate was said.
    """

    revenue_cents: int
    discount_cents: int
    margin_cents: int | None


@dataclass(frozen=True, slots=True)
class Credit:
    """What a post or a channel is owed, by proof, in cents of margin."""

    by_proof: Mapping[Proof, int]

    @property
    def total_cents(self) -> int:
        """All that is owed."""
        return sum(self.by_proof.values())

    def of(self, proof: Proof) -> int:
        """Return what is owed by one proof."""
        return self.by_proof.get(proof, 0)


@dataclass(frozen=True, slots=True)
class Credits:
    """What each post and each channel is owed by one model, and what nobody can be given."""

    posts: Mapping[int, Credit]
    channels: Mapping[int, Credit]
    nobody: Credit


def led_to(workspace: Workspace, days: Period, *, offer: Offer | None = None) -> list[Led]:
    """Return the conversions of these days that have a margin, with what led to each.

    Five queries at most. Empty where no margin rate was said.
    """
    economics = economics_of(workspace)
    if economics.margin_rate is None:
        return []
    rows = list(
        conversions_on(workspace, days, offer=offer)
        .filter(net_cents__isnull=False, currency=economics.currency)
        .order_by("happened_at", "id")
    )
    return [_led(row, touches, economics) for row, touches in touched(workspace, rows)]


def touched(
    workspace: Workspace, rows: Sequence[Conversion]
) -> list[tuple[Conversion, tuple[Touch, ...]]]:
    """Return conversions, given the earliest first, with what led to each. Three queries."""
    carriers = _carriers(row.offer_id for row in rows)
    before = _before(workspace, rows)
    return [(row, _touches(row, carriers, before)) for row in rows]


def worth(row: Conversion, economics: Economics) -> Worth:
    """Return what is left of a conversion that has an amount in the company's currency."""
    kept = (row.net_cents or 0) - row.refunded_cents
    discount = row.discount_cents * kept // row.net_cents if row.net_cents else 0
    return Worth(kept, discount, margin(kept, discount, economics))


def credits(led: Sequence[Led], *, model: Model) -> Credits:
    """Share what came back among posts and channels, by one model; nothing is lost on the way."""
    posts: defaultdict[int, defaultdict[Proof, int]] = defaultdict(lambda: defaultdict(int))
    channels: defaultdict[int, defaultdict[Proof, int]] = defaultdict(lambda: defaultdict(int))
    nobody: defaultdict[Proof, int] = defaultdict(int)
    for one in led:
        shares = parts(one, model=model)
        if not shares:
            nobody[one.proof] += one.margin_cents
        for key, cents in shares.items():
            post_id, channel_id = ids_of(key)
            posts[post_id][one.proof] += cents
            channels[channel_id][one.proof] += cents
    return Credits(_credits(posts), _credits(channels), Credit(nobody))


def parts(one: Led, *, model: Model) -> dict[Key, int]:
    """Share one conversion; most have a single touch, which every model gives all."""
    keys = {touch.key for touch in one.touches if one.at - WINDOW <= touch.at <= one.at}
    if len(keys) == 1:
        return dict.fromkeys(keys, one.margin_cents)
    return credit(one.margin_cents, attribute(one.touches, at=one.at, model=model))


def _credits(sums: Mapping[int, Mapping[Proof, int]]) -> dict[int, Credit]:
    return {one: Credit(by_proof) for one, by_proof in sums.items()}


def _led(row: Conversion, touches: tuple[Touch, ...], economics: Economics) -> Led:
    return Led(
        proof=Proof(row.proof),
        margin_cents=worth(row, economics).margin_cents or 0,
        at=row.happened_at,
        offer_id=row.offer_id,
        link_id=row.link_id,
        touches=touches,
    )


def _touches(
    row: Conversion,
    carriers: Mapping[int, Sequence[Touch]],
    before: Mapping[str, Sequence[Conversion]],
) -> tuple[Touch, ...]:
    touches = [*_said(row, row.happened_at), *_earlier(row, before)]
    return tuple(touches or carriers.get(row.offer_id or 0, ()))


def _said(row: Conversion, at: datetime) -> Iterator[Touch]:
    """Give what a conversion says itself of where it came from."""
    if row.post_id or row.channel_id:
        yield Touch(at, _key(row.post_id, row.channel_id))


def _earlier(row: Conversion, before: Mapping[str, Sequence[Conversion]]) -> Iterator[Touch]:
    for other in before.get(row.customer, ()) if row.customer else ():
        if other.pk != row.pk and row.happened_at - WINDOW <= other.happened_at <= row.happened_at:
            yield from _said(other, other.happened_at)


def _before(workspace: Workspace, rows: Sequence[Conversion]) -> dict[str, list[Conversion]]:
    """Return what the customers of these conversions did before and within them. One query."""
    customers = {row.customer for row in rows if row.customer}
    if not customers:
        return {}
    found: defaultdict[str, list[Conversion]] = defaultdict(list)
    earliest = rows[0].happened_at - WINDOW - timedelta(days=1)
    for row in Conversion.objects.filter(
        workspace=workspace,
        customer__in=customers,
        removed_at=None,
        happened_at__gte=earliest,
        happened_at__lte=rows[-1].happened_at,
    ):
        found[row.customer].append(row)
    return found


def _carriers(offer_ids: Iterator[int | None]) -> dict[int, list[Touch]]:
    """Return when each post that carries an offer went out on each channel. Two queries."""
    wanted = {offer_id for offer_id in offer_ids if offer_id}
    carried = OfferPost.objects.filter(offer__in=wanted).values_list("post_id", "offer_id")
    offers: defaultdict[int, list[int]] = defaultdict(list)
    for post_id, offer_id in carried:
        offers[post_id].append(offer_id)
    found: defaultdict[int, list[Touch]] = defaultdict(list)
    published = Variant.objects.filter(
        post__in=offers, delivery__published_at__isnull=False
    ).values_list("post_id", "channel_id", "delivery__published_at")
    for post_id, channel_id, at in published:
        touch = Touch(cast(datetime, at), _key(post_id, channel_id))
        for offer_id in offers[post_id]:
            found[offer_id].append(touch)
    return found


def _key(post_id: int | None, channel_id: int | None) -> Key:
    """Write a post on a channel so that keys sort as their numbers do."""
    return f"{post_id or 0:020}/{channel_id or 0:020}"


def ids_of(key: Key) -> tuple[int, int]:
    """Return the post and the channel of a touch, 0 where one of them is not known."""
    post_id, channel_id = key.split("/")
    return int(post_id), int(channel_id)
