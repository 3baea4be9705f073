"""Notes the calls of a shop, so that whoever sets it up sees at once what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from beffroi.sales.economics import economics_of
from beffroi.sales.models import Shop, ShopCall
from beffroi.sales.orders.problems import Problem
from beffroi.sales.orders.signatures import Proof, seconds_off
from beffroi.sales.orders.told import OrderGone, OrderTold, Ping, RefundTold, Telling, Unreadable
from beffroi.sales.recording import Recorded
from beffroi.sales.rules import CALL_DETAIL_MAX, Outcome

#: As many as a page shows.
CALLS_KEPT = 30
_UNPROVEN_KEPT = timedelta(days=30)
UNPROVEN = (Outcome.PING, Outcome.MISSING, Outcome.FORGED, Outcome.STALE)
_OF_PROOF = {
    Proof.MISSING: Outcome.MISSING,
    Proof.FORGED: Outcome.FORGED,
    Proof.STALE: Outcome.STALE,
}


def note_refused(shop: Shop, proof: Proof, headers: Mapping[str, str], *, now: datetime) -> None:
    """Count a call that is not proven to come from the shop; nothing of it is kept."""
    off = seconds_off(headers, now=now) if proof is Proof.STALE else None
    _count(shop, _OF_PROOF[proof], detail="" if off is None else str(off), now=now)


def note_ping(shop: Shop, *, now: datetime) -> None:
    """Count that WooCommerce tried the address, which it does without a signature."""
    _count(shop, Outcome.PING, detail="", now=now)


def note_told(shop: Shop, told: Sequence[Telling], recorded: Recorded, *, now: datetime) -> None:
    """Note a genuine call; of what it tells, only the number of the order is kept."""
    outcome, problem, detail = outcome_of(shop, told, recorded)
    _keep(shop, outcome, problem=problem, detail=detail, now=now)


def note_trial(shop: Shop, problem: str, detail: str, *, now: datetime) -> None:
    """Note a test order that was made here."""
    _keep(shop, Outcome.TRIAL, problem=problem, detail=detail, now=now)


def outcome_of(shop: Shop, told: Sequence[Telling], recorded: Recorded) -> tuple[Outcome, str, str]:
    """Return what became of a genuine call, a key of what is wrong with it, and in which words."""
    wrong = next((one for one in told if isinstance(one, Unreadable)), None)
    if wrong is not None:
        return Outcome.UNREADABLE, wrong.problem.value, wrong.detail
    if told and all(isinstance(one, Ping) for one in told):
        return Outcome.GREETED, "", ""
    orders = [one for one in told if isinstance(one, OrderTold)]
    number = orders[0].number if orders else ""
    if recorded.known and not recorded.orders:
        return Outcome.KNOWN, "", number
    other = next((one.currency for one in orders if one.currency != currency_of(shop)), "")
    if other:
        return Outcome.TAKEN, Problem.OTHER_CURRENCY.value, f"{number} {other}"
    has_more = any(isinstance(one, RefundTold | OrderGone) for one in told)
    return (Outcome.TAKEN if recorded.orders or has_more else Outcome.NOTHING), "", number


def currency_of(shop: Shop) -> str:
    """Return the currency in which a workspace counts: other sums stand in no figure."""
    return economics_of(shop.workspace).currency


def _count(shop: Shop, outcome: Outcome, *, detail: str, now: datetime) -> None:
    day = now.astimezone(shop.workspace.zone).date()
    rows = ShopCall.objects.filter(shop=shop, day=day, outcome=outcome.value)
    more = {"times": F("times") + 1, "at": now, "detail": detail}
    if rows.update(**more):
        return
    try:
        with transaction.atomic():
            ShopCall.objects.create(
                shop=shop, day=day, outcome=outcome.value, at=now, detail=detail
            )
    except IntegrityError:  # another call of the same second
        rows.update(**more)
    old = ShopCall.objects.filter(shop=shop, at__lt=now - _UNPROVEN_KEPT)
    old.filter(outcome__in=[one.value for one in UNPROVEN]).delete()


def _keep(shop: Shop, outcome: Outcome, *, problem: str, detail: str, now: datetime) -> None:
    ShopCall.objects.create(
        shop=shop,
        day=now.astimezone(shop.workspace.zone).date(),
        outcome=outcome.value,
        at=now,
        problem=problem,
        detail=detail[:CALL_DETAIL_MAX],
    )
    proven = ShopCall.objects.filter(shop=shop).exclude(outcome__in=[one.value for one in UNPROVEN])
    old = proven.order_by("-at", "-id").values_list("pk", flat=True)[CALLS_KEPT:]
    ShopCall.objects.filter(pk__in=list(old)).delete()
