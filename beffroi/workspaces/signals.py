"""What follows from events of accounts: a line in the audit trail, and other sessions closed."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.http import HttpRequest

from beffroi.core import audit
from beffroi.core.clock import utc_now
from beffroi.workspaces import actions
from beffroi.workspaces.models import User


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    auth.user_logged_in.connect(_signed_in, dispatch_uid="workspaces.signed_in")
    auth.user_logged_out.connect(_signed_out, dispatch_uid="workspaces.signed_out")
    auth.user_login_failed.connect(_refused, dispatch_uid="workspaces.refused")
    for name, signal in {
        "password_changed": account.password_changed,
        "password_set": account.password_set,
        "password_reset": account.password_reset,
        "email_changed": account.email_changed,
        "way_added": mfa.authenticator_added,
        "way_removed": mfa.authenticator_removed,
        "way_reset": mfa.authenticator_reset,
    }.items():
        signal.connect(_Changed(name), weak=False, dispatch_uid=f"workspaces.{name}")


class _Changed:
    """How one signs in has changed: whoever sits in another session must prove who they are."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, *, request: HttpRequest, user: User, **event: Any) -> None:
        kept_key = request.session.session_key if request.user == user else None
        actions.end_other_sessions(user=user, kept_key=kept_key or "")
        way = event.get("authenticator")
        kind = {"way": str(way.type)} if isinstance(way, Authenticator) else {}
        _record(f"account.{self.name}", user, detail=kind)


def _signed_in(*, user: User, **_event: Any) -> None:
    _record("account.signed_in", user)


def _signed_out(*, user: User | None, **_event: Any) -> None:
    if user is not None:
        _record("account.signed_out", user)


def _refused(**_event: Any) -> None:
    # Whom they pretended to be is not written down: people type passwords into the wrong field.
    _record("account.sign_in_refused", None)


def _record(action: str, user: User | None, *, detail: dict[str, str] | None = None) -> None:
    audit.record(
        workspace_id=None,
        actor_id=user.pk if user else None,
        action=action,
        subject=f"user {user.pk}" if user else "nobody",
        now=utc_now(),
        detail=detail,
    )
