"""Shops that tell their orders: connecting one, its secrets, taking it out."""

from __future__ import annotations

import json
import secrets
from datetime import datetime

from django.db import transaction

from beffroi.core import audit, crypto
from beffroi.sales.models import Shop
from beffroi.workspaces.models import User, Workspace

#: The secret before goes on working: the shop learns the new one a little later.
_SECRETS_KEPT = 2


@transaction.atomic
def connect(
    workspace: Workspace, *, name: str, software: str, actor: User, now: datetime
) -> tuple[Shop, str]:
    """Make a place that a shop calls; return it with its secret, which is shown once.

    Shopify makes the secret itself: there it is given later, see `use_secret`.
    """
    secret = secrets.token_urlsafe(32)
    shop = Shop(
        workspace=workspace,
        name=name,
        software=software,
        token=secrets.token_urlsafe(32),
        connected_by=actor,
        connected_at=now,
    )
    shop.sealed = _sealed(shop, [secret])
    shop.save()
    _record(shop, "shop.connected", actor=actor, now=now)
    return shop, secret


@transaction.atomic
def new_secret(shop: Shop, *, actor: User, now: datetime) -> str:
    """Make a new secret and return it; the one before goes on working."""
    secret = secrets.token_urlsafe(32)
    use_secret(shop, secret, actor=actor, now=now)
    return secret


@transaction.atomic
def use_secret(shop: Shop, secret: str, *, actor: User, now: datetime) -> None:
    """Check calls by a secret that the shop made; the one before goes on working."""
    row = Shop.objects.select_for_update().get(pk=shop.pk)
    row.sealed = _sealed(row, [secret, *secrets_of(row)][:_SECRETS_KEPT])
    row.save(update_fields=["sealed"])
    _record(row, "shop.secret_changed", actor=actor, now=now)


@transaction.atomic
def disconnect(shop: Shop, *, actor: User, now: datetime) -> None:
    """Listen to a shop no more; what it told stays counted. Asked twice it changes nothing."""
    if Shop.objects.filter(pk=shop.pk, removed_at=None).update(removed_at=now):
        _record(shop, "shop.disconnected", actor=actor, now=now)


@transaction.atomic
def reconnect(shop: Shop, *, actor: User, now: datetime) -> None:
    """Listen to a shop again. Asked twice it changes nothing."""
    if Shop.objects.filter(pk=shop.pk).exclude(removed_at=None).update(removed_at=None):
        _record(shop, "shop.reconnected", actor=actor, now=now)


def secrets_of(shop: Shop) -> list[str]:
    """Return the secrets of a shop, newest first. Raises core.crypto.CryptoError."""
    kept: list[str] = json.loads(crypto.open_sealed(bytes(shop.sealed), bound_to=binding(shop)))
    return kept


def binding(shop: Shop) -> str:
    """Return what the secrets of a shop belong to."""
    return f"sales.shop:{shop.token}"


def _sealed(shop: Shop, kept: list[str]) -> bytes:
    return crypto.seal(json.dumps(kept).encode(), bound_to=binding(shop))


def _record(shop: Shop, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=shop.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"shop:{shop.pk}",
        now=now,
    )
