"""Who may make an account on this installation."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from beffroi.core.clock import utc_now
from beffroi.workspaces import queries

#: Where the link of an invitation leaves its trace until the person has signed in.
SESSION_INVITATION = "invitation_id"


def signup_needs_invitation() -> bool:
    """Tell whether an account can only be made with an invitation."""
    return settings.SIGNUP != "open" and queries.someone_has_an_account()


def invited_address(request: HttpRequest) -> str | None:
    """Return the address of the invitation whose link was opened in this session, if it stands."""
    invitation_id = request.session.get(SESSION_INVITATION)
    invitation = queries.open_invitation(invitation_id, now=utc_now())
    return invitation.email if invitation else None
