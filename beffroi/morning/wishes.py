"""What a person says of how they want to be told of their day."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction

from beffroi.core import audit
from beffroi.morning.models import Morning, MorningWish
from beffroi.morning.rules import Way
from beffroi.workspaces.models import User, Workspace


def wish_of(workspace: Workspace, user: User, *, now: datetime) -> MorningWish:
    """Return what somebody wants, unsaved where they never said."""
    found = MorningWish.objects.filter(workspace=workspace, user=user).first()
    return found or MorningWish(workspace=workspace, user=user, since=now)


@transaction.atomic
def keep(
    workspace: Workspace,
    *,
    user: User,
    by_mail: bool,
    by_push: bool,
    days: str,
    at: time,
    now: datetime,
) -> None:
    """Keep what somebody wants, for themselves alone."""
    MorningWish.objects.update_or_create(
        workspace=workspace,
        user=user,
        defaults={"by_mail": by_mail, "by_push": by_push, "days": days, "at": at, "since": now},
    )
    _audit(workspace.pk, "morning.wished", user=user, now=now)


@transaction.atomic
def stop_mails(wish: MorningWish, *, now: datetime) -> None:
    """Send this person no more mails of this workspace; as often as it is asked for."""
    if MorningWish.objects.filter(pk=wish.pk, by_mail=True).update(by_mail=False, since=now):
        _audit(wish.workspace_id, "morning.stopped", user=wish.user, now=now)


def last_mail(workspace: Workspace, user: User) -> Morning | None:
    """Return the last mail that was on its way to somebody."""
    rows = Morning.objects.filter(workspace=workspace, user=user, way=Way.MAIL.value)
    return rows.exclude(state=Morning.State.QUIET).order_by("-planned_at", "-pk").first()


def _audit(workspace_id: int, action: str, *, user: User, now: datetime) -> None:
    audit.record(
        workspace_id=workspace_id,
        actor_id=user.pk,
        action=action,
        subject=f"user:{user.pk}",
        now=now,
    )
