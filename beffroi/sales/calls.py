"""What a shop calls: whether it is genuine, and what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from beffroi.sales import calling
from beffroi.sales.economics import economics_of
from beffroi.sales.models import Shop
from beffroi.sales.orders.shops import Shop as ShopSettings
from beffroi.sales.orders.signatures import Proof
from beffroi.sales.orders.software import Software, prove, reader_of
from beffroi.sales.orders.told import Telling, Unreadable
from beffroi.sales.orders.woocommerce import is_ping
from beffroi.sales.recording import record
from beffroi.sales.rules import Source
from beffroi.sales.shops import secrets_of

#: An order of a thousand lines weighs less.
BODY_BYTES_MAX = 1_000_000


def shop_at(token: str) -> Shop | None:
    """Return the connected shop whose address holds a token, None where there is none."""
    rows = Shop.objects.filter(token=token, removed_at=None, workspace__closed_at=None)
    return rows.select_related("workspace").first()


def hear(shop: Shop, *, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Keep what a shop tells; tell whether it is genuine. Twice the same changes nothing.

    What is genuine and cannot be read is noted for people: the shop would send it again as it is.
    Raises core.crypto.CryptoError where no key opens the shop's secrets.
    """
    software = Software(shop.software)
    if software is Software.WOOCOMMERCE and is_ping(body):
        calling.note_ping(shop, now=now)
        return True  # unsigned; it tells nothing
    proof = prove(software, headers, body, secrets=secrets_of(shop), now=now)
    if proof is not Proof.GENUINE:
        Shop.objects.filter(pk=shop.pk).update(forged=F("forged") + 1)
        calling.note_refused(shop, proof, headers, now=now)
        return False
    told = reader_of(software)(body, headers, shop=settings_of(shop), now=now)
    with transaction.atomic():
        recorded = record(shop, told, source=Source.SHOP, now=now)
        _note(shop, told, now=now)
        calling.note_told(shop, told, recorded, now=now)
    return True


def settings_of(shop: Shop) -> ShopSettings:
    """Return what a shop's orders are read by."""
    economics = economics_of(shop.workspace)
    return ShopSettings(
        zone=shop.workspace.zone, currency=economics.currency, vat_rate=economics.vat_rate
    )


def _note(shop: Shop, told: Sequence[Telling], *, now: datetime) -> None:
    problem = next((one.problem.value for one in told if isinstance(one, Unreadable)), "")
    trouble = {"trouble": problem, "trouble_at": now if problem else None}
    Shop.objects.filter(pk=shop.pk).update(heard_at=now, **trouble)
