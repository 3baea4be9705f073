from __future__ import annotations

import html
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from beffroi.core.clock import utc_now
from beffroi.core.models import Job
from beffroi.insight.reports import actions
from beffroi.insight.reports.facts import as_json, month_before
from beffroi.insight.reports.models import Report, ReportMail, ReportRecipient
from beffroi.insight.reports.tests.conftest import receives
from beffroi.insight.reports.tests.months import MAY
from beffroi.workspaces.models import User, Workspace
from tests.world import World


def browse(person: User) -> Client:
    User.objects.update(language="en")
    cache.clear()
    client = Client()
    client.force_login(person)
    return client


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def report_of(workspace: Workspace) -> Report:
    return Report.objects.create(
        workspace=workspace,
        month=MAY.first,
        facts=as_json(MAY),
        language="en",
        made_at=utc_now(),
    )


def test_a_report_is_made_read_approved_sent_and_withdrawn(world: World) -> None:
    browser = browse(world.claire)
    recipient = {"email": "Paul@Example.org", "monthly": "on", "language": "fr"}
    assert browser.post(reverse("report_recipient_new"), recipient).status_code == 302
    month = month_before(utc_now().astimezone(world.atelier.zone).date())
    browser.post(reverse("report_make"), {"month": f"{month:%Y-%m}"})
    report = Report.objects.get()
    page = text(browser.get(reverse("report", args=[report.pk])))
    assert "To be read before it is sent" in page
    assert "Approve and send to 1 person" in page
    public = reverse("public_report", args=[report.token])
    assert Client().get(public).status_code == 404  # nobody approved it yet
    browser.post(reverse("report_approve", args=[report.pk]))
    assert ReportMail.objects.get().address == "paul@example.org"
    answer = Client().get(public)
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")
    assert not answer.cookies
    browser.post(reverse("report_withdraw", args=[report.pk]))
    assert Client().get(public).status_code == 410
    browser.post(reverse("report_return", args=[report.pk]))
    assert Client().get(public).status_code == 200


def test_approving_twice_sends_nothing_twice(world: World) -> None:
    report, browser = report_of(world.atelier), browse(world.claire)
    receives(world, utc_now())
    address = reverse("report_approve", args=[report.pk])
    browser.post(address)
    said = browser.post(address, follow=True)
    assert "nothing leaves twice" in text(said)
    assert ReportMail.objects.count() == 1


def test_a_persons_words_stand_in_the_place_of_the_rules(world: World) -> None:
    report, browser = report_of(world.atelier), browse(world.karim)
    address = reverse("report_words", args=[report.pk])
    sent = {"report_words": "A fine month.\n\nThanks.", "report_gestures": "Rest. It was a lot."}
    browser.post(address, sent)
    page = text(browser.get(reverse("report", args=[report.pk])))
    assert '<p class="said">A fine month.</p><p class="said">Thanks.</p>' in page
    assert "<b>Rest.</b>" in page
    assert "words changed by a person" in page
    browser.post(address, {"report_words": "", "report_gestures": ""})
    assert "In May, your networks brought" in text(browser.get(reverse("report", args=[report.pk])))


def test_words_that_were_not_changed_stay_those_of_the_rules(world: World) -> None:
    report, browser = report_of(world.atelier), browse(world.karim)
    form = browser.get(reverse("report", args=[report.pk])).context["form"]
    browser.post(reverse("report_words", args=[report.pk]), dict(form.initial))
    report.refresh_from_db()
    assert (report.words, report.gestures) == ("", "")


def test_four_gestures_are_too_many(world: World) -> None:
    report, browser = report_of(world.atelier), browse(world.karim)
    sent = {"report_words": "x", "report_gestures": "a\nb\nc\nd"}
    answer = browser.post(reverse("report_words", args=[report.pk]), sent)
    assert answer.status_code == 422
    assert "Three things at most" in text(answer)


def test_whoever_may_only_read_can_neither_change_nor_send(world: World) -> None:
    report, browser = report_of(world.atelier), browse(world.lucas)
    page = text(browser.get(reverse("report", args=[report.pk])))
    assert "Approve" not in page
    assert "In May, your networks brought" in page
    for name in ("report_words", "report_approve", "report_withdraw"):
        assert browser.post(reverse(name, args=[report.pk])).status_code == 403


def test_a_writer_may_not_send(world: World) -> None:
    report = report_of(world.atelier)
    answer = browse(world.karim).post(reverse("report_approve", args=[report.pk]))
    assert answer.status_code == 403


def test_a_month_that_is_not_over_cannot_be_chosen(world: World) -> None:
    today = utc_now().astimezone(world.atelier.zone).date()
    answer = browse(world.claire).post(reverse("report_make"), {"month": f"{today:%Y-%m}"})
    assert (answer.status_code, Report.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"email": "nobody", "monthly": "on"}, "valid"),
        ({"email": "a@example.org"}, "Choose what this address receives."),
        ({"email": "claire@example.org", "monthly": "on"}, "receives reports already"),
    ],
)
def test_an_address_that_cannot_receive_is_refused_with_its_reason(
    world: World, sent: dict[str, str], words: str
) -> None:
    browser = browse(world.claire)
    receives(world, utc_now())
    answer = browser.post(reverse("report_recipient_new"), {**sent, "language": "fr"})
    assert answer.status_code == 422
    assert words in text(answer)
    assert ReportRecipient.objects.count() == 1


def test_an_address_is_taken_out_by_a_post_of_whoever_reads_the_mail(world: World) -> None:
    row = receives(world, utc_now())
    address = reverse("report_leave", args=[row.token])
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(address).status_code == 200
    assert ReportRecipient.objects.count() == 1  # programs look at links before people do
    assert stranger.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert ReportRecipient.objects.count() == 0
    assert stranger.get(address).status_code == 404


def test_a_report_is_given_as_a_pdf(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    report = report_of(world.atelier)
    monkeypatch.setattr(
        "beffroi.insight.reports.printing.print_page", lambda *_page, **_named: b"%PDF"
    )
    answer = browse(world.lucas).get(reverse("report_pdf", args=[report.pk]))
    assert (answer.content, answer["Content-Type"]) == (b"%PDF", "application/pdf")
    assert "atelier-martin-2026-05.pdf" in answer["Content-Disposition"]


def test_an_agency_has_the_missing_reports_of_all_its_clients_made(world: World) -> None:
    browser = browse(world.nadia)
    now = utc_now()
    month = month_before(now.date())
    actions.make(world.garage, month, language="en", actor=world.nadia, now=now)
    assert "Not made yet" in text(browser.get(reverse("agency_reports", args=[world.nova.pk])))
    browser.post(reverse("agency_reports_make", args=[world.nova.pk]))
    asked = Job.objects.filter(kind=actions.MAKE).values_list("workspace_id", flat=True)
    assert list(asked) == [world.cycles.pk]


def test_reports_are_listed_with_how_their_mails_fared(world: World) -> None:
    report = report_of(world.atelier)
    receives(world, utc_now())
    actions.approve(report, actor=world.claire, now=utc_now())
    ReportMail.objects.update(state=ReportMail.State.DOUBTFUL)
    page = text(browse(world.lucas).get(reverse("reports")))
    assert "May 2026" in page
    assert "1 perhaps sent" in page


def test_the_page_says_who_did_not_get_it_and_sends_it_to_them_alone(world: World) -> None:
    report = report_of(world.atelier)
    for address in ("a@example.org", "b@example.org"):
        receives(world, utc_now(), address)
    actions.approve(report, actor=world.claire, now=utc_now())
    Job.objects.all().delete()
    states = ReportMail.State
    ReportMail.objects.filter(address="a@example.org").update(state=states.SENT, sent_at=utc_now())
    ReportMail.objects.filter(address="b@example.org").update(state=states.NOT_SENT)
    address = reverse("report", args=[report.pk])
    browser = browse(world.claire)
    assert "1 address did not get it" in text(browser.get(address))
    assert "Send it again" not in text(browse(world.lucas).get(address))
    answer = browser.post(reverse("report_send_again", args=[report.pk]), follow=True)
    assert "1 mail leaves again." in text(answer)
    assert "did not get it" not in text(answer)
    mail = ReportMail.objects.get(state=states.WAITING)
    assert mail.address == "b@example.org"
    assert list(Job.objects.filter(kind=actions.SEND).values_list("key", flat=True)) == [
        str(mail.pk)
    ]


def test_today_leads_those_who_may_send_it_to_the_newest_report(world: World) -> None:
    report = report_of(world.atelier)
    link = reverse("report", args=[report.pk])
    card = f"/?card=report-{report.pk}"
    assert f'href="{link}"' in text(browse(world.claire).get(card))
    assert f'href="{link}"' not in text(browse(world.karim).get(card))
    actions.approve(report, actor=world.claire, now=utc_now())
    assert f'href="{link}"' not in text(browse(world.claire).get("/"))
