"""Workspaces and agencies alike: where people are members."""

from __future__ import annotations

from datetime import datetime

from beffroi.core import audit
from beffroi.workspaces.models import (
    Agency,
    AgencyMembership,
    AnyMembership,
    Invitation,
    Membership,
    Place,
    User,
    Workspace,
)
from beffroi.workspaces.rules import Role


def membership_of(user: User, place: Place) -> AnyMembership | None:
    """Return what the person is in a place, leaving out what they are through its agency."""
    if isinstance(place, Agency):
        return place.memberships.filter(user=user).first()
    return place.memberships.filter(user=user).first()


def new_membership(place: Place, user: User, role: Role) -> AnyMembership:
    """Make a membership, not saved yet."""
    if isinstance(place, Agency):
        return AgencyMembership(agency=place, user=user, role=role.value)
    return Membership(workspace=place, user=user, role=role.value)


def lock(place: Place) -> Place:
    """Let nobody else change who is in this place until the transaction ends."""
    if isinstance(place, Agency):
        return Agency.objects.select_for_update(no_key=True).get(pk=place.pk)
    return Workspace.objects.select_for_update(no_key=True).get(pk=place.pk)


def record(
    place: Place,
    action: str,
    *,
    actor: User | None,
    subject: Place | User | Invitation,
    now: datetime,
    role: Role | None = None,
) -> None:
    """Write what happened in a place to the audit trail."""
    kind = type(subject).__name__.lower()
    detail = {"role": role.value} if role else {}
    if isinstance(place, Agency):
        detail["agency"] = str(place.pk)
    audit.record(
        workspace_id=place.pk if isinstance(place, Workspace) else None,
        actor_id=actor.pk if actor else None,
        action=action,
        subject=f"{kind} {subject.pk}",
        now=now,
        detail=detail,
    )
