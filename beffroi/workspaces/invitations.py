"""Invitations: asked, mailed, accepted by the right person once, or withdrawn."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from beffroi.core import jobs, tokens
from beffroi.workspaces import actions, places, queries
from beffroi.workspaces.errors import (
    AlreadyMember,
    InvitationClosed,
    InvitedJustNow,
    RoleOutOfReach,
    TooManyInvitations,
    WrongAddress,
)
from beffroi.workspaces.models import Agency, AnyMembership, Invitation, Place, User, Workspace
from beffroi.workspaces.rules import (
    AGENCY_ROLES,
    INVITATION_LASTS,
    OPEN_INVITATIONS_MAX,
    Role,
    grantable,
    normal_email,
)

SEND_INVITATION = "workspaces.send_invitation"
_AGAIN_AFTER = timedelta(minutes=1)


@transaction.atomic
def invite(
    *, place: Place, email: str, role: Role, actor: User, actor_role: Role, now: datetime
) -> Invitation:
    """Offer someone a role; a mail with a link follows. An open offer to them is replaced.

    Raises RoleOutOfReach, AlreadyMember, TooManyInvitations, InvitedJustNow.
    """
    place = places.lock(place)
    address = normal_email(email)
    offered = AGENCY_ROLES if isinstance(place, Agency) else tuple(Role)
    if role not in offered or role not in grantable(actor_role):
        raise RoleOutOfReach
    if place.memberships.filter(user__email__iexact=address).exists():
        raise AlreadyMember
    _replace_open(place, address, actor_role=actor_role, now=now)
    if place.invitations.open(now=now).count() >= OPEN_INVITATIONS_MAX:
        raise TooManyInvitations
    invitation = Invitation.objects.create(
        workspace=place if isinstance(place, Workspace) else None,
        agency=place if isinstance(place, Agency) else None,
        email=address,
        role=role.value,
        invited_by=actor,
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    jobs.enqueue(
        SEND_INVITATION,
        key=str(invitation.pk),
        run_at=now,
        payload={"invitation_id": invitation.pk},
        workspace_id=invitation.workspace_id,
    )
    places.record(place, "invitation.sent", actor=actor, subject=invitation, now=now, role=role)
    return invitation


def send_again(
    *, invitation: Invitation, actor: User, actor_role: Role, now: datetime
) -> Invitation:
    """Send a fresh link that lasts the full time; the earlier link stops working.

    Raises what `invite` raises.
    """
    return invite(
        place=invitation.place,
        email=invitation.email,
        role=invitation.offered_role,
        actor=actor,
        actor_role=actor_role,
        now=now,
    )


@transaction.atomic
def revoke(*, invitation: Invitation, actor: User, actor_role: Role, now: datetime) -> None:
    """Withdraw an offer that was not accepted. Raises RoleOutOfReach, InvitationClosed."""
    if invitation.offered_role not in grantable(actor_role):
        raise RoleOutOfReach
    if not _close(invitation, revoked_at=now):
        raise InvitationClosed
    places.record(invitation.place, "invitation.revoked", actor=actor, subject=invitation, now=now)


@transaction.atomic
def accept(*, invitation: Invitation, user: User, now: datetime) -> AnyMembership:
    """Take the offered role, once, as the person whose confirmed address was invited.

    Raises WrongAddress, InvitationClosed.
    """
    if not queries.owns_address(user, invitation.email):
        raise WrongAddress
    if not invitation.is_open(now=now):
        raise InvitationClosed
    if not _close(invitation, accepted_at=now, accepted_by=user):
        raise InvitationClosed
    return actions.add_member(
        place=invitation.place, user=user, role=invitation.offered_role, actor=user, now=now
    )


def new_token(invitation: Invitation) -> str:
    """Return a fresh secret for the invitation's link; it is known nowhere else afterwards."""
    token = tokens.new_token()
    invitation.token_sha256 = tokens.digest(token)
    invitation.save(update_fields=["token_sha256"])
    return token


def by_token(token: str) -> Invitation | None:
    """Return the invitation to which a link belongs, open or not."""
    found = Invitation.objects.select_related("workspace", "agency")
    return found.filter(token_sha256=tokens.digest(token)).first()


def _close(invitation: Invitation, **answer: datetime | User) -> bool:
    """Answer an invitation unless it has been; of two at once, one gets True."""
    unanswered = Invitation.objects.unanswered().filter(pk=invitation.pk)
    return unanswered.update(**answer) == 1


def _replace_open(place: Place, address: str, *, actor_role: Role, now: datetime) -> None:
    earlier = place.invitations.unanswered().filter(email=address).first()
    if earlier is None:
        return
    if earlier.offered_role not in grantable(actor_role):
        raise RoleOutOfReach
    if now - earlier.created_at < _AGAIN_AFTER:
        raise InvitedJustNow
    _close(earlier, revoked_at=now)
