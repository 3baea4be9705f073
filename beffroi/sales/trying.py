"""Tries the connection of a shop by a test order: proven and read as any other, never kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from beffroi.core.crypto import CryptoError
from beffroi.sales import calling
from beffroi.sales.calls import settings_of
from beffroi.sales.models import Shop
from beffroi.sales.orders.samples import NUMBER, sample
from beffroi.sales.orders.signatures import Proof
from beffroi.sales.orders.software import Software, prove, reader_of
from beffroi.sales.orders.told import OrderTold, Unreadable
from beffroi.sales.shops import secrets_of

#: Why a test order fails where no shop could mend it.
SECRET_LOST, NOT_PROVEN, NOT_READ = "secret_lost", "not_proven", "not_read"


@transaction.atomic
def try_out(shop: Shop, *, now: datetime) -> str:
    """Make a test order, have it proven and read, and note it; return what failed, "" if nothing.

    It shows that the secret is kept and that orders of this shop are read; that the shop calls the
    right address, only a call of the shop shows.
    """
    problem, detail = _tried(shop, now=now)
    calling.note_trial(shop, problem, detail, now=now)
    return problem


def _tried(shop: Shop, *, now: datetime) -> tuple[str, str]:
    kind, settings = Software(shop.software), settings_of(shop)
    try:
        secrets = secrets_of(shop)
    except CryptoError:
        return SECRET_LOST, ""
    headers, body = sample(kind, currency=settings.currency, secret=secrets[0], now=now)
    if prove(kind, headers, body, secrets=secrets, now=now) is not Proof.GENUINE:
        return NOT_PROVEN, ""
    told = reader_of(kind)(body, headers, shop=settings, now=now)
    wrong = next((one for one in told if isinstance(one, Unreadable)), None)
    if wrong is not None:
        return wrong.problem.value, wrong.detail
    return ("", NUMBER) if any(isinstance(one, OrderTold) for one in told) else (NOT_READ, "")
