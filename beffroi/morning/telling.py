"""One notice a day on the devices of a person: how much waits, and no word of anybody."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from beffroi.listening.telling import pushing
from beffroi.morning.mails import headline
from beffroi.morning.models import Morning
from beffroi.web import queries
from beffroi.workspaces.links import link_into
from beffroi.workspaces.rules import Role


def show(row: Morning, *, role: Role, now: datetime) -> bool:
    """Show how much waits, on each device; tell whether anything did.

    Raises what `pushing.show` raises: shown again, it is the same notice, by its tag.
    """
    with translation.override(row.user.language):
        day = queries.today(row.workspace, user=row.user, role=role, now=now)
        if not day.mine:
            return False
        told = {
            "title": row.workspace.name,
            "body": headline(day),
            "url": link_into(row.workspace_id, reverse("today")),
            "tag": f"morning-{row.workspace_id}",
        }
    for device in pushing.devices_of(row.user):
        pushing.show(device, told, urgency="normal", now=now)
    return True
