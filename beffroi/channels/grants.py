"""Keeps a yes that opens several accounts, sealed, for the minutes in which a person chooses."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from beffroi.channels.models import Grant, NetworkApp
from beffroi.core import crypto
from beffroi.networks.contracts import Access, Connection, Profile
from beffroi.workspaces.models import User, Workspace

#: Long enough to choose, short enough that a forgotten yes is worth nothing.
LASTS = timedelta(minutes=30)


def binding(row: Grant) -> str:
    """Return what a grant's accesses are bound to."""
    return f"grant:{row.nonce}"


@transaction.atomic
def keep(
    connections: Sequence[Connection],
    *,
    workspace: Workspace,
    actor: User,
    network: str,
    network_app: NetworkApp | None,
    now: datetime,
) -> Grant:
    """Keep what may be connected; forget whatever is too old, or was this person's before."""
    Grant.objects.filter(given_at__lte=now - LASTS).delete()
    Grant.objects.filter(workspace=workspace, actor=actor, network=network).delete()
    row = Grant(
        workspace=workspace,
        actor=actor,
        network=network,
        network_app=network_app,
        nonce=secrets.token_urlsafe(32),
        given_at=now,
    )
    plain = json.dumps([_to_json(one) for one in connections]).encode()
    row.sealed = crypto.seal(plain, bound_to=binding(row))
    row.save()
    return row


def find(*, workspace: Workspace, actor: User, network: str, now: datetime) -> Grant | None:
    """Return what this person may choose from here and now, None when there is nothing."""
    rows = Grant.objects.filter(
        workspace=workspace, actor=actor, network=network, given_at__gt=now - LASTS
    )
    return rows.select_related("network_app").order_by("-id").first()


def opened(row: Grant) -> list[Connection]:
    """Return what may be connected; nothing when no key opens it."""
    try:
        plain = crypto.open_sealed(bytes(row.sealed), bound_to=binding(row))
    except crypto.CryptoError:
        return []
    return [_from_json(one) for one in json.loads(plain)]


def forget_person(network_app: NetworkApp, person_id: str) -> None:
    """Remove every grant that somebody gave through an app."""
    for row in Grant.objects.filter(network_app=network_app).order_by("id"):
        if any(connection.consented_by == person_id for connection in opened(row)):
            row.delete()


def _to_json(connection: Connection) -> dict[str, Any]:
    access = connection.access
    return {
        "profile": asdict(connection.profile),
        "origin": access.origin,
        "account_id": access.account_id,
        "secrets": dict(access.secrets),
        "ends_at": access.ends_at and access.ends_at.isoformat(),
        "consented_by": connection.consented_by,
    }


def _from_json(stored: dict[str, Any]) -> Connection:
    ends_at = stored["ends_at"]
    return Connection(
        profile=Profile(**stored["profile"]),
        access=Access(
            origin=stored["origin"],
            account_id=stored["account_id"],
            secrets=stored["secrets"],
            ends_at=datetime.fromisoformat(ends_at) if ends_at else None,
        ),
        consented_by=stored.get("consented_by", ""),
    )
