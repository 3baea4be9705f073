"""Who reaches a page: every view carries exactly one of the policies below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from beffroi.workspaces import ended, places, queries
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
from beffroi.workspaces.rules import Permission, Role, may

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request of a person who has signed in."""

    user: User


class WorkspaceRequest(SignedInRequest):
    """A request of a person inside one workspace, with the role they have there."""

    workspace: Workspace
    role: Role
    #: Where else this person works, as many as the switcher offers.
    other_workspaces: list[Workspace]


class AgencyRequest(SignedInRequest):
    """A request of a person about an agency they work for, with their role there."""

    agency: Agency
    agency_role: Role


@dataclass(frozen=True)
class Policy:
    """Who may call a view: anyone, anyone signed in, or holders of `permission`.

    The permission is held in the workspace of the session, or in the agency of the address.
    """

    signed_in: bool
    permission: Permission | None = None
    in_agency: bool = False


class View(Protocol):
    """A view that says who may call it."""

    policy: Policy

    def __call__(self, request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer the request."""


def public(view: Callable[..., HttpResponseBase]) -> View:
    """Declare that anyone may call the view."""
    return _with_policy(view, Policy(signed_in=False))


def signed_in(view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase]) -> View:
    """Ask for a session; whoever has none is led to the sign-in page and back."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return view(cast(SignedInRequest, request), *args, **kwargs)

    return _with_policy(guarded, Policy(signed_in=True))


def requires(
    permission: Permission,
) -> Callable[[Callable[Concatenate[WorkspaceRequest, P], HttpResponseBase]], View]:
    """Ask for a workspace and a role that has `permission`.

    Without session: sign-in. Without workspace: the page where one is chosen or made. Without the
    permission: 403, which tells nothing about objects since none has been looked up yet.
    """

    def decorate(
        view: Callable[Concatenate[WorkspaceRequest, P], HttpResponseBase],
    ) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            entered = cast(WorkspaceRequest, request)
            if current_workspace(request) is None:
                return _go(request, reverse("workspaces"))
            if not may(entered.role, permission):
                raise PermissionDenied
            return view(entered, *args, **kwargs)

        return _with_policy(guarded, Policy(signed_in=True, permission=permission))

    return decorate


def requires_in_agency(
    permission: Permission,
) -> Callable[[Callable[Concatenate[AgencyRequest, P], HttpResponseBase]], View]:
    """Ask for a role in the agency that the address names, with `permission`.

    To people of other agencies it does not exist: 404.
    """

    def decorate(
        view: Callable[Concatenate[AgencyRequest, P], HttpResponseBase],
    ) -> View:
        @wraps(view)
        def guarded(
            request: HttpRequest, /, agency_id: int, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            entered = cast(AgencyRequest, request)
            membership = _agency_membership(entered.user, agency_id)
            if not may(membership.held_role, permission):
                raise PermissionDenied
            entered.agency, entered.agency_role = membership.agency, membership.held_role
            return view(entered, *args, **kwargs)

        return _with_policy(guarded, Policy(signed_in=True, permission=permission, in_agency=True))

    return decorate


def membership(place: Place, membership_id: int) -> AnyMembership:
    """Return someone's membership of this place, or raise Http404."""
    if isinstance(place, Agency):
        return get_object_or_404(
            AgencyMembership.objects.select_related("agency", "user"),
            agency=place,
            pk=membership_id,
        )
    return get_object_or_404(
        Membership.objects.select_related("workspace", "user"), workspace=place, pk=membership_id
    )


def own_membership(place: Place, user: User) -> AnyMembership:
    """Return what the person is in this place in their own right, or raise Http404."""
    found = places.membership_of(user, place)
    if found is None:
        raise Http404
    return found


def invitation(place: Place, invitation_id: int) -> Invitation:
    """Return an unanswered invitation to this place, or raise Http404."""
    unanswered = place.invitations.unanswered().select_related("workspace", "agency")
    return get_object_or_404(unanswered, pk=invitation_id)


def workspace(user: User, workspace_id: int) -> Workspace:
    """Return a workspace that the person reaches, or raise Http404."""
    return get_object_or_404(Workspace.objects.reachable_by(user), pk=workspace_id)


def current_workspace(request: HttpRequest) -> Workspace | None:
    """Return the workspace that the middleware found for this request's person, if any."""
    return cast("Workspace | None", getattr(request, "workspace", None))


def current_role(request: HttpRequest) -> Role | None:
    """Return the role that goes with `current_workspace`."""
    return cast("Role | None", getattr(request, "role", None))


def _agency_membership(user: User, agency_id: int) -> AgencyMembership:
    # By primary key first: it answers "none" to a number that no column can hold.
    agency = get_object_or_404(Agency, pk=agency_id, closed_at=None)
    return get_object_or_404(AgencyMembership, agency=agency, user=user)


def _with_policy(view: Callable[..., HttpResponseBase], policy: Policy) -> View:
    declared = cast(View, view)
    declared.policy = policy
    return declared


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if not queries.someone_has_an_account():
        return _go(request, reverse("today"))  # the welcome page of an empty installation
    if ended.is_fragment(request):
        return ended.fragment(request)
    if ended.holds_words(request):
        return ended.page(request, status=401)
    # Coming back to a page that only takes POST would end on an error.
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("today")
    return redirect_to_login(back)


def _go(request: HttpRequest, url: str) -> HttpResponseBase:
    """Redirect the page, also when only a fragment of it was asked for."""
    if ended.is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
