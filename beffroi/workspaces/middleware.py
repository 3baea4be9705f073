"""Finds the workspace of each request. Nothing else may: neither addresses nor forms name it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from beffroi.workspaces import queries
from beffroi.workspaces.access import WorkspaceRequest

SESSION_WORKSPACE = "workspace_id"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class WorkspaceMiddleware:
    """Sets `request.workspace` and `request.role`, checked against memberships each time.

    Costs one query. The workspace chosen in this session comes first, then the one used last.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        """Attach workspace and role, then answer."""
        request.workspace = request.role = None
        if request.user.is_authenticated:
            self._enter(request)
        return self.get_response(request)

    def _enter(self, request: WorkspaceRequest) -> None:
        chosen_id = request.session.get(SESSION_WORKSPACE)
        workspace = queries.workspace_to_enter(request.user, chosen_id=chosen_id)
        if workspace is None or workspace.reached_as is None:
            return
        if chosen_id not in (None, workspace.pk) and request.method not in SAFE_METHODS:
            # The chosen one is out of reach since the form was shown: what it says was not
            # meant for another workspace.
            return
        request.workspace, request.role = workspace, workspace.reached_as
