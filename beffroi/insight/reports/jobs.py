"""Jobs of reports: made on the second of the month, numbers once a week, mails one by one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from beffroi.core.clock import Clock
from beffroi.core.jobs import job, on_quarantine, periodic
from beffroi.core.mailing import Fate, MailServerAway, hand_over, mail_is_set
from beffroi.insight.reports import actions, mails, planning, posting
from beffroi.workspaces.models import User, Workspace


@periodic("insight.reports", every=timedelta(minutes=10))
def plan(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Have last month's reports made from the second on, and the numbers of the week mailed."""
    planning.plan_months(now=clock())
    posting.plan_weekly(now=clock())
    return None


@periodic("insight.forget_report_mails", every=timedelta(days=1))
def forget(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Erase addresses of mails of long ago."""
    posting.forget(now=clock())
    return None


@job(actions.MAKE)
def make(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Make last month's report of one workspace, unless there is one."""
    workspace = Workspace.objects.filter(pk=payload["workspace_id"], closed_at=None).first()
    if workspace is not None:
        language = payload.get("language") or settings.LANGUAGE_CODE
        actor = User.objects.filter(pk=payload.get("actor_id") or 0).first()
        actions.make_missing(workspace, language=language, actor=actor, now=clock())
    return None


@job(actions.SEND)
def send(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Mail one report, or one week: at most once, whatever happens on the way."""
    if not mail_is_set():
        posting.give_up(payload["mail_id"])
        return None
    waiting = posting.waiting(payload["mail_id"])
    written = mails.written(waiting, now=clock()) if waiting else None
    mail = posting.begin(payload["mail_id"])
    if mail is None or written is None:
        return None
    fate = hand_over(written)
    if fate is Fate.TAKEN:
        posting.note_sent(mail, now=clock())
    elif fate is Fate.REFUSED:
        posting.note_not_sent(mail)
    elif fate is Fate.UNKNOWN:
        posting.note_doubtful(mail)
    else:
        posting.put_back(mail)
        raise MailServerAway
    return None


@on_quarantine(actions.SEND)
def give_up_sending(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Let the page say that the mail did not leave, or that nobody knows."""
    posting.give_up(payload["mail_id"])
