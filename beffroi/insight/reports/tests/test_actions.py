from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from beffroi.core.models import AuditEntry
from beffroi.insight.reports import actions, planning
from beffroi.insight.reports.facts import from_json
from beffroi.insight.reports.jobs import make as make_job
from beffroi.insight.reports.models import Report, ReportMail, ReportRecipient
from beffroi.insight.reports.tests.conftest import AUGUST, made, receives
from tests.clock import FrozenClock
from tests.world import World


@pytest.mark.usefixtures("sold")
def test_a_report_keeps_its_facts_and_is_made_again_with_what_is_known_since(
    world: World, clock: FrozenClock
) -> None:
    first = made(world, clock())
    actions.say(first, words="Mes mots.", gestures="", actor=world.claire, now=clock())
    clock.advance(days=1)
    again = made(world, clock())
    assert (again.pk, again.words) == (first.pk, "Mes mots.")
    assert from_json(again.facts).read_at == clock()
    assert from_json(again.facts).money.sold == 10


def test_the_month_under_way_has_no_report(world: World, clock: FrozenClock) -> None:
    with pytest.raises(actions.MonthIsNotOver):
        actions.make(
            world.atelier, date(2026, 9, 1), language="fr", actor=world.claire, now=clock()
        )


def test_what_was_approved_is_changed_no_more(world: World, clock: FrozenClock) -> None:
    report = made(world, clock())
    assert actions.approve(report, actor=world.claire, now=clock()) == 0
    with pytest.raises(actions.AlreadyApproved):
        made(world, clock())
    with pytest.raises(actions.AlreadyApproved):
        actions.say(report, words="Autre", gestures="", actor=world.claire, now=clock())
    with pytest.raises(actions.AlreadyApproved):
        actions.approve(report, actor=world.claire, now=clock())
    report.refresh_from_db()
    assert (report.state, report.words, report.approved_by) == ("approved", "", world.claire)


def test_without_a_mail_server_nothing_is_approved(
    world: World, clock: FrozenClock, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    report = made(world, clock())
    receives(world, clock())
    with pytest.raises(actions.NoMail):
        actions.approve(report, actor=world.claire, now=clock())
    report.refresh_from_db()
    assert (report.state, ReportMail.objects.count()) == ("made", 0)


def test_the_database_holds_what_is_promised(world: World, clock: FrozenClock) -> None:
    report = made(world, clock())
    rows = Report.objects.filter(pk=report.pk)
    for wrong in (
        {"state": "approved"},
        {"state": "sent", "sent_at": clock()},
        {"sent_at": clock()},
        {"approved_at": clock()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(
            workspace=world.atelier, month=AUGUST, facts={}, language="fr", made_at=clock()
        )


def test_an_address_receives_reports_once(world: World, clock: FrozenClock) -> None:
    receives(world, clock())
    with pytest.raises(actions.AddressTaken):
        receives(world, clock())
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportRecipient.objects.update(is_monthly=False, is_weekly=False)


def test_there_are_so_many_recipients_and_no_more(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "RECIPIENTS_MAX", 1)
    receives(world, clock())
    with pytest.raises(actions.TooManyRecipients):
        receives(world, clock(), "other@example.org")


def test_each_step_leaves_a_line_in_the_audit_trail(world: World, clock: FrozenClock) -> None:
    report, recipient = made(world, clock()), receives(world, clock())
    actions.say(report, words="Mots", gestures="", actor=world.karim, now=clock())
    actions.approve(report, actor=world.claire, now=clock())
    actions.withdraw(report, actor=world.claire, now=clock())
    actions.give_back(report, actor=world.claire, now=clock())
    actions.remove_recipient(recipient, actor=None, now=clock())
    lines = AuditEntry.objects.filter(action__startswith="report.").order_by("pk")
    assert [line.action.removeprefix("report.") for line in lines] == [
        "made",
        "recipient_added",
        "words_changed",
        "approved",
        "withdrawn",
        "given_back",
        "recipient_removed",
    ]


def test_last_month_is_asked_for_on_the_second_where_somebody_receives_it(
    world: World, clock: FrozenClock
) -> None:
    receives(world, clock())
    clock.advance(days=17)  # 1 October, ten o'clock
    assert planning.plan_months(now=clock()) == 0
    clock.advance(hours=19)  # 2 October, five o'clock where the bakery is
    assert planning.plan_months(now=clock() + timedelta(minutes=-1)) == 0
    clock.advance(hours=1)
    assert planning.plan_months(now=clock()) == 1
    make_job({"workspace_id": world.atelier.pk, "language": "fr"}, clock=clock)
    report = Report.objects.get()
    assert (report.month, report.state, report.made_by) == (date(2026, 9, 1), "made", None)
    assert planning.plan_months(now=clock()) == 0
    clock.advance(days=10)
    Report.objects.all().delete()
    assert planning.plan_months(now=clock()) == 0  # of long ago, nobody is surprised by it


def test_a_report_that_is_there_is_not_made_over_by_itself(
    world: World, clock: FrozenClock
) -> None:
    report = made(world, clock())
    clock.advance(hours=1)
    assert actions.make_missing(world.atelier, language="en", actor=None, now=clock()) is None
    report.refresh_from_db()
    assert report.language == "fr"
