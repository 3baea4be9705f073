"""What people do with workspaces and their members: one function per intention."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from beffroi.workspaces.models import Agency, Membership, User, Workspace
from beffroi.workspaces.rules import Role, one_line


@transaction.atomic
def create_workspace(
    *,
    owner: User,
    name: str,
    activity: str = "",
    time_zone: str = "Europe/Paris",
    agency: Agency | None = None,
    now: datetime,
) -> Workspace:
    """Open a workspace, with `owner` as its first owner."""
    workspace = Workspace(
        name=one_line(name), activity=one_line(activity), time_zone=time_zone, agency=agency
    )
    workspace.full_clean()
    workspace.save()
    Membership.objects.create(workspace=workspace, user=owner, role=Role.OWNER.value)
    return workspace


@transaction.atomic
def add_member(
    *, workspace: Workspace, user: User, role: Role, actor: User | None, now: datetime
) -> Membership:
    """Give someone a role in a workspace; someone already there keeps the stronger role."""
    membership, _created = Membership.objects.get_or_create(
        workspace=workspace, user=user, defaults={"role": role.value}
    )
    return membership
