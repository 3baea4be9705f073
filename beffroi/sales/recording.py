"""Keeps what a shop told: each order once, at its newest, whatever comes first or twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import transaction

from beffroi.links.models import Link
from beffroi.links.rules import is_code
from beffroi.publishing.short_links import Origin, origin_of
from beffroi.reviews.hashing import hasher
from beffroi.sales import matching
from beffroi.sales.economics import economics_of
from beffroi.sales.models import Conversion, Economics, Offer, Refund, Shop
from beffroi.sales.models.conversions import DIGEST_LENGTH
from beffroi.sales.orders.told import (
    ContactTold,
    OrderGone,
    OrderTold,
    RefundTold,
    Stage,
    Tax,
    Telling,
    rank_of,
)
from beffroi.sales.rules import (
    CUSTOMER_KEPT_FOR,
    ORDER_ID_MAX,
    SAID_MAX,
    Kind,
    Returned,
    Source,
    normal_code,
    refunded,
)

#: Before the number of a form's contact: a shop may have an order of the same.
_CONTACT = "form/"


@dataclass
class Recorded:
    """How many orders were new or newer, and how many said nothing new."""

    orders: int = 0
    known: int = 0


@transaction.atomic
def record(shop: Shop, tellings: Iterable[Telling], *, source: Source, now: datetime) -> Recorded:
    """Keep what was told. Told again, or late, it changes nothing."""
    Shop.objects.select_for_update().get(pk=shop.pk)  # two calls about one order, at once
    keeper = _Keeper(shop, source=source, now=now)
    told = list(tellings)
    keeper.look_up(told)
    for telling in told:
        keeper.take(telling)
    keeper.settle()
    return keeper.recorded


def settle(shop: Shop, rows: Iterable[Conversion]) -> None:
    """Say of orders of a shop how much of each went back, and write them."""
    orders = list(rows)
    refunds: dict[str, list[Returned]] = {}
    for one in Refund.objects.filter(shop=shop, order_id__in=[row.order_id for row in orders]):
        returned = Returned(one.refund_id, one.net_cents, one.rank, one.is_sum)
        refunds.setdefault(one.order_id, []).append(returned)
    for row in orders:
        back = refunded(refunds.get(row.order_id, ()), rank=row.rank, standing=row.refund_ids)
        most = max(row.net_cents or 0, 0)  # delivery that was paid back is not of the goods
        row.refunded_cents = min(back, most)
        row.save()


def forget_customers(*, now: datetime) -> int:
    """Erase what tells the customers of long ago apart; what they bought stays counted."""
    old = Conversion.objects.filter(happened_at__lt=now - CUSTOMER_KEPT_FOR)
    return old.exclude(customer="").update(customer="")


class _Keeper:
    """What is known of the orders that a call or a table tells, read at once."""

    def __init__(self, shop: Shop, *, source: Source, now: datetime) -> None:
        self._shop, self._source, self._now = shop, source, now
        self._zone = shop.workspace.zone
        self._touched: dict[str, None] = {}
        self._rows: dict[str, Conversion] = {}
        self._offers: list[Offer] = []
        self._links: Mapping[str, Link] = {}
        self._origins: Mapping[int, Origin] = {}
        self.recorded = Recorded()

    @cached_property
    def _economics(self) -> Economics:
        return economics_of(self._shop.workspace)

    @cached_property
    def _digest(self) -> _Digest:
        return _Digest(self._shop)

    def look_up(self, told: list[Telling]) -> None:
        """Read whatever these tellings may touch."""
        ids = {_id_of(one) for one in told} - {""}
        found = Conversion.objects.filter(shop=self._shop, order_id__in=ids)
        self._rows = {row.order_id: row for row in found}
        orders = [one for one in told if isinstance(one, OrderTold | ContactTold)]
        codes = {normal_code(code) for one in orders for code in one.codes}
        workspace_id = self._shop.workspace_id
        self._offers = list(matching.offers_with(workspace_id, codes))
        clicks = {click for one in orders if (click := _click(one))}
        links = Link.objects.filter(workspace_id=workspace_id, code__in=clicks)
        self._links = {link.code: link for link in links}
        self._origins = origin_of([link.pk for link in self._links.values()])

    def take(self, telling: Telling) -> None:
        """Keep one telling."""
        match telling:
            case OrderTold():
                self._take_order(telling)
            case RefundTold():
                self._take_refund(telling)
            case ContactTold():
                self._take_contact(telling)
            case OrderGone():
                self._take_end(telling)
            case _:
                pass

    def settle(self) -> None:
        """Say of each order that was touched how much of it went back."""
        touched = (self._rows.get(order_id) for order_id in self._touched)
        settle(self._shop, [row for row in touched if row is not None])

    def _take_order(self, told: OrderTold) -> None:
        order_id = told.order_id[:ORDER_ID_MAX]
        row = self._rows.get(order_id)
        if row is not None and row.rank >= told.rank:
            self.recorded.known += 1
            return
        row = row or self._fresh(Kind.ORDER, order_id)
        row.rank, row.counts, row.currency = told.rank, told.is_counted, told.currency
        is_known = told.tax is Tax.KNOWN
        row.net_cents = told.net_cents if is_known else None
        row.discount_cents = told.discount_cents if is_known else 0
        # Those that stood before tell nothing of what went back since: without new ones, all count.
        row.refund_ids = None if told.refund_ids is None else list(told.refund_ids)
        row.is_first_of_customer = told.is_first_of_customer
        self._fill(row, told)

    def _take_contact(self, told: ContactTold) -> None:
        contact_id = _id_of(told)
        if contact_id in self._rows:
            self.recorded.known += 1
            return
        self._fill(self._fresh(Kind.CONTACT, contact_id), told)

    def _fresh(self, kind: Kind, order_id: str) -> Conversion:
        row = Conversion(
            shop=self._shop,
            workspace_id=self._shop.workspace_id,
            kind=kind.value,
            order_id=order_id,
            currency=self._economics.currency,
        )
        self._rows[order_id] = row
        return row

    def _fill(self, row: Conversion, told: OrderTold | ContactTold) -> None:
        """Keep when something was, who it was, and what led to it."""
        row.source = (Source.FORM if isinstance(told, ContactTold) else self._source).value
        row.noted_at, row.happened_at = self._now, told.moment
        row.day = told.moment.astimezone(self._zone).date()
        row.said = told.said[:SAID_MAX]
        row.customer = self._digest(told.email) if told.email else row.customer
        codes = [code for code in map(normal_code, told.codes) if code]
        offer = matching.best(self._offers, codes, day=row.day)
        row.code = offer.code if offer else next(iter(codes), "")
        row.link = self._links.get(_click(told)) or row.link
        if row.link_id and (origin := self._origins.get(row.link_id)):
            row.post_id, row.channel_id = origin.post_id, origin.channel_id
        matching.match(row, offer)
        self._touched[row.order_id] = None
        self.recorded.orders += 1

    def _take_refund(self, told: RefundTold) -> None:
        row, is_new = Refund.objects.get_or_create(
            shop=self._shop,
            refund_id=told.refund_id[:ORDER_ID_MAX],
            defaults={
                "order_id": told.order_id[:ORDER_ID_MAX],
                "net_cents": told.net_cents,
                "refunded_at": told.moment,
                "rank": told.rank,
                "is_sum": told.is_sum,
            },
        )
        if not is_new and told.rank > row.rank:
            row.net_cents, row.rank = told.net_cents, told.rank
        row.refunded_at = min(row.refunded_at, told.moment)
        row.save(update_fields=["net_cents", "rank", "refunded_at"])
        self._touched[row.order_id] = None

    def _take_end(self, told: OrderGone) -> None:
        """Count a deleted order no more; of one that was never told, a trace keeps it out."""
        order_id = told.order_id[:ORDER_ID_MAX]
        row = self._rows.get(order_id)
        if row is None:
            row = self._fresh(Kind.ORDER, order_id)
            row.source, row.happened_at = self._source.value, self._now
            row.day = self._now.astimezone(self._zone).date()
        row.counts, row.noted_at = False, self._now
        row.rank = max(row.rank, rank_of(self._now, Stage.OPEN))
        self._touched[order_id] = None
        self.recorded.orders += 1


def _id_of(telling: Telling) -> str:
    """Return the id under which something is kept, "" where nothing is."""
    if isinstance(telling, ContactTold):
        return f"{_CONTACT}{telling.contact_id}"[:ORDER_ID_MAX]
    return str(getattr(telling, "order_id", ""))[:ORDER_ID_MAX]


def _click(told: OrderTold | ContactTold) -> str:
    """Return the code of the short link that led to an order, "" where nothing tells it.

    Shops keep `utm_content` by themselves: short links say their code there, see `links.actions`.
    """
    landing = told.landing
    return landing.click or (landing.content if is_code(landing.content) else "")


class _Digest:
    """Tells the customers of a workspace apart, and nothing else: their addresses are not kept."""

    def __init__(self, shop: Shop) -> None:
        self._hashed = hasher(shop.workspace)

    def __call__(self, email: str) -> str:
        return self._hashed(f"customer:{email}")[:DIGEST_LENGTH]
