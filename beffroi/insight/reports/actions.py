"""What is done to a month's report: made, said in other words, approved, withdrawn."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation

from beffroi.core import audit, jobs
from beffroi.core.mailing import mail_is_set
from beffroi.insight.reports.facts import as_json, month_before
from beffroi.insight.reports.gathering import facts_of_month
from beffroi.insight.reports.models import Report, ReportMail, ReportRecipient
from beffroi.workspaces.models import User, Workspace

SEND = "insight.report_mail"
MAKE = "insight.make_report"
#: More would be a mailing.
RECIPIENTS_MAX = 50


class MonthIsNotOver(Exception):
    """Nobody knows yet what the month brought."""


class AlreadyApproved(Exception):
    """What a person approved is changed no more."""


class NoMail(Exception):
    """This installation has no mail server: nothing can be sent."""


class TooManyRecipients(Exception):
    """A workspace has as many recipients as it may."""


class AddressTaken(Exception):
    """The address receives reports already."""


def make(
    workspace: Workspace, month: date, *, language: str, actor: User | None, now: datetime
) -> Report:
    """Make the report of a month that is over, or make it again with what is known now.

    What a person wrote in it stays. Raises MonthIsNotOver, and AlreadyApproved.
    """
    today = now.astimezone(workspace.zone).date()
    if month > month_before(today):
        raise MonthIsNotOver
    with translation.override(language):  # ready notes are kept in the report's own words
        facts = as_json(facts_of_month(workspace, month, now=now))
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)  # two would both find none
        row = _row(workspace, month)
        if row is None:
            row = Report(workspace=workspace, month=month)
        elif row.state != Report.State.MADE:
            raise AlreadyApproved
        row.facts, row.language, row.made_by, row.made_at = facts, language, actor, now
        row.save()
        _record(row, "report.made", actor=actor, now=now)
    return row


def make_missing(
    workspace: Workspace, *, language: str, actor: User | None, now: datetime
) -> Report | None:
    """Make the report of last month where there is none yet. None: there is one.

    `actor` None: it is made by itself.
    """
    month = month_before(now.astimezone(workspace.zone).date())
    if Report.objects.filter(workspace=workspace, month=month).exists():
        return None
    try:
        return make(workspace, month, language=language, actor=actor, now=now)
    except (IntegrityError, AlreadyApproved):  # somebody made it meanwhile
        return None


def ask_for_all(workspaces: list[Workspace], *, language: str, actor: User, now: datetime) -> int:
    """Have last month's reports of several workspaces made, a job each. Return how many."""
    for workspace in workspaces:
        jobs.enqueue(
            MAKE,
            key=str(workspace.pk),
            run_at=now,
            payload={
                "workspace_id": workspace.pk,
                "language": language,
                "actor_id": actor.pk,
            },
            workspace_id=workspace.pk,
        )
    return len(workspaces)


@transaction.atomic
def say(report: Report, *, words: str, gestures: str, actor: User, now: datetime) -> None:
    """Keep what a person says in the place of the rules; "" goes back to what these wrote.

    Raises AlreadyApproved.
    """
    rows = Report.objects.filter(pk=report.pk, state=Report.State.MADE)
    if not rows.update(words=words, gestures=gestures):
        raise AlreadyApproved
    _record(report, "report.words_changed", actor=actor, now=now)


@transaction.atomic
def approve(report: Report, *, actor: User, now: datetime) -> int:
    """Approve a report, and put one mail for each monthly recipient on its way.

    Return how many. Without recipients it is approved, and read on the web. Raises NoMail, and
    AlreadyApproved.
    """
    recipients = list(
        ReportRecipient.objects.filter(workspace=report.workspace_id, is_monthly=True)
    )
    if recipients and not mail_is_set():
        raise NoMail
    rows = Report.objects.filter(pk=report.pk, state=Report.State.MADE)
    if not rows.update(state=Report.State.APPROVED, approved_by=actor, approved_at=now):
        raise AlreadyApproved
    for recipient in recipients:
        mail = ReportMail.objects.create(
            workspace_id=report.workspace_id,
            recipient=recipient,
            address=recipient.address,
            report=report,
            planned_at=now,
        )
        enqueue(mail, now=now)
    _record(report, "report.approved", actor=actor, now=now)
    return len(recipients)


@transaction.atomic
def send_again(report: Report, *, actor: User, now: datetime) -> int:
    """Put those mails of a report on their way that no mail server took, and no others.

    Return how many. What may have left does not leave again. Raises NoMail.
    """
    rows = ReportMail.objects.filter(
        report=report, state=ReportMail.State.NOT_SENT, recipient__isnull=False
    )
    mails = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if mails and not mail_is_set():
        raise NoMail
    for mail in mails:
        ReportMail.objects.filter(pk=mail.pk).update(state=ReportMail.State.WAITING, planned_at=now)
        enqueue(mail, now=now)
    if mails:
        _record(report, "report.sent_again", actor=actor, now=now)
    return len(mails)


@transaction.atomic
def withdraw(report: Report, *, actor: User, now: datetime) -> None:
    """Let nobody read a report on the web any more."""
    Report.objects.filter(pk=report.pk, withdrawn_at=None).update(withdrawn_at=now)
    _record(report, "report.withdrawn", actor=actor, now=now)


@transaction.atomic
def give_back(report: Report, *, actor: User, now: datetime) -> None:
    """Undo the withdrawal: the same address leads to it again."""
    Report.objects.filter(pk=report.pk).update(withdrawn_at=None)
    _record(report, "report.given_back", actor=actor, now=now)


def add_recipient(
    workspace: Workspace,
    address: str,
    *,
    is_weekly: bool,
    is_monthly: bool,
    language: str,
    actor: User,
    now: datetime,
    weekday: int = 0,
) -> ReportRecipient:
    """Send reports to an address from now on; a week's numbers on `weekday`, 0 for Monday.

    Raises TooManyRecipients and AddressTaken.
    """
    rows = ReportRecipient.objects.filter(workspace=workspace)
    try:
        with transaction.atomic():
            Workspace.objects.select_for_update().get(pk=workspace.pk)  # two would both count
            if rows.count() >= RECIPIENTS_MAX:
                raise TooManyRecipients
            row = rows.create(
                workspace=workspace,
                address=address,
                is_weekly=is_weekly,
                is_monthly=is_monthly,
                weekday=weekday,
                language=language,
                added_by=actor,
                added_at=now,
            )
            _record_recipient(row, "report.recipient_added", actor=actor, now=now)
    except IntegrityError as error:
        raise AddressTaken from error
    return row


@transaction.atomic
def send_weekly(
    workspace: Workspace, person: User, *, weekday: int, actor: User, now: datetime
) -> None:
    """Send a person the numbers of each week on a weekday, 0 for Monday; twice changes nothing.

    Where their address receives reports already, that row changes; else they have a row of their
    own, which ends when they leave. Raises TooManyRecipients.
    """
    row = _row_of(workspace, person)
    if row is None:
        row = add_recipient(
            workspace,
            person.email,
            is_weekly=True,
            is_monthly=False,
            language=person.language or settings.LANGUAGE_CODE,
            actor=actor,
            now=now,
            weekday=weekday,
        )
        ReportRecipient.objects.filter(pk=row.pk).update(person=person)
    elif (row.is_weekly, row.weekday) != (True, weekday):
        rows = ReportRecipient.objects.filter(pk=row.pk)
        rows.update(is_weekly=True, weekday=weekday)
        _record_recipient(row, "report.recipient_changed", actor=actor, now=now)


@transaction.atomic
def stop_weekly(
    workspace: Workspace, person: User, *, own_only: bool, actor: User, now: datetime
) -> None:
    """Send a person the numbers of a week no more; twice changes nothing.

    `own_only` leaves what was added for their address by hand.
    """
    row = _row_of(workspace, person)
    if row is None or not row.is_weekly or (own_only and row.person_id is None):
        return
    if not row.is_monthly:
        remove_recipient(row, actor=actor, now=now)
        return
    ReportRecipient.objects.filter(pk=row.pk).update(is_weekly=False)
    _record_recipient(row, "report.recipient_changed", actor=actor, now=now)


@transaction.atomic
def remove_recipient(row: ReportRecipient, *, actor: User | None, now: datetime) -> None:
    """Erase an address; `actor` None: whoever reads its mails did so. What waits stays here."""
    mails = ReportMail.objects.filter(recipient=row)
    mails.filter(state=ReportMail.State.WAITING).update(state=ReportMail.State.NOT_SENT)
    mails.update(address="")
    _record_recipient(row, "report.recipient_removed", actor=actor, now=now)
    ReportRecipient.objects.filter(pk=row.pk).delete()


def enqueue(mail: ReportMail, *, now: datetime) -> None:
    """Have a mail sent by a job of its own."""
    jobs.enqueue(
        SEND,
        key=str(mail.pk),
        run_at=now,
        payload={"mail_id": mail.pk},
        workspace_id=mail.workspace_id,
    )


def _row_of(workspace: Workspace, person: User) -> ReportRecipient | None:
    """Return the row of a person, or that of their address."""
    rows = ReportRecipient.objects.filter(workspace=workspace).select_for_update()
    return rows.filter(person=person).first() or rows.filter(address=person.email).first()


def _row(workspace: Workspace, month: date) -> Report | None:
    rows = Report.objects.filter(workspace=workspace, month=month)
    return rows.select_for_update().first()


def _record(report: Report, action: str, *, actor: User | None, now: datetime) -> None:
    audit.record(
        workspace_id=report.workspace_id,
        actor_id=actor.pk if actor else None,
        action=action,
        subject=f"report:{report.pk}",
        now=now,
    )


def _record_recipient(
    row: ReportRecipient, action: str, *, actor: User | None, now: datetime
) -> None:
    audit.record(
        workspace_id=row.workspace_id,
        actor_id=actor.pk if actor else None,
        action=action,
        subject=f"recipient:{row.pk}",
        now=now,
    )
