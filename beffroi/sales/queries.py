"""What the pages of offers, sales, costs and shops show. Access is the caller's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from beffroi.channels.models import Channel
from beffroi.core.keyset import Cursor, parse_cursor
from beffroi.core.periods import Period
from beffroi.metrics.attribution import Model
from beffroi.metrics.proofs import Proof
from beffroi.publishing.models import Post
from beffroi.sales import hours, wording
from beffroi.sales.crediting import Credit, credits, led_to
from beffroi.sales.models import Conversion, Cost, Offer, Product, Shop, WorkTime
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Role

PAGE = 50
#: As many as a list to choose from may hold: the older ones are left out.
_CHOICES_MAX = 100
_RECENT = 30


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer in the list, with how often its code proved a sale."""

    offer: Offer
    state: str
    certain: int


@dataclass(frozen=True, slots=True)
class ConversionPage:
    """A page of what was sold, and where the next one begins; "" on the last."""

    rows: Sequence[Conversion]
    following: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class ShopTold:
    """What one shop told so far."""

    orders: int
    with_proof: int
    newest: Conversion | None


@dataclass(frozen=True, slots=True)
class SpentRows:
    """The latest costs and times that were noted."""

    costs: Sequence[Cost]
    times: Sequence[WorkTime]


def offers_of(workspace: Workspace, *, today: date) -> list[OfferRow]:
    """Return all offers, those that run first, then those to come, then the past. One query."""
    rows = (
        Offer.objects.filter(workspace=workspace, removed_at=None)
        .select_related("product")
        .annotate(
            certain=Sum(
                "conversions__quantity",
                filter=Q(conversions__counts=True, conversions__removed_at=None),
            )
        )
        .order_by("-first_day", "-id")
    )
    found = [OfferRow(row, state_of(row, today=today), row.certain or 0) for row in rows]
    return sorted(found, key=lambda row: ("running", "coming", "over").index(row.state))


def state_of(offer: Offer, *, today: date) -> str:
    """Return whether an offer is `coming`, `running` or `over`."""
    if today < offer.first_day:
        return "coming"
    return "running" if today <= offer.last_day else "over"


def words_of(workspace: Workspace, offer_id: str) -> dict[str, Any]:
    """Return what a new offer like this one says, its days left out; empty where there is none."""
    if not offer_id.isdecimal() or len(offer_id) > 18:
        return {}
    rows = Offer.objects.filter(workspace=workspace, pk=int(offer_id)).select_related("product")
    offer = rows.first()
    if offer is None:
        return {}
    named = ("kind", "name", "limit", "conditions")
    words: dict[str, Any] = {name: getattr(offer, name) for name in named}
    product = offer.product.name if offer.product else ""
    prices = {"price": offer.price_cents, "percent_off": wording.share(offer.percent_off)}
    return words | prices | {"promo": offer.code, "product": product}


def products_of(workspace: Workspace) -> list[str]:
    """Return the names of products whose prices are kept."""
    names = Product.objects.filter(workspace=workspace).order_by("name", "id")
    return list(names.values_list("name", flat=True)[:_CHOICES_MAX])


def posts_named(workspace: Workspace, ids: Iterable[str]) -> QuerySet[Post]:
    """Return the workspace's posts among these ids; what is no id is left out."""
    wanted = [int(one) for one in ids if one.isdecimal() and len(one) <= 18]
    return Post.objects.filter(workspace=workspace, pk__in=wanted)


def choosable_offers(workspace: Workspace) -> QuerySet[Offer]:
    """Return the offers that something may be counted for, the latest first."""
    return Offer.objects.filter(workspace=workspace, removed_at=None).order_by("-first_day", "-id")


def choosable_channels(workspace: Workspace) -> QuerySet[Channel]:
    """Return the channels that something may be counted for."""
    return Channel.objects.of(workspace).present()


def conversions_of(workspace: Workspace, *, after: str) -> ConversionPage:
    """Return a page of what was sold, the newest first. One query."""
    cursor = parse_cursor(after)
    rows = Conversion.objects.filter(workspace=workspace, counts=True, removed_at=None)
    if cursor is not None:
        before = Q(happened_at__lt=cursor.at) | Q(happened_at=cursor.at, pk__lt=cursor.id)
        rows = rows.filter(before)
    related = rows.select_related("offer", "shop", "channel", "post", "noted_by", "link")
    found = list(related.order_by("-happened_at", "-id")[: PAGE + 1])
    shown = found[:PAGE]
    following = str(Cursor(shown[-1].happened_at, shown[-1].pk)) if len(found) > PAGE else ""
    return ConversionPage(shown, following, cursor is None)


def shops_of(workspace: Workspace) -> list[Shop]:
    """Return the shops that are connected."""
    return list(Shop.objects.filter(workspace=workspace, removed_at=None).order_by("name", "id"))


def told_by(shop: Shop) -> ShopTold:
    """Return what a shop told. Two queries."""
    rows = Conversion.objects.filter(shop=shop, counts=True)
    counts = rows.aggregate(all=Count("pk"), proven=Count("pk", filter=Q(proof__isnull=False)))
    newest = rows.order_by("-happened_at", "-id").first()
    return ShopTold(counts["all"], counts["proven"], newest)


def spent_lately(workspace: Workspace, *, user: User, role: Role) -> SpentRows:
    """Return the latest costs and times that somebody may see. Two queries."""
    related = ("offer", "channel", "post")
    costs = Cost.objects.filter(workspace=workspace, removed_at=None)
    noted = WorkTime.objects.filter(workspace=workspace, removed_at=None)
    times = hours.shown_to(noted, user=user, role=role)
    return SpentRows(
        list(costs.select_related(*related).order_by("-last_day", "-id")[:_RECENT]),
        list(times.select_related(*related, "person").order_by("-day", "-id")[:_RECENT]),
    )


@dataclass(frozen=True, slots=True)
class CarrierRow:
    """A post that carries an offer, with what it is owed by the last touch; sums in cents."""

    post: Post
    networks: Sequence[str]
    certain: int
    probable: int


def carriers_of(offer: Offer, *, days: Period) -> list[CarrierRow]:
    """Return the posts that carry an offer, in the order in which they leave."""
    owed = credits(led_to(offer.workspace, days, offer=offer), model=Model.LAST).posts
    posts = (
        Post.objects.filter(carries__offer=offer)
        .prefetch_related("variants__channel")
        .order_by("planned_at", "id")
    )
    nothing = Credit({})
    return [
        CarrierRow(
            post=post,
            networks=sorted({one.channel.network for one in post.variants.all()}),
            certain=owed.get(post.pk, nothing).of(Proof.CERTAIN),
            probable=owed.get(post.pk, nothing).of(Proof.PROBABLE),
        )
        for post in posts
    ]


def refused_codes(offer: Offer) -> int:
    """Return how many used the code of an offer on a day on which it did not hold."""
    if not offer.code:
        return 0
    rows = Conversion.objects.filter(
        workspace=offer.workspace, code=offer.code, offer=None, removed_at=None, counts=True
    )
    return rows.aggregate(all=Sum("quantity"))["all"] or 0


def days_of(offer: Offer, *, today: date) -> Period:
    """Return the days on which an offer may have cost and brought: from a month before it.

    Posts are written and paid for before the first day, and a cost may be for days still to come:
    a year after its last day, or after today.
    """
    first = offer.first_day - timedelta(days=31)
    return Period(first, max(today, offer.last_day) + timedelta(days=366))
