"""What people do with workspaces, agencies and their members: one function per intention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction

from beffroi.core import audit
from beffroi.workspaces import places
from beffroi.workspaces.errors import LastOwner, RoleOutOfReach, TooLateToUndo
from beffroi.workspaces.events import workspace_changed
from beffroi.workspaces.models import (
    Agency,
    AgencyMembership,
    AnyMembership,
    Membership,
    Place,
    User,
    Workspace,
)
from beffroi.workspaces.rules import (
    REMOVAL_CAN_BE_UNDONE_FOR,
    Role,
    grantable,
    may_move,
    normal_email,
    one_line,
    strongest,
)


@dataclass(frozen=True)
class Removal:
    """What is needed to take someone back as they were."""

    user_id: int
    role: Role
    removed_at: datetime


@transaction.atomic
def register_person(
    *, email: str, name: str, password: str | None = None, language: str = "fr", now: datetime
) -> User:
    """Make an account whose address is known to be theirs, as the command line and the demo do."""
    user = User.objects.create_user(email, password, name=one_line(name))
    user.language = language
    user.save(update_fields=["language"])
    EmailAddress.objects.create(user=user, email=normal_email(email), verified=True, primary=True)
    audit.record(
        workspace_id=None,
        actor_id=None,
        action="account.registered",
        subject=f"user {user.pk}",
        now=now,
    )
    return user


@transaction.atomic
def create_workspace(
    *,
    owner: User,
    name: str,
    activity: str = "",
    time_zone: str = "Europe/Paris",
    agency: Agency | None = None,
    is_demo: bool = False,
    now: datetime,
) -> Workspace:
    """Open a workspace with `owner` as its owner, in person or through the agency they work for."""
    workspace = Workspace(
        name=one_line(name),
        activity=one_line(activity),
        time_zone=time_zone,
        agency=agency,
        is_demo=is_demo,
    )
    workspace.full_clean()
    workspace.save()
    if agency is None or not agency.memberships.filter(user=owner).exists():
        Membership.objects.create(workspace=workspace, user=owner, role=Role.OWNER.value)
    places.record(workspace, "workspace.created", actor=owner, subject=workspace, now=now)
    return workspace


@transaction.atomic
def change_workspace(
    *,
    workspace: Workspace,
    name: str,
    activity: str,
    time_zone: str,
    actor: User,
    now: datetime,
) -> None:
    """Rename a workspace, say what it does, or move it to another time zone."""
    workspace.name = one_line(name)
    workspace.activity = one_line(activity)
    workspace.time_zone = time_zone
    workspace.full_clean()
    workspace.save(update_fields=["name", "activity", "time_zone"])
    places.record(workspace, "workspace.changed", actor=actor, subject=workspace, now=now)
    workspace_changed.send(sender=Workspace, workspace=workspace, now=now)


@transaction.atomic
def create_agency(*, owner: User, name: str, now: datetime) -> Agency:
    """Open an agency with `owner` as its owner."""
    agency = Agency(name=one_line(name))
    agency.full_clean()
    agency.save()
    AgencyMembership.objects.create(agency=agency, user=owner, role=Role.OWNER.value)
    places.record(agency, "agency.created", actor=owner, subject=agency, now=now)
    return agency


@transaction.atomic
def add_member(
    *, place: Place, user: User, role: Role, actor: User | None, now: datetime
) -> AnyMembership:
    """Give someone a role in a workspace or an agency; someone there keeps the stronger role."""
    membership = places.membership_of(user, place)
    if membership is None:
        membership = places.new_membership(place, user, role)
    else:
        membership.role = (strongest([membership.held_role, role]) or role).value
    membership.save()
    places.record(
        place, "member.added", actor=actor, subject=user, now=now, role=membership.held_role
    )
    return membership


@transaction.atomic
def change_role(
    *, membership: AnyMembership, role: Role, actor: User, actor_role: Role, now: datetime
) -> None:
    """Give a member another role, within what the actor may give and take.

    Raises RoleOutOfReach, LastOwner.
    """
    place = places.lock(membership.place)
    membership.refresh_from_db()
    if not may_move(actor_role, from_role=membership.held_role, to_role=role):
        raise RoleOutOfReach
    if role is not Role.OWNER:
        _keep_an_owner(place, without=membership)
    membership.role = role.value
    membership.save(update_fields=["role"])
    _revoke_what_is_beyond(place, inviter=membership.user, role=role, now=now)
    places.record(
        place, "member.role_changed", actor=actor, subject=membership.user, now=now, role=role
    )


@transaction.atomic
def remove_member(
    *, membership: AnyMembership, actor: User, actor_role: Role, now: datetime
) -> Removal:
    """Take someone out of a workspace or an agency; they lose it with their next request.

    Raises RoleOutOfReach, LastOwner.
    """
    role = membership.held_role
    if role not in grantable(actor_role):
        raise RoleOutOfReach
    _take_out(membership, actor=actor, action="member.removed", now=now)
    return Removal(user_id=membership.user_id, role=role, removed_at=now)


@transaction.atomic
def leave(*, membership: AnyMembership, now: datetime) -> None:
    """Go of one's own accord, whatever one's role. Raises LastOwner."""
    _take_out(membership, actor=membership.user, action="member.left", now=now)


@transaction.atomic
def undo_removal(
    *, place: Place, removal: Removal, actor: User, actor_role: Role, now: datetime
) -> AnyMembership:
    """Take someone back with the role they had. Raises TooLateToUndo, RoleOutOfReach."""
    if now - removal.removed_at > REMOVAL_CAN_BE_UNDONE_FOR:
        raise TooLateToUndo
    if removal.role not in grantable(actor_role):
        raise RoleOutOfReach
    user = User.objects.get(pk=removal.user_id)
    return add_member(place=place, user=user, role=removal.role, actor=actor, now=now)


def remember_workspace(*, user: User, workspace: Workspace) -> None:
    """Make the workspace the one where the person's next session starts."""
    user.last_workspace = workspace
    user.save(update_fields=["last_workspace"])


def end_other_sessions(*, user: User, kept_key: str) -> None:
    """Sign the person out everywhere but in the session of that key."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=kept_key):
        session.end()


def change_profile(*, user: User, name: str, language: str) -> None:
    """Change how colleagues read one's name and in which language one reads."""
    user.name = one_line(name)
    user.language = language
    user.save(update_fields=["name", "language"])


def _keep_an_owner(place: Place, *, without: AnyMembership) -> None:
    """Refuse a change that leaves nobody to decide; an agency always has an owner of its own."""
    if without.held_role is not Role.OWNER:
        return
    if isinstance(place, Workspace) and place.agency_id is not None:
        return
    others = place.memberships.filter(role=Role.OWNER.value).exclude(pk=without.pk)
    if not others.exists():
        raise LastOwner


def _take_out(membership: AnyMembership, *, actor: User, action: str, now: datetime) -> None:
    place = places.lock(membership.place)
    membership.refresh_from_db()
    _keep_an_owner(place, without=membership)
    user = membership.user
    membership.delete()
    _revoke_what_is_beyond(place, inviter=user, role=None, now=now)
    places.record(place, action, actor=actor, subject=user, now=now)


def _revoke_what_is_beyond(
    place: Place, *, inviter: User, role: Role | None, now: datetime
) -> None:
    """Withdraw invitations that someone sent and could not send any more."""
    allowed = [given.value for given in grantable(role)] if role else []
    sent = place.invitations.unanswered().filter(invited_by=inviter)
    sent.exclude(role__in=allowed).update(revoked_at=now)
