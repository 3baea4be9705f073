"""A month's report in a browser: made by itself, read, reworded, approved, mailed, withdrawn."""

from __future__ import annotations

import io
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from beffroi.core.clock import utc_now
from beffroi.core.jobs import Runner
from beffroi.insight.reports import actions, planning
from beffroi.insight.reports.facts import month_before
from beffroi.insight.reports.models import Report, ReportMail
from beffroi.insight.reports.tests.conftest import receives
from tests.browser.browsing import Visit, signed_in, visit
from tests.browser.sold import a_month
from tests.mail_server import MailServer, mail_goes_to, mail_server
from tests.world import World

CLAIRE, PAUL = "claire@example.org", "paul@example.org"
SENTENCE = "Le coffret a fait le mois, et le reste a suivi."


@pytest.mark.journey
@pytest.mark.parametrize("has_script", [True, False])
def test_a_report_is_made_read_reworded_sent_once_and_withdrawn(
    browser: Browser, origin: str, world: World, settings: Settings, has_script: bool
) -> None:
    settings.PUBLIC_URL = origin
    _make_by_its_job(world)
    with mail_server() as server, visit(browser, origin, java_script_enabled=has_script) as visited:
        mail_goes_to(server, settings)
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        page.goto(f"{origin}/")
        expect(page.locator("#front")).to_contain_text("le rapport est prêt")
        page.locator("main article .btn--primary").click()
        expect(page.locator("h1")).to_contain_text("ce qui est revenu")
        written = page.locator("[name=report_words]").input_value()
        assert "148\u00a0€ de marge" in written  # twelve boxes of 12.32 €
        page.locator("[name=report_words]").fill(f"{SENTENCE}\n\n{written}")
        page.locator("form[action$='/words/'] button").click()
        expect(page.locator("p.said").first).to_have_text(SENTENCE)
        page.get_by_role("button", name="Valider et envoyer à 2 personnes").click()
        expect(page.locator("#toasts")).to_contain_text("2 e-mails partent")
        Runner().run_until_idle()
        assert server.receivers() == [CLAIRE, PAUL]
        address = _read_mail(server)
        page.reload()
        expect(page.locator("section[aria-labelledby=told] li")).to_have_count(2)
        _read_by_a_stranger(browser, address, status=200)
        page.locator("form[action$='/withdrawal/'] button").click()
        expect(page.locator("section[aria-labelledby=web]")).to_contain_text("Retiré")
        _read_by_a_stranger(browser, address, status=410)
        Runner().run_until_idle()
        assert server.receivers() == [CLAIRE, PAUL]
        assert visited.complaints == []


@pytest.mark.journey
def test_whoever_was_refused_gets_it_by_a_button_and_nobody_twice(
    browser: Browser, origin: str, world: World, settings: Settings
) -> None:
    settings.PUBLIC_URL = origin
    _make_by_its_job(world)
    report = Report.objects.get()
    with mail_server() as server, visit(browser, origin) as visited:
        mail_goes_to(server, settings)
        server.refused.add(PAUL)
        actions.approve(report, actor=world.claire, now=utc_now())
        Runner().run_until_idle()
        assert server.receivers() == [CLAIRE]
        server.refused.clear()
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        page.goto(f"{origin}/measure/reports/{report.pk}/")
        told = page.locator("section[aria-labelledby=told]")
        expect(told).to_contain_text("1 adresse ne l’a pas reçu")
        told.get_by_role("button").click()
        expect(page.locator("#toasts")).to_contain_text("1 e-mail repart")
        Runner().run_until_idle()
        page.reload()
        expect(told).not_to_contain_text("ne l’a pas reçu")
        assert server.receivers() == [CLAIRE, PAUL]
        assert visited.complaints == []


def _make_by_its_job(world: World) -> None:
    """Have last month's report made as on the second of this one, for two who receive it."""
    now, zone = utc_now(), world.atelier.zone
    today = now.astimezone(zone).date()
    month = month_before(today)
    a_month(world, month, now=now - timedelta(days=1))
    for address in (CLAIRE, PAUL):
        receives(world, now - timedelta(days=1), address)
    second = datetime.combine(today.replace(day=2), time(7), zone)
    assert planning.plan_months(now=second) == 1
    Runner().run_until_idle()
    assert Report.objects.get().month == month
    assert not ReportMail.objects.exists()  # nothing leaves before a person has read it


def _read_mail(server: MailServer) -> str:
    """Read Paul's mail and its PDF; return the address on the web that it gives."""
    mail = server.mail_to(PAUL)
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert SENTENCE in text
    [attached] = list(mail.iter_attachments())
    reader = PdfReader(io.BytesIO(attached.get_content()))
    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("fr", True)
    assert SENTENCE in " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    [address] = [line for line in text.splitlines() if "/r/" in line and "/leave/" not in line]
    return str(address)


def _read_by_a_stranger(browser: Browser, address: str, *, status: int) -> None:
    with visit(browser, "", expected_status=status) as stranger:
        _open(stranger, address, status=status)
        assert stranger.context.cookies() == []
        assert stranger.complaints == []


def _open(stranger: Visit, address: str, *, status: int) -> None:
    page: Page = stranger.page
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status
    words = SENTENCE if status == 200 else "a été retiré"
    expect(page.locator("main")).to_contain_text(words)
