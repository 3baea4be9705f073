"""What a person counts by hand: codes at the till, calls, visits, and what customers said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from beffroi.channels.models import Channel
from beffroi.core import audit
from beffroi.core.once import keep_once
from beffroi.publishing.models import Post
from beffroi.sales import matching
from beffroi.sales.economics import economics_of
from beffroi.sales.models import Conversion, Economics, Offer
from beffroi.sales.prices import struck_price
from beffroi.sales.rules import Kind, Source, taken_off, without_vat
from beffroi.workspaces.models import User, Workspace

_NOON = time(12)


#: What somebody says who counts something by hand.
_TOLD = ("kind", "day", "quantity", "net_cents", "offer_id", "post_id", "channel_id", "said")


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted on a day. `paid_cents` is what all of them paid together, with tax."""

    kind: Kind
    day: date
    quantity: int
    paid_cents: int | None = None
    offer: Offer | None = None
    post: Post | None = None
    channel: Channel | None = None
    said: str = ""


@transaction.atomic
def note(
    workspace: Workspace,
    count: Count,
    *,
    key: UUID | None = None,
    actor: User,
    now: datetime,
) -> Conversion:
    """Keep what somebody counted. What a code at the till brought may follow from its offer.

    `key` is that of the form: sent twice it makes one row.
    """
    economics = economics_of(workspace)
    net, discount = _amounts(count, economics)
    row = Conversion(
        workspace=workspace,
        kind=count.kind.value,
        source=Source.HAND.value,
        happened_at=datetime.combine(count.day, _NOON, tzinfo=workspace.zone),
        day=count.day,
        quantity=count.quantity,
        currency=economics.currency,
        net_cents=net,
        discount_cents=discount,
        code=count.offer.code if count.offer else "",
        post=count.post,
        channel=count.channel,
        said=count.said,
        noted_by=actor,
        noted_at=now,
    )
    matching.match(row, _offer_on(count))
    row, is_new = keep_once(row, key=key, told=_TOLD)
    if is_new:
        _record(row, "conversion.noted", actor=actor, now=now)
    return row


@transaction.atomic
def take_back(row: Conversion, *, actor: User, now: datetime) -> None:
    """Count something no more. Asked twice it changes nothing, as does putting back."""
    if Conversion.objects.filter(pk=row.pk, removed_at=None).update(removed_at=now):
        _record(row, "conversion.taken_back", actor=actor, now=now)


@transaction.atomic
def put_back(row: Conversion, *, actor: User, now: datetime) -> None:
    """Count again what was taken back."""
    if Conversion.objects.filter(pk=row.pk).exclude(removed_at=None).update(removed_at=None):
        _record(row, "conversion.put_back", actor=actor, now=now)


def _offer_on(count: Count) -> Offer | None:
    """Return the offer if it held on the day: a code that came too late proves nothing."""
    offer = count.offer
    return offer if offer and offer.first_day <= count.day <= offer.last_day else None


def _amounts(count: Count, economics: Economics) -> tuple[int | None, int]:
    """Return what was paid and what was taken off, both before tax and for all of them."""
    reduced, usual = _prices(count.offer)
    paid = count.paid_cents
    if paid is None and reduced is not None and count.kind is Kind.TILL:
        paid = reduced * count.quantity
    if paid is None:
        return None, 0
    off = 0
    if usual is not None and reduced is not None:
        off = max(usual - reduced, 0) * count.quantity
    elif count.offer is not None and count.offer.percent_off:
        off = taken_off(paid, hundredths=count.offer.percent_off)
    rate = economics.vat_rate
    return without_vat(paid, rate), without_vat(off, rate)


def _prices(offer: Offer | None) -> tuple[int | None, int | None]:
    if offer is None or offer.price_cents is None:
        return None, None
    return offer.price_cents, struck_price(offer)


def _record(row: Conversion, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=row.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"conversion:{row.pk}",
        now=now,
    )
