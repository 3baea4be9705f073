"""What pages, and other apps, read of website checks."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from beffroi.sitecheck import storing
from beffroi.sitecheck.bounding import BY_ASKER, BY_SITE, IN_ALL, Counts
from beffroi.sitecheck.models import FirstState, SiteCheck
from beffroi.sitecheck.rules import SiteFacts
from beffroi.workspaces.models import Workspace


def find(token: str, *, now: datetime) -> SiteCheck | None:
    """Return the check at an address, None once its day is over."""
    return SiteCheck.objects.filter(token=token, ends_at__gt=now).first()


def recently_read(address: str, *, since: datetime) -> SiteCheck | None:
    """Return the newest reading of this very address since a moment, whoever asked for it."""
    read = SiteCheck.objects.filter(address=address, state=SiteCheck.State.READ, read_at__gte=since)
    return read.order_by("-read_at", "-id").first()


def counts(asker: str, *, host: str, since: datetime) -> Counts:
    """Count the checks since a moment, each up to its bound."""
    recent = SiteCheck.objects.filter(asked_at__gt=since)
    return Counts(
        by_asker=recent.filter(asker=asker)[:BY_ASKER].count(),
        by_site=recent.filter(host=host, requests__gt=0)[:BY_SITE].count()
        + recent.filter(host=host, state=SiteCheck.State.WAITING)[:BY_SITE].count(),
        in_all=recent[:IN_ALL].count(),
    )


def open_checks() -> QuerySet[SiteCheck]:
    """Return what waits to be read, the oldest first."""
    return SiteCheck.objects.filter(state=SiteCheck.State.WAITING).order_by("asked_at", "id")


def first_state(workspace: Workspace) -> FirstState | None:
    """Return how a workspace's site stood when it began, if anybody kept it."""
    return FirstState.objects.filter(workspace=workspace).first()


def kept_facts(workspace: Workspace) -> SiteFacts | None:
    """Return the facts of the newest reading that was kept, for who computes from them."""
    state = first_state(workspace)
    return None if state is None else storing.facts_from_json(state.newest_facts or state.facts)
