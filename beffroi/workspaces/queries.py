"""What screens about people and workspaces read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from beffroi.core.prepared import Prepared
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
from beffroi.workspaces.rules import ROLES_BY_STRENGTH, Role, device_of

#: How many workspaces the switcher lists; the page of all workspaces has the others.
SWITCHER_SIZE = 8


def workspaces_to_enter(user: User, *, chosen_id: int | None) -> list[Workspace]:
    """Return the workspace a request belongs to, then the few others that the switcher offers.

    The chosen one comes first, else the last, else the first by name. Only workspaces that the
    person reaches; the role is in `reached_as`. One query.
    """
    return _TO_ENTER.rows(
        user_id=user.pk, chosen_id=chosen_id or 0, last_id=user.last_workspace_id or 0
    )


def _to_enter(*, user_id: int, chosen_id: int, last_id: int) -> QuerySet[Workspace]:
    order = Case(
        When(pk=chosen_id, then=Value(0)),
        When(pk=last_id, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    reached = Workspace.objects.reachable_by(User(pk=user_id)).order_by(order, "name", "pk")
    return reached[: 1 + SWITCHER_SIZE]


_TO_ENTER = Prepared(_to_enter, "user_id", "chosen_id", "last_id")


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


@dataclass(frozen=True)
class MemberLine:
    """One person of a team, as its page shows them."""

    membership_id: int | None
    user: User
    role: Role
    passkeys: int
    has_authenticator_app: bool
    through_agency: str | None = None


@dataclass(frozen=True)
class Device:
    """A browser in which a person is signed in."""

    session_id: int
    browser: str
    system: str
    address: str
    seen_at: datetime
    is_this: bool

    @property
    def is_phone(self) -> bool:
        """Tell whether it is held in the hand."""
        return self.system in {"iPhone", "iPad", "Android"}


@dataclass(frozen=True)
class ReachedWorkspace:
    """A workspace among those of one person, and what they are in it."""

    workspace: Workspace
    role: Role
    may_leave: bool


def workspaces_of(user: User) -> list[ReachedWorkspace]:
    """Return the workspaces that a person reaches, by name. One query."""
    reached = Workspace.objects.reachable_by(user).select_related("agency").order_by("name", "pk")
    return [
        ReachedWorkspace(workspace, workspace.reached_as, may_leave=bool(own_role(workspace)))
        for workspace in reached
        if workspace.reached_as
    ]


def own_role(workspace: Workspace) -> str | None:
    """Return the role held in person, of a workspace read by `reachable_by`."""
    role: str | None = getattr(workspace, "own_role", None)
    return role


def agencies_of(user: User) -> list[AgencyMembership]:
    """Return the agencies that a person works for, by name."""
    memberships = AgencyMembership.objects.filter(user=user, agency__closed_at=None)
    return list(memberships.select_related("agency").order_by("agency__name", "pk"))


def team(place: Place) -> list[MemberLine]:
    """Return who is in a place, strongest role first; an agency's people after its client's own."""
    if isinstance(place, Agency):
        return _lines(AgencyMembership.objects.filter(agency=place))
    own = _lines(Membership.objects.filter(workspace=place))
    if place.agency is None:
        return own
    agency = place.agency
    return own + [
        replace(line, membership_id=None, through_agency=agency.name)
        for line in _lines(AgencyMembership.objects.filter(agency=agency))
    ]


def open_invitations_to(place: Place) -> list[Invitation]:
    """Return the invitations that nobody has answered, expired or not, latest first."""
    return list(place.invitations.unanswered().order_by("-created_at", "-pk"))


def clients_of(agency: Agency) -> list[Workspace]:
    """Return the workspaces of an agency, by name, with `people` counted."""
    people = Count("memberships", distinct=True)
    return list(
        agency.workspaces.filter(closed_at=None).annotate(people=people).order_by("name", "pk")
    )


def devices_of(user: User, *, current_key: str | None) -> list[Device]:
    """Return where the person is signed in, this device first, then the last seen."""
    alive = Session.objects.filter(pk=OuterRef("session_key"))
    sessions = UserSession.objects.filter(Exists(alive), user=user).order_by("-last_seen_at", "pk")
    devices = [_device(session, current_key) for session in sessions]
    return sorted(devices, key=lambda device: not device.is_this)


def unused_codes(codes: Authenticator) -> int:
    """Return how many recovery codes are left."""
    return len(codes.wrap().get_unused_codes())  # type: ignore[no-untyped-call]


AnyMembershipT = TypeVar("AnyMembershipT", Membership, AgencyMembership)


def _lines(memberships: QuerySet[AnyMembershipT]) -> list[MemberLine]:
    authenticators = Authenticator.objects.filter(user=OuterRef("user"))
    keys = authenticators.filter(type=Authenticator.Type.WEBAUTHN)
    app = authenticators.filter(type=Authenticator.Type.TOTP)
    seen = UserSession.objects.filter(user=OuterRef("user")).order_by("-last_seen_at")
    found = memberships.select_related("user").annotate(
        passkeys=_count(keys),
        has_app=Exists(app),
        seen_at=Subquery(seen.values("last_seen_at")[:1]),
    )
    order = {role.value: place for place, role in enumerate(ROLES_BY_STRENGTH)}
    ordered = sorted(found, key=lambda member: (order[member.role], str(member.user), member.pk))
    return [_line(member) for member in ordered]


def _count(rows: QuerySet[Authenticator]) -> Coalesce:
    counted = rows.order_by().values("user").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _line(membership: AnyMembership) -> MemberLine:
    return MemberLine(
        membership_id=membership.pk,
        user=membership.user,
        role=membership.held_role,
        passkeys=getattr(membership, "passkeys", 0),
        has_authenticator_app=getattr(membership, "has_app", False),
    )


def _device(session: UserSession, current_key: str | None) -> Device:
    browser, system = device_of(session.user_agent)
    return Device(
        session_id=session.pk,
        browser=browser,
        system=system,
        address=session.ip,
        seen_at=session.last_seen_at,
        is_this=session.session_key == current_key,
    )
