"""What screens about people and workspaces read."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Value, When

from beffroi.workspaces.models import User, Workspace


def workspace_to_enter(user: User, *, chosen_id: int | None) -> Workspace | None:
    """Return the workspace a request belongs to: the chosen one, else the last, else the first.

    Only workspaces that the person reaches; the role is in `reached_as`. One query.
    """
    order = Case(
        When(pk=chosen_id, then=Value(0)),
        When(pk=user.last_workspace_id, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return Workspace.objects.reachable_by(user).order_by(order, "name", "pk").first()
