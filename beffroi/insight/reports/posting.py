"""How mails of reports leave: each at most once, whatever dies on the way."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from beffroi.insight.reports.actions import enqueue
from beffroi.insight.reports.models import Report, ReportMail, ReportRecipient
from beffroi.workspaces.models import Workspace

#: On a Monday, unless an address wants another day; later than so long nobody waits for it.
_LEAVES_AT = time(8)
_LATE_MAX = timedelta(hours=36)
#: Mails of long ago prove nothing any more, and their addresses go with them.
_KEPT_FOR = timedelta(days=400)


def due_week(now: datetime, *, zone: ZoneInfo, weekday: int = 0) -> date | None:
    """Return the Monday of the week whose mail should have left by now, None between them.

    `weekday`: on which day it leaves, 0 for Monday; it tells of the week before.
    """
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    for begins in (monday, monday - timedelta(weeks=1)):
        late = now - leaves_at(begins, zone=zone, weekday=weekday)
        if timedelta() <= late < _LATE_MAX:
            return begins
    return None


def leaves_at(monday: date, *, zone: ZoneInfo, weekday: int = 0) -> datetime:
    """Return when the numbers leave in the week of a Monday, as an instant of UTC."""
    day = monday + timedelta(days=weekday)
    return datetime.combine(day, _LEAVES_AT, tzinfo=zone).astimezone(UTC)


def plan_weekly(*, now: datetime) -> int:
    """Put the numbers of the week that are due on their way. Return how many mails there are."""
    rows = ReportRecipient.objects.filter(is_weekly=True, workspace__closed_at=None)
    planned = 0
    for one in rows.select_related("workspace", "person").order_by("pk"):
        week = _due_to(one, now=now)
        if week is not None and is_there(one):
            planned += _plan(one, week, now=now)
    return planned


def is_there(one: ReportRecipient) -> bool:
    """Tell whether whoever receives may: a person, as long as they reach the workspace."""
    person = one.person
    if person is None:
        return True
    reached = Workspace.objects.reachable_by(person).filter(pk=one.workspace_id)
    return person.is_active and reached.exists()


def waiting(mail_id: int) -> ReportMail | None:
    """Return a mail that waits, with all that is written of; None: it does not, or to nobody.

    What takes time, or may fail, is done with it before `begin`, so that doubt stays rare.
    """
    rows = ReportMail.objects.filter(pk=mail_id, state=ReportMail.State.WAITING)
    related = ("workspace__agency", "recipient__person", "report__workspace__agency")
    return rows.exclude(recipient=None).select_related(*related).first()


def begin(mail_id: int) -> ReportMail | None:
    """Take a mail that waits, before it is handed over; None: nothing is to send.

    One that was handed over when the process died is not handed over again.
    """
    rows = ReportMail.objects.filter(pk=mail_id)
    with transaction.atomic():
        found = rows.select_related("workspace", "recipient__person")
        mail = found.select_for_update(of=("self",)).first()
        if mail is None or mail.state not in ReportMail.PENDING:
            return None
        if mail.state == ReportMail.State.LEAVING:
            _settle(mail, ReportMail.State.DOUBTFUL)
            return None
        to = mail.recipient
        if to is None or not is_there(to) or mail.workspace.closed_at is not None:
            _settle(mail, ReportMail.State.NOT_SENT)
            return None
        rows.update(state=ReportMail.State.LEAVING)
    return rows.get()


@transaction.atomic
def note_sent(mail: ReportMail, *, now: datetime) -> None:
    """The mail server took it."""
    _settle(mail, ReportMail.State.SENT, sent_at=now)


@transaction.atomic
def note_not_sent(mail: ReportMail) -> None:
    """The mail server will not take it."""
    _settle(mail, ReportMail.State.NOT_SENT)


@transaction.atomic
def note_doubtful(mail: ReportMail) -> None:
    """The mail server did not say whether it took it."""
    _settle(mail, ReportMail.State.DOUBTFUL)


def put_back(mail: ReportMail) -> None:
    """Nothing left: it may be tried again."""
    rows = ReportMail.objects.filter(pk=mail.pk, state=ReportMail.State.LEAVING)
    rows.update(state=ReportMail.State.WAITING)


@transaction.atomic
def give_up(mail_id: int) -> None:
    """Try no more: of one that was handed over, nobody knows what became."""
    mail = ReportMail.objects.filter(pk=mail_id).first()
    if mail is not None and mail.state == ReportMail.State.LEAVING:
        _settle(mail, ReportMail.State.DOUBTFUL)
    elif mail is not None:
        _settle(mail, ReportMail.State.NOT_SENT)


def stop_all(now: datetime) -> None:
    """After a restore, send nothing that was on its way, nor this week's: it may have left since.

    A report that was approved since the backup waits for its approval again, by a person.
    """
    ReportMail.objects.filter(state__in=ReportMail.PENDING).update(state=ReportMail.State.DOUBTFUL)
    rows = ReportRecipient.objects.filter(is_weekly=True, workspace__closed_at=None)
    due = ((one, _due(one, now=now)) for one in rows.select_related())
    ReportMail.objects.bulk_create(
        [
            ReportMail(
                workspace_id=one.workspace_id,
                recipient=one,
                address=one.address,
                week=week,
                state=ReportMail.State.DOUBTFUL,
                planned_at=now,
            )
            for one, week in due
            if week is not None
        ],
        ignore_conflicts=True,
    )


def forget(*, now: datetime) -> int:
    """Erase what is left of mails of long ago. Return how many rows went."""
    deleted, _of = ReportMail.objects.filter(planned_at__lt=now - _KEPT_FOR).delete()
    return deleted


def _due(one: ReportRecipient, *, now: datetime) -> date | None:
    return due_week(now, zone=one.workspace.zone, weekday=one.weekday)


def _due_to(one: ReportRecipient, *, now: datetime) -> date | None:
    """Return the week that an address should have by now, none that began before it was added.

    Whatever its day: whoever is taken out and added again would have that week twice.
    """
    week = _due(one, now=now)
    if week is None or one.added_at > leaves_at(week, zone=one.workspace.zone):
        return None
    return week


@transaction.atomic
def _plan(one: ReportRecipient, week: date, *, now: datetime) -> int:
    if one.person is not None and one.person.email != one.address:
        others = ReportRecipient.objects.filter(workspace=one.workspace_id)
        if others.filter(address=one.person.email).exists():
            return 0  # somebody added the new address by hand: it has its own row
        one.address = one.person.email
        one.save(update_fields=["address"])
    mail, is_new = ReportMail.objects.get_or_create(
        workspace_id=one.workspace_id,
        week=week,
        address=one.address,
        defaults={"recipient": one, "planned_at": now},
    )
    if is_new:
        enqueue(mail, now=now)
    return int(is_new)


def _settle(mail: ReportMail, state: str, *, sent_at: datetime | None = None) -> None:
    """Say once how a mail ended; a report is sent with the first that was taken."""
    rows = ReportMail.objects.filter(pk=mail.pk, state__in=ReportMail.PENDING)
    if rows.update(state=state, sent_at=sent_at) and sent_at and mail.report_id:
        approved = Report.objects.filter(pk=mail.report_id, state=Report.State.APPROVED)
        approved.update(state=Report.State.SENT, sent_at=sent_at)
