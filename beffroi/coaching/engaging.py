"""What an agency agrees with its clients."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from beffroi.coaching.models import Engagement
from beffroi.core import audit
from beffroi.workspaces.models import User, Workspace


class NotOfAgency(Exception):
    """Whoever is to lead does not work for the agency of this client; not fit for people."""


@transaction.atomic
def agree(
    workspace: Workspace,
    *,
    lead: User | None,
    minutes_a_month: int | None,
    actor: User,
    now: datetime,
) -> None:
    """Keep who leads for a client, and how many minutes a month were sold. Raises NotOfAgency."""
    if lead is not None and not _works_for(lead, workspace):
        raise NotOfAgency
    Engagement.objects.update_or_create(
        workspace=workspace,
        defaults={
            "lead": lead,
            "minutes_a_month": minutes_a_month,
            "changed_by": actor,
            "changed_at": now,
        },
    )
    audit.record(
        workspace_id=workspace.pk,
        actor_id=actor.pk,
        action="engagement.agreed",
        subject=f"workspace:{workspace.pk}",
        now=now,
    )


def engagements(workspace_ids: Collection[int]) -> dict[int, Engagement]:
    """Return what was agreed for each of these workspaces, by workspace. One query."""
    rows = Engagement.objects.filter(workspace__in=workspace_ids).select_related("lead")
    return {row.workspace_id: row for row in rows}


def _works_for(person: User, workspace: Workspace) -> bool:
    agency = workspace.agency
    return agency is not None and agency.memberships.filter(user=person).exists()
