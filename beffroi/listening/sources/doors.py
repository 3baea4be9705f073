"""Keeps the doors of sources: a hidden address, and what was agreed with the hub that calls."""

from __future__ import annotations

import secrets
from datetime import datetime

from beffroi.channels import agreements
from beffroi.channels.network_apps import webhook_url
from beffroi.listening.models import Source, SourceDoor
from beffroi.networks.contracts import DeveloperApp
from beffroi.networks.errors import AppMisconfigured


def find(source: Source) -> SourceDoor | None:
    """Return the door of a source, None when it has none yet."""
    return SourceDoor.objects.filter(source=source).first()


def keep(source: Source, agreed: DeveloperApp, *, tells_until: datetime | None) -> SourceDoor:
    """Keep what is agreed about a source; its door is made when it has none."""
    row = find(source) or SourceDoor(source=source, token=secrets.token_urlsafe(32))
    row.sealed = agreements.sealed(agreed, bound_to=binding(row))
    row.tells_until = tells_until
    fields = ["sealed", "tells_until"]  # what is told meanwhile stays
    row.save(update_fields=fields if row.pk else None)
    return row


def agreed_at(row: SourceDoor) -> DeveloperApp:
    """Return what was agreed at a door. Raises AppMisconfigured when no key opens it."""
    return agreements.opened(row.sealed, bound_to=binding(row))


def called(network: str, token: str) -> tuple[SourceDoor, DeveloperApp] | None:
    """Return the door that somebody calls at, None when there is none or no key opens it."""
    rows = SourceDoor.objects.filter(source__network=network, token=token)
    row = rows.select_related("source").first()
    if row is None:
        return None
    try:
        return row, agreed_at(row)
    except AppMisconfigured:
        return None


def callback_url(row: SourceDoor) -> str:
    """Return the address of a door."""
    return webhook_url(row.source.network, row.token)


def binding(row: SourceDoor) -> str:
    """Return what a door's secret is bound to."""
    return f"source-door:{row.token}"
