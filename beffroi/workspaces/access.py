"""Who reaches a page: every view carries exactly one of the policies below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission, Role, may

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request of a person who has signed in."""

    user: User


class WorkspaceRequest(SignedInRequest):
    """A request of a person inside one workspace, with the role they have there."""

    workspace: Workspace
    role: Role


@dataclass(frozen=True)
class Policy:
    """Who may call a view: anyone, anyone signed in, or holders of `permission`."""

    signed_in: bool
    permission: Permission | None = None


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


def current_workspace(request: HttpRequest) -> Workspace | None:
    """Return the workspace that the middleware found for this request's person, if any."""
    return cast("Workspace | None", getattr(request, "workspace", None))


def current_role(request: HttpRequest) -> Role | None:
    """Return the role that goes with `current_workspace`."""
    return cast("Role | None", getattr(request, "role", None))


def _with_policy(view: Callable[..., HttpResponseBase], policy: Policy) -> View:
    declared = cast(View, view)
    declared.policy = policy
    return declared


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    # Coming back to a page that only takes POST would end on an error.
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("today")
    return _go(request, redirect_to_login(back).url)


def _go(request: HttpRequest, url: str) -> HttpResponseBase:
    """Redirect the page, also when only a fragment of it was asked for."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
