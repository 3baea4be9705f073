"""Work of this app that needs no one's screen: invitation mails, and forgetting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import Exists, OuterRef

from beffroi.core.clock import Clock
from beffroi.core.jobs import job, on_quarantine, periodic
from beffroi.workspaces import invitations, mails
from beffroi.workspaces.models import Invitation

#: Answered or expired invitations hold the address of someone who may never have come.
INVITATIONS_KEPT = timedelta(days=90)


@job(invitations.SEND_INVITATION)
def send_invitation(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Mail the link of an invitation that still stands; each try makes a fresh one."""
    invitation = _to_send(payload, now=clock())
    if invitation is None:
        return None
    mails.send_invitation(invitation, token=invitations.new_token(invitation))
    Invitation.objects.filter(pk=invitation.pk).update(mailed_at=clock(), undeliverable_at=None)
    return None


@on_quarantine(invitations.SEND_INVITATION)
def give_up_sending(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Let the team page say that the mail did not leave."""
    Invitation.objects.filter(pk=payload["invitation_id"]).update(undeliverable_at=clock())


@periodic("workspaces.forget", every=timedelta(days=1))
def forget(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Erase sessions that ran out, with where they came from, and invitations of no more use."""
    call_command("clearsessions")
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(alive)).delete()
    Invitation.objects.filter(expires_at__lt=clock() - INVITATIONS_KEPT).delete()
    return None


def _to_send(payload: Mapping[str, Any], *, now: datetime) -> Invitation | None:
    found = Invitation.objects.open(now=now).select_related("workspace", "agency", "invited_by")
    return found.filter(pk=payload["invitation_id"]).first()
