"""Jobs of the morning: what is due is planned, then told one by one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.core.jobs import job, on_quarantine, periodic
from beffroi.core.mailing import Fate, MailServerAway, hand_over, mail_is_set
from beffroi.morning import mails, posting, telling
from beffroi.morning.models import Morning, MorningWish
from beffroi.morning.rules import LATE_MAX, Way, leaves_at
from beffroi.workspaces.rules import Role


@periodic("morning.plan", every=timedelta(minutes=5))
def plan(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Have those told of their day whose hour has come."""
    posting.plan(now=clock())
    return None


@periodic("morning.forget", every=timedelta(days=1))
def forget(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Erase who was told of days of long ago."""
    posting.forget(now=clock())
    return None


@job(posting.SEND)
def send(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Tell a person of their day: by mail at most once, whatever happens on the way."""
    row = posting.waits(payload["morning_id"])
    if row is None:
        posting.doubt(payload["morning_id"])
        return None
    role, wish = posting.role_of(row), _wish_of(row)
    if role is None:
        posting.drop_wish(row)
    if role is None or wish is None or not _is_in_time(row, wish, now=clock()):
        posting.settle(row.pk, Morning.State.NOT_SENT)
    elif row.way == Way.PUSH.value:
        is_told = telling.show(row, role=role, now=clock())
        posting.settle(row.pk, Morning.State.SENT if is_told else Morning.State.QUIET)
    else:
        _mail(row, wish, role=role, now=clock())
    return None


@on_quarantine(posting.SEND)
def give_up_sending(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Let it be known that it was not told, or that nobody knows."""
    posting.give_up(payload["morning_id"])


def _wish_of(row: Morning) -> MorningWish | None:
    """Return what the person wants now, None where they no longer want this."""
    wish = MorningWish.objects.filter(workspace=row.workspace_id, user=row.user_id).first()
    is_wanted = wish and (wish.by_mail if row.way == Way.MAIL.value else wish.by_push)
    return wish if is_wanted else None


def _is_in_time(row: Morning, wish: MorningWish, *, now: datetime) -> bool:
    """Tell whether its hour is near: nobody is told in the evening of what their morning was."""
    return now - leaves_at(row.day, wish.at, zone=row.workspace.zone) < LATE_MAX


def _mail(row: Morning, wish: MorningWish, *, role: Role, now: datetime) -> None:
    mail = mails.written(row, wish, role=role, now=now) if mail_is_set() else None
    if mail is None:
        posting.settle(row.pk, Morning.State.QUIET)
        return
    if not posting.begin(row.pk):
        return
    fate = hand_over(mail)
    if fate is Fate.LATER:
        posting.put_back(row.pk)
        raise MailServerAway
    posting.settle(row.pk, _STATES[fate])


_STATES = {
    Fate.TAKEN: Morning.State.SENT,
    Fate.REFUSED: Morning.State.NOT_SENT,
    Fate.UNKNOWN: Morning.State.DOUBTFUL,
}
