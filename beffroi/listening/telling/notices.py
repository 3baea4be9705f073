"""Tells changes of alerts: who hears of one, one notice and one job each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from smtplib import SMTPException
from typing import Any

from django.db.models import QuerySet

from beffroi.core.jobs import cancel, enqueue
from beffroi.core.mailing import is_refused_for_good, mail_is_set
from beffroi.inbox.members import who_may
from beffroi.listening.models import (
    Alert,
    AlertChoice,
    AlertEvent,
    AlertHook,
    AlertNotice,
    PushDevice,
)
from beffroi.listening.telling import hooks, mails, pushing, rules
from beffroi.listening.telling.rules import Choice, Way
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Permission

TELL = "listening.tell"
_UNKNOWN = AlertChoice()


def on_change(*, alert: Alert, event: AlertEvent, now: datetime, **_signal: Any) -> None:
    """Write a notice, and ask for a job, for each who is told of a change of an alert."""
    for notice in _made(list(_notices(alert, event))):
        enqueue(
            TELL,
            key=str(notice.pk),
            run_at=now,
            payload={"notice_id": notice.pk},
            workspace_id=notice.workspace_id,
        )


def _made(notices: list[AlertNotice]) -> Iterable[AlertNotice]:
    return AlertNotice.objects.bulk_create(notices)


def _notices(alert: Alert, event: AlertEvent) -> Iterator[AlertNotice]:
    same = {"workspace_id": alert.workspace_id, "event": event}
    hooks_on = AlertHook.objects.filter(workspace=alert.workspace_id, is_on=True)
    if rules.is_for_addresses(event.kind) and hooks_on.exists():
        yield AlertNotice(**same, way=Way.HOOK.value)
    people = list(who_may(alert.workspace, Permission.MANAGE_COMPANY))
    chosen = {row.user_id: row for row in _choices(alert, people)}
    if mail_is_set():
        for person in people:
            if _is_told(alert, event, chosen.get(person.pk, _UNKNOWN).mail):
                yield AlertNotice(**same, way=Way.MAIL.value, user=person)
    for device in _devices(people):
        if _is_told(alert, event, chosen.get(device.user_id, _UNKNOWN).push):
            yield AlertNotice(**same, way=Way.PUSH.value, user_id=device.user_id, device=device)


def _choices(alert: Alert, people: list[User]) -> QuerySet[AlertChoice]:
    return AlertChoice.objects.filter(workspace=alert.workspace_id, user__in=people)


def _devices(people: list[User]) -> QuerySet[PushDevice]:
    return PushDevice.objects.filter(user__in=people).order_by("pk")


def _is_told(alert: Alert, event: AlertEvent, choice: str) -> bool:
    return rules.is_for_people(event.kind, event.detail, level=alert.level, choice=Choice(choice))


def tell(notice_id: int, *, now: datetime) -> None:
    """Tell what a notice says, unless it was told, given up, or there is nobody any more.

    Raises what the way fails with: the job tries again.
    """
    rows = AlertNotice.objects.filter(told_at=None, given_up_at=None, workspace__closed_at=None)
    rows = rows.select_related("event__alert__watch", "event__alert__workspace", "user", "device")
    notice = rows.filter(pk=notice_id).first()
    if notice is None:
        return
    if notice.way == Way.MAIL.value:
        _mail(notice, now=now)
    elif notice.way == Way.HOOK.value:
        hooks.call(notice, now=now)
    else:
        pushing.push(notice, now=now)


def _mail(notice: AlertNotice, *, now: datetime) -> None:
    """Mail a member, if they still manage the workspace; rather twice than never."""
    person, alert = notice.user, notice.event.alert
    team = who_may(alert.workspace, Permission.MANAGE_COMPANY)
    if person is None or not team.filter(pk=person.pk).exists():
        give_up(notice.pk, now=now, failure="gone")
        return
    try:
        mails.send(notice.event, person=person)
    except SMTPException as error:
        if not is_refused_for_good(error):
            raise
        give_up(notice.pk, now=now, failure="refused")
        return
    AlertNotice.objects.filter(pk=notice.pk).update(told_at=now)


def give_up(notice_id: int, *, now: datetime, failure: str = "failed") -> None:
    """Let it be known that a notice did not leave."""
    rows = AlertNotice.objects.filter(pk=notice_id, told_at=None, given_up_at=None)
    rows.update(given_up_at=now, failure=failure)


def give_up_all(now: datetime) -> None:
    """After a restore, nothing leaves by itself: it may have left since the backup."""
    waiting = AlertNotice.objects.filter(told_at=None, given_up_at=None)
    for notice_id in waiting.order_by("id").values_list("pk", flat=True):
        cancel(TELL, key=str(notice_id))
    waiting.update(given_up_at=now, failure="restored")
