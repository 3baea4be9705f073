"""What screens about people and workspaces read."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Case, IntegerField, Value, When

from beffroi.workspaces.models import Invitation, User, Workspace


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


def someone_has_an_account() -> bool:
    """Tell whether anyone has made and confirmed an account on this installation."""
    return EmailAddress.objects.filter(verified=True).exists()


def open_invitation(invitation_id: int | None, *, now: datetime) -> Invitation | None:
    """Return an invitation that can still be accepted."""
    if invitation_id is None:
        return None
    found = Invitation.objects.open(now=now).select_related("workspace", "agency", "invited_by")
    return found.filter(pk=invitation_id).first()


def owns_address(user: User, address: str) -> bool:
    """Tell whether the person has proven that the address is theirs."""
    return EmailAddress.objects.filter(user=user, verified=True, email__iexact=address).exists()
