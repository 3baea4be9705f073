"""The team of a workspace or of an agency: who is in it, as what, and who is invited.

Each page is written once; `for_workspace` and `for_agency` say whose team it shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.workspaces import access, actions, invitations, queries
from beffroi.workspaces.access import (
    AgencyRequest,
    SignedInRequest,
    View,
    WorkspaceRequest,
    requires,
    requires_in_agency,
)
from beffroi.workspaces.errors import Refused
from beffroi.workspaces.forms import InviteForm, RoleForm
from beffroi.workspaces.labels import ROLE_MEANINGS, ROLE_NAMES
from beffroi.workspaces.models import Agency, AnyMembership, Place, User
from beffroi.workspaces.queries import MemberLine
from beffroi.workspaces.rules import (
    AGENCY_ROLES,
    REMOVAL_CAN_BE_UNDONE_FOR,
    Permission,
    Role,
    grantable,
)

P = ParamSpec("P")
SESSION_REMOVAL = "removal"


@dataclass(frozen=True)
class Team:
    """The people of one place, as seen by one who manages them."""

    place: Place
    role: Role

    @property
    def agency(self) -> Agency | None:
        """The agency whose own team this is; None for a workspace."""
        return self.place if isinstance(self.place, Agency) else None

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that may be given here."""
        return grantable(self.role) & frozenset(AGENCY_ROLES if self.agency else Role)

    @property
    def url(self) -> str:
        """The address of the list."""
        if self.agency:
            return reverse("agency_team", args=[self.agency.pk])
        return reverse("workspace_settings")

    @property
    def invite_url(self) -> str:
        """The address where one invites."""
        return self.page("team_invite")

    @property
    def undo_url(self) -> str:
        """The address where a removal is undone."""
        return self.page("team_undo")

    def page(self, name: str, *args: int | None) -> str:
        """Return the address of another page about this team."""
        if self.agency:
            return reverse(f"agency_{name}", args=[self.agency.pk, *args])
        return reverse(name, args=args)


def for_workspace(
    view: Callable[Concatenate[SignedInRequest, Team, P], HttpResponseBase],
) -> View:
    """Show the team of the workspace of the session."""

    def shown(request: WorkspaceRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, Team(request.workspace, request.role), *args, **kwargs)

    update_wrapper(shown, view)
    return requires(Permission.MANAGE_PEOPLE)(shown)


def for_agency(
    view: Callable[Concatenate[SignedInRequest, Team, P], HttpResponseBase],
) -> View:
    """Show the team of the agency of the address."""

    def shown(request: AgencyRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, Team(request.agency, request.agency_role), *args, **kwargs)

    update_wrapper(shown, view)
    return requires_in_agency(Permission.MANAGE_PEOPLE)(shown)


@require_safe
def show(request: SignedInRequest, team: Team) -> HttpResponseBase:
    """List members and open invitations."""
    now = utc_now()
    context = {
        "team": team,
        "members": [_member(line, team) for line in queries.team(team.place)],
        "invitations": [
            {
                "invitation": invitation,
                "role_name": ROLE_NAMES[invitation.offered_role],
                "is_open": invitation.is_open(now=now),
                "may_change": invitation.offered_role in team.roles,
                "send_url": team.page("team_invitation_send", invitation.pk),
                "revoke_url": team.page("team_invitation_revoke", invitation.pk),
            }
            for invitation in queries.open_invitations_to(team.place)
        ],
        "removed": _removed(request, team, now=now),
    }
    return render(request, "workspaces/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest, team: Team) -> HttpResponseBase:
    """Invite an address to a role."""
    form = InviteForm(request.POST or None, roles=team.roles)
    if request.method == "POST" and form.is_valid():
        try:
            invitations.invite(
                place=team.place,
                email=form.cleaned_data["email"],
                role=form.chosen_role(),
                actor=request.user,
                actor_role=team.role,
                now=utc_now(),
            )
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(
                request,
                _("An invitation is on its way to %(email)s.")
                % {"email": form.cleaned_data["email"]},
            )
            return redirect(team.url)
    context = {"team": team, "form": form, "roles": _choices(team.roles, form)}
    return render(request, "workspaces/invite.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: SignedInRequest, team: Team, membership_id: int) -> HttpResponseBase:
    """Change what a member may do."""
    membership = access.membership(team.place, membership_id)
    form = RoleForm(
        request.POST or None, roles=team.roles, initial={"role": membership.held_role.value}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(
                membership=membership,
                role=form.chosen_role(),
                actor=request.user,
                actor_role=team.role,
                now=utc_now(),
            )
        except Refused as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, _("The role has been changed."))
            return redirect(_after(request, team, membership))
    context = {
        "team": team,
        "membership": membership,
        "may_change": membership.held_role in team.roles,
        "is_you": membership.user_id == request.user.pk,
        "remove_url": team.page("team_remove", membership.pk),
        "form": form,
        "roles": _choices(team.roles, form),
    }
    return render(request, "workspaces/member.html", context)


@require_POST
def remove(request: SignedInRequest, team: Team, membership_id: int) -> HttpResponseBase:
    """Take a member out; the list then offers to undo it."""
    membership = access.membership(team.place, membership_id)
    try:
        removal = actions.remove_member(
            membership=membership, actor=request.user, actor_role=team.role, now=utc_now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(team.url)
    request.session[SESSION_REMOVAL] = {
        "place": _key(team),
        "user_id": removal.user_id,
        "role": removal.role.value,
        "removed_at": removal.removed_at.isoformat(),
    }
    return redirect(_after(request, team, membership))


@require_POST
def undo(request: SignedInRequest, team: Team) -> HttpResponseBase:
    """Take back the member who was taken out last in this session."""
    removal = _removal(request, team)
    request.session.pop(SESSION_REMOVAL, None)
    if removal is None:
        messages.error(request, _("There is nothing to undo."))
        return redirect(team.url)
    try:
        actions.undo_removal(
            place=team.place,
            removal=removal,
            actor=request.user,
            actor_role=team.role,
            now=utc_now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The person is back in the team, as before."))
    return redirect(team.url)


@require_POST
def send_again(request: SignedInRequest, team: Team, invitation_id: int) -> HttpResponseBase:
    """Send an invitation anew, with another link."""
    invitation = access.invitation(team.place, invitation_id)
    try:
        invitations.send_again(
            invitation=invitation, actor=request.user, actor_role=team.role, now=utc_now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A new link is on its way. The earlier one no longer works."))
    return redirect(team.url)


@require_POST
def revoke(request: SignedInRequest, team: Team, invitation_id: int) -> HttpResponseBase:
    """Withdraw an invitation."""
    invitation = access.invitation(team.place, invitation_id)
    try:
        invitations.revoke(
            invitation=invitation, actor=request.user, actor_role=team.role, now=utc_now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation has been withdrawn."))
    return redirect(team.url)


def _after(request: SignedInRequest, team: Team, membership: AnyMembership) -> str:
    """Lead away from the team those who have just given up managing it."""
    if membership.user_id == request.user.pk:
        return reverse("workspaces")
    return team.url


def _member(line: MemberLine, team: Team) -> dict[str, object]:
    is_own = line.membership_id is not None
    return {
        "line": line,
        "role_name": ROLE_NAMES[line.role],
        "role_meaning": ROLE_MEANINGS[line.role],
        "may_change": is_own and line.role in team.roles,
        "url": team.page("team_member", line.membership_id) if is_own else "",
    }


def _choices(roles: frozenset[Role], form: RoleForm) -> list[dict[str, object]]:
    chosen = form["role"].value()
    return [
        {
            "value": role.value,
            "name": ROLE_NAMES[role],
            "meaning": ROLE_MEANINGS[role],
            "is_chosen": role.value == chosen,
        }
        for role in Role
        if role in roles
    ]


def _key(team: Team) -> list[str | int]:
    return [type(team.place).__name__, team.place.pk]


def _removal(request: SignedInRequest, team: Team) -> actions.Removal | None:
    kept = request.session.get(SESSION_REMOVAL)
    if kept is None or kept["place"] != _key(team):
        return None
    return actions.Removal(
        user_id=kept["user_id"],
        role=Role(kept["role"]),
        removed_at=datetime.fromisoformat(kept["removed_at"]),
    )


def _removed(request: SignedInRequest, team: Team, *, now: datetime) -> User | None:
    removal = _removal(request, team)
    if removal is None or now - removal.removed_at > REMOVAL_CAN_BE_UNDONE_FOR:
        return None
    return User.objects.filter(pk=removal.user_id).first()
