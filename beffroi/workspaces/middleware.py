"""What every request of a person goes through: session limits, privacy of pages, workspace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase

from beffroi.core.clock import utc_now
from beffroi.workspaces import queries
from beffroi.workspaces.access import WorkspaceRequest
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import SESSION_SEEN_EVERY, session_is_over

SESSION_WORKSPACE = "workspace_id"
SESSION_SIGNED_IN_AT = "signed_in_at"
SESSION_SEEN_AT = "seen_at"
#: Set on the fresh session of someone whose session ran out, for the sign-in page to say so.
SESSION_RAN_OUT = "session_ran_out"

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

NextLayer = Callable[[HttpRequest], HttpResponseBase]


class PrivatePagesMiddleware:
    """Keeps pages of people out of caches, and clears the browser's when they leave."""

    def __init__(self, get_response: NextLayer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then mark the answer as private where someone is signed in."""
        came_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if came_signed_in or request.user.is_authenticated:
            self._keep_out_of_caches(response)
        if came_signed_in and not request.user.is_authenticated:
            # Not "cookies": the message that says goodbye and the language travel in them.
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    @staticmethod
    def _keep_out_of_caches(response: HttpResponseBase) -> None:
        is_page = response.get("Content-Type", "text/html").startswith("text/html")
        if is_page or not response.has_header("Cache-Control"):
            # A view of a picture may say "private, max-age=…"; a page may not.
            response["Cache-Control"] = "no-store, private"


class SessionLimitsMiddleware:
    """Ends sessions that are idle or old, whatever their cookie says; notes when one was seen."""

    def __init__(self, get_response: NextLayer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Sign out whoever stayed too long, answer, and date the session."""
        now = utc_now()
        if request.user.is_authenticated and self.is_over(request, now=now):
            logout(request)
            request.session[SESSION_RAN_OUT] = True
        response = self.get_response(request)
        if request.user.is_authenticated:
            self._date(request, now=now)
        return response

    @staticmethod
    def is_over(request: HttpRequest, *, now: datetime) -> bool:
        """Tell whether a session is idle or old, whatever its cookie says."""
        signed_in_at = request.session.get(SESSION_SIGNED_IN_AT)
        seen_at = request.session.get(SESSION_SEEN_AT)
        if signed_in_at is None or seen_at is None:
            return False
        return session_is_over(
            signed_in_at=datetime.fromisoformat(signed_in_at),
            seen_at=datetime.fromisoformat(seen_at),
            now=now,
        )

    @staticmethod
    def _date(request: HttpRequest, *, now: datetime) -> None:
        seen_at = request.session.get(SESSION_SEEN_AT)
        if seen_at and now - datetime.fromisoformat(seen_at) < SESSION_SEEN_EVERY:
            return
        request.session.setdefault(SESSION_SIGNED_IN_AT, now.isoformat())
        request.session[SESSION_SEEN_AT] = now.isoformat()
        request.session.pop(SESSION_RAN_OUT, None)
        UserSession.objects.create_from_request(request)
        if isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(last_seen_at=now)


def comes_signed_in(request: HttpRequest, *_: object, **__: object) -> bool:
    """Tell, before any middleware has seen it, whether a request is of somebody signed in."""
    SessionMiddleware(_unused).process_request(request)
    AuthenticationMiddleware(_unused).process_request(request)
    is_over = SessionLimitsMiddleware.is_over
    return request.user.is_authenticated and not is_over(request, now=utc_now())


def _unused(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


class WorkspaceMiddleware:
    """Sets `request.workspace` and `request.role`, checked against memberships each time.

    Nothing else may name the workspace: neither addresses nor forms. Costs one query. The
    workspace chosen in this session comes first, then the one used last.
    """

    def __init__(self, get_response: NextLayer) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        """Attach workspace and role, then answer."""
        request.workspace = request.role = None
        request.other_workspaces = []
        if request.user.is_authenticated:
            self._enter(request)
        return self.get_response(request)

    def _enter(self, request: WorkspaceRequest) -> None:
        chosen_id = request.session.get(SESSION_WORKSPACE)
        reached = queries.workspaces_to_enter(request.user, chosen_id=chosen_id)
        workspace = reached[0] if reached else None
        if workspace is None or workspace.reached_as is None:
            return
        if chosen_id not in (None, workspace.pk) and request.method not in SAFE_METHODS:
            # The chosen one is out of reach since the form was shown: what it says was not
            # meant for another workspace.
            return
        request.workspace, request.role = workspace, workspace.reached_as
        request.other_workspaces = reached[1:]
