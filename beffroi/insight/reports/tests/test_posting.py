from __future__ import annotations

import smtplib
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from pytest_django.fixtures import Settings

from beffroi.core.jobs import Runner
from beffroi.core.mailing import MailServerAway
from beffroi.insight.reports import actions, jobs, posting, printing
from beffroi.insight.reports.models import Report, ReportMail, ReportRecipient
from beffroi.insight.reports.tests.conftest import made, receives
from beffroi.printing.errors import PrintingFailed, Reason
from beffroi.workspaces.models import Membership, User
from tests.clock import FrozenClock
from tests.mail_server import FailingServer, failing_server
from tests.world import World

States = ReportMail.State


@pytest.fixture
def server(settings: Settings) -> type[FailingServer]:
    """A mail server that fails as the test says."""
    return failing_server(settings)


@pytest.fixture(autouse=True)
def printer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mails need no true PDF here."""
    monkeypatch.setattr(printing, "printed", lambda _report: b"%PDF")


def approved(world: World, clock: FrozenClock, *addresses: str) -> Report:
    report = made(world, clock())
    for address in addresses:
        receives(world, clock(), address)
    actions.approve(report, actor=world.claire, now=clock())
    return report


def states() -> list[str]:
    return list(ReportMail.objects.order_by("address").values_list("state", flat=True))


@pytest.mark.usefixtures("sold")
def test_each_recipient_gets_one_mail_and_the_report_is_sent(
    world: World, clock: FrozenClock
) -> None:
    report = approved(world, clock, "claire@example.org", "paul@example.org")
    Runner().run_until_idle(clock)
    report.refresh_from_db()
    assert (report.state, report.sent_at, states()) == ("sent", clock(), ["sent", "sent"])
    first, second = sorted(mail.outbox, key=lambda one: one.to)
    assert (first.to, second.to) == (["claire@example.org"], ["paul@example.org"])
    assert "Août 2026" in str(first.subject)
    assert f"/r/{report.token}/" in first.body
    assert first.attachments[0][0].endswith("-2026-08.pdf")
    assert "/r/leave/" in str(first.extra_headers["List-Unsubscribe"])
    assert first.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_mail_that_was_handed_over_when_the_process_died_does_not_leave_again(
    world: World, clock: FrozenClock
) -> None:
    report = approved(world, clock, "claire@example.org")
    row = ReportMail.objects.get()
    assert posting.begin(row.pk) is not None  # and the process dies
    jobs.send({"mail_id": row.pk}, clock=clock)
    jobs.send({"mail_id": row.pk}, clock=clock)
    report.refresh_from_db()
    assert (states(), mail.outbox, report.state) == ([States.DOUBTFUL], [], "approved")


def test_what_a_mail_server_refuses_or_leaves_open_is_said_as_such(
    world: World, clock: FrozenClock, server: type[FailingServer]
) -> None:
    approved(world, clock, "claire@example.org")
    row = ReportMail.objects.get()
    server.opening = OSError("away")
    with pytest.raises(MailServerAway):
        jobs.send({"mail_id": row.pk}, clock=clock)
    assert states() == [States.WAITING]
    server.opening, server.sending = None, smtplib.SMTPServerDisconnected("who knows")
    jobs.send({"mail_id": row.pk}, clock=clock)
    assert states() == [States.DOUBTFUL]


def test_a_refusal_for_good_is_not_tried_again(
    world: World, clock: FrozenClock, server: type[FailingServer]
) -> None:
    approved(world, clock, "claire@example.org")
    server.sending = smtplib.SMTPRecipientsRefused({"claire@example.org": (550, b"unknown")})
    jobs.send({"mail_id": ReportMail.objects.get().pk}, clock=clock)
    assert states() == [States.NOT_SENT]


def test_a_job_that_is_given_up_says_what_is_known(world: World, clock: FrozenClock) -> None:
    approved(world, clock, "a@example.org", "b@example.org")
    first, second = ReportMail.objects.order_by("address")
    posting.begin(second.pk)
    for row in (first, second):
        jobs.give_up_sending({"mail_id": row.pk}, clock=clock)
    assert states() == [States.NOT_SENT, States.DOUBTFUL]


def test_a_report_leaves_without_its_pdf_rather_than_not_at_all(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_report: Any) -> bytes:
        raise PrintingFailed(Reason.BUSY)

    monkeypatch.setattr(printing, "printed", fails)
    approved(world, clock, "claire@example.org")
    Runner().run_until_idle(clock)
    assert (states(), mail.outbox[0].attachments) == ([States.SENT], [])


def test_whoever_is_taken_out_receives_nothing_that_waits(world: World, clock: FrozenClock) -> None:
    approved(world, clock, "claire@example.org")
    recipient = ReportMail.objects.get().recipient
    assert recipient is not None
    actions.remove_recipient(recipient, actor=None, now=clock())
    Runner().run_until_idle(clock)
    assert (states(), mail.outbox) == ([States.NOT_SENT], [])
    assert ReportMail.objects.get().address == ""  # it is kept nowhere


def test_nothing_that_waits_leaves_a_workspace_that_was_closed(
    world: World, clock: FrozenClock
) -> None:
    approved(world, clock, "claire@example.org")
    type(world.atelier).objects.filter(pk=world.atelier.pk).update(closed_at=clock())
    Runner().run_until_idle(clock)
    assert (states(), mail.outbox) == ([States.NOT_SENT], [])


@pytest.mark.usefixtures("sold")
def test_three_numbers_leave_on_monday_once(world: World, clock: FrozenClock) -> None:
    receives(world, clock() - timedelta(days=1), is_weekly=True)
    receives(world, clock() - timedelta(days=1), "monthly@example.org")
    clock.advance(days=-7 * 2 + 1)  # a Tuesday, when all is said of the week before
    clock.advance(days=13)
    assert posting.plan_weekly(now=clock()) == 1
    assert posting.plan_weekly(now=clock()) == 0
    Runner().run_until_idle(clock)
    [sent] = mail.outbox
    words = sent.body.replace("\u00a0", " ")
    assert sent.to == ["claire@example.org"]
    assert str(sent.subject).replace("\u00a0", " ").endswith(": votre semaine en trois chiffres")
    assert "Du 7 au 13 septembre." in words
    for name in (
        "Marge rapportée",
        "Messages avec réponse",
        "Temps passé",
        "Le geste de la semaine",
    ):
        assert name in words
    assert "/r/leave/" in words
    assert isinstance(sent, EmailMultiAlternatives)
    html = str(sent.alternatives[0][0])
    assert "<script" not in html
    assert ".mail-card{" in html
    assert "src=" not in html  # no picture, nothing that tells who reads


def test_the_numbers_of_a_week_do_not_leave_when_it_is_half_gone(
    world: World, clock: FrozenClock
) -> None:
    receives(world, clock() - timedelta(days=9), is_weekly=True)
    zone = world.atelier.zone
    assert posting.due_week(clock(), zone=zone) == date(2026, 9, 14)
    assert posting.due_week(clock() - timedelta(hours=3), zone=zone) is None
    clock.advance(days=2)
    assert posting.plan_weekly(now=clock()) == 0


def by_mail(world: World, clock: FrozenClock, person: User, *, weekday: int = 0) -> None:
    """Send a person the numbers of each week."""
    actions.send_weekly(world.atelier, person, weekday=weekday, actor=world.claire, now=clock())


def test_an_address_that_wants_another_day_gets_its_first_week_then(
    world: World, clock: FrozenClock
) -> None:
    clock.advance(days=-1)
    by_mail(world, clock, world.claire, weekday=3)
    clock.advance(days=1)
    assert posting.plan_weekly(now=clock()) == 0
    clock.advance(days=3)
    assert posting.plan_weekly(now=clock()) == 1
    assert ReportMail.objects.get().week == date(2026, 9, 14)
    assert posting.plan_weekly(now=clock()) == 0


def test_who_is_taken_out_and_added_again_has_no_week_twice(
    world: World, clock: FrozenClock
) -> None:
    receives(world, clock() - timedelta(days=1), world.claire.email, is_weekly=True)
    assert posting.plan_weekly(now=clock()) == 1
    actions.remove_recipient(ReportRecipient.objects.get(), actor=None, now=clock())
    clock.advance(minutes=10)
    by_mail(world, clock, world.claire, weekday=2)
    clock.advance(days=2)
    assert posting.plan_weekly(now=clock()) == 0
    clock.advance(days=7)
    assert posting.plan_weekly(now=clock()) == 1


def test_the_numbers_of_a_sunday_may_be_as_late_as_others(world: World) -> None:
    zone, sunday = world.atelier.zone, 6
    late = datetime(2026, 9, 21, 10, tzinfo=zone)
    assert posting.due_week(late, zone=zone, weekday=sunday) == date(2026, 9, 14)


def test_who_left_is_told_nothing_more(world: World, clock: FrozenClock) -> None:
    by_mail(world, clock, world.karim)
    clock.advance(days=7)
    assert posting.plan_weekly(now=clock()) == 1
    Membership.objects.filter(workspace=world.atelier, user=world.karim).delete()
    Runner().run_until_idle(clock)
    assert (mail.outbox, states()) == ([], [States.NOT_SENT])
    clock.advance(days=7)
    assert posting.plan_weekly(now=clock()) == 0


def test_an_address_that_changed_is_followed(world: World, clock: FrozenClock) -> None:
    by_mail(world, clock, world.karim)
    User.objects.filter(pk=world.karim.pk).update(email="k@example.org")
    clock.advance(days=7)
    posting.plan_weekly(now=clock())
    assert ReportMail.objects.get().address == "k@example.org"


def test_a_day_that_changes_sends_no_week_twice(world: World, clock: FrozenClock) -> None:
    receives(world, clock() - timedelta(days=1), world.claire.email, is_weekly=True)
    assert posting.plan_weekly(now=clock()) == 1
    actions.send_weekly(world.atelier, world.claire, weekday=1, actor=world.claire, now=clock())
    clock.advance(days=1)
    assert posting.plan_weekly(now=clock()) == 0


def test_a_person_stops_the_weeks_and_keeps_the_months(world: World, clock: FrozenClock) -> None:
    receives(world, clock(), world.claire.email)
    actions.send_weekly(world.atelier, world.claire, weekday=2, actor=world.claire, now=clock())
    row = ReportRecipient.objects.get()
    assert (row.is_weekly, row.is_monthly, row.weekday) == (True, True, 2)
    actions.stop_weekly(
        world.atelier, world.claire, own_only=False, actor=world.claire, now=clock()
    )
    row.refresh_from_db()
    assert (row.is_weekly, row.is_monthly) == (False, True)
    actions.send_weekly(world.atelier, world.karim, weekday=0, actor=world.claire, now=clock())
    actions.stop_weekly(world.atelier, world.karim, own_only=True, actor=world.claire, now=clock())
    assert ReportRecipient.objects.get() == row


def test_a_restored_backup_sends_nothing_of_its_own(world: World, clock: FrozenClock) -> None:
    approved(world, clock, "claire@example.org")
    receives(world, clock() - timedelta(days=1), "weekly@example.org", is_weekly=True)
    posting.stop_all(clock())
    assert posting.plan_weekly(now=clock()) == 0
    Runner().run_until_idle(clock)
    assert (states(), mail.outbox) == ([States.DOUBTFUL, States.DOUBTFUL], [])


def test_addresses_of_long_ago_are_erased(world: World, clock: FrozenClock) -> None:
    approved(world, clock, "claire@example.org")
    assert posting.forget(now=clock() + timedelta(days=399)) == 0
    assert posting.forget(now=clock() + timedelta(days=401)) == 1


def test_an_agency_writes_under_its_own_name(world: World, clock: FrozenClock) -> None:
    actions.add_recipient(
        world.garage,
        "client@example.org",
        is_weekly=True,
        is_monthly=True,
        language="fr",
        actor=world.nadia,
        now=clock() - timedelta(days=1),
    )
    posting.plan_weekly(now=clock())
    Runner().run_until_idle(clock)
    [sent] = mail.outbox
    assert parseaddr(sent.message()["From"])[0] == world.nova.name
    assert f"Préparé par {world.nova.name}" in sent.body
    assert "Beffroi" not in sent.body


def test_only_those_whom_no_server_took_it_for_receive_it_again(
    world: World, clock: FrozenClock, server: type[FailingServer]
) -> None:
    report = approved(world, clock, "a@example.org", "b@example.org", "c@example.org")
    first, second, third = ReportMail.objects.order_by("address")
    jobs.send({"mail_id": first.pk}, clock=clock)
    server.sending = smtplib.SMTPRecipientsRefused({"b@example.org": (550, b"unknown")})
    jobs.send({"mail_id": second.pk}, clock=clock)
    server.sending = smtplib.SMTPServerDisconnected("who knows")
    jobs.send({"mail_id": third.pk}, clock=clock)
    assert states() == [States.SENT, States.NOT_SENT, States.DOUBTFUL]
    server.sending, mail.outbox[:] = None, []
    assert actions.send_again(report, actor=world.claire, now=clock()) == 1
    assert actions.send_again(report, actor=world.claire, now=clock()) == 0
    Runner().run_until_idle(clock)
    assert states() == [States.SENT, States.SENT, States.DOUBTFUL]
    assert [one.to for one in mail.outbox] == [["b@example.org"]]


def test_whoever_was_taken_out_does_not_receive_it_again(world: World, clock: FrozenClock) -> None:
    report = approved(world, clock, "claire@example.org")
    recipient = ReportMail.objects.get().recipient
    assert recipient is not None
    actions.remove_recipient(recipient, actor=world.claire, now=clock())
    assert actions.send_again(report, actor=world.claire, now=clock()) == 0
    assert states() == [States.NOT_SENT]


def test_nothing_is_put_on_its_way_again_without_a_mail_server(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = approved(world, clock, "claire@example.org")
    ReportMail.objects.update(state=States.NOT_SENT)
    monkeypatch.setattr(actions, "mail_is_set", lambda: False)
    with pytest.raises(actions.NoMail):
        actions.send_again(report, actor=world.claire, now=clock())
    assert states() == [States.NOT_SENT]
