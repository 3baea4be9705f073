"""Who of a workspace may do what in its inbox: to whom a conversation can be given, who reads."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission, Role, may


def who_may(workspace: Workspace, permission: Permission) -> QuerySet[User]:
    """Return the people who have a permission here, own or through an agency, by name."""
    roles = [role.value for role in Role if may(role, permission)]
    own = Q(memberships__workspace=workspace, memberships__role__in=roles)
    through_agency = Q(
        agency_memberships__agency__workspaces=workspace,
        agency_memberships__agency__closed_at__isnull=True,
        agency_memberships__role__in=roles,
    )
    ids = User.objects.filter(own | through_agency).values("pk")
    return User.objects.filter(pk__in=ids, is_active=True).order_by("name", "email", "pk")
