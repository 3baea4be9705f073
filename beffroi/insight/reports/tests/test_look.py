"""What clients of an agency read bears its look: mails, pages and paper of reports."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from beffroi.branding import actions
from beffroi.branding.actions import Wish
from beffroi.core.clock import utc_now
from beffroi.insight.reports import mails, printing
from beffroi.insight.reports.facts import as_json
from beffroi.insight.reports.models import Report, ReportMail, ReportRecipient
from beffroi.insight.reports.tests.months import MAY
from beffroi.insight.reports.tests.test_paper_for_readers import elements
from beffroi.workspaces.models import Agency, Workspace
from tests.world import SETTLED_AT, World, people_and_places


@pytest.fixture
def world(db: None) -> World:
    return people_and_places(now=SETTLED_AT)


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (900, 300), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def _report(world: World) -> Report:
    return Report.objects.create(
        workspace=world.garage,
        month=MAY.first,
        facts=as_json(MAY),
        language="en",
        state=Report.State.APPROVED,
        approved_at=utc_now(),
        made_at=utc_now(),
    )


def _branded(world: World) -> None:
    now = utc_now()
    wish = Wish("Nova", "#1d6547", "Nova, for you", "bonjour@nova.example", "Douai.")
    actions.keep(world.nova, wish, actor=world.nadia, now=now)
    actions.keep_logo(world.nova, picture(), actor=world.nadia, now=now)


def _sent(report: Report) -> EmailMultiAlternatives:
    recipient = ReportRecipient.objects.get_or_create(
        workspace=report.workspace,
        address="client@example.org",
        defaults={"language": "en", "added_at": utc_now(), "is_monthly": True},
    )[0]
    row = ReportMail(workspace=report.workspace, recipient=recipient, report=report)
    mails.written(row, now=utc_now()).send()
    sent = mail.outbox[-1]
    assert isinstance(sent, EmailMultiAlternatives)
    return sent


def test_a_mail_of_a_report_bears_sender_colour_and_logo(world: World, settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Beffroi <beffroi@here.example>"
    _branded(world)
    sent = _sent(_report(world))
    assert sent.from_email == '"Nova, for you" <beffroi@here.example>'
    assert sent.reply_to == ["bonjour@nova.example"]
    html = str(sent.alternatives[0][0])
    assert 'src="cid:logo" alt="Nova"' in html
    assert ".mail a.mail-btn{background:#1d6547" in html
    kinds = [part.get_content_type() for part in sent.message().walk()]
    assert {"image/jpeg", "application/pdf", "text/html"} <= set(kinds)


def _leave(world: World) -> None:
    Workspace.objects.filter(pk=world.garage.pk).update(agency=None)


def _close(world: World) -> None:
    Agency.objects.filter(pk=world.nova.pk).update(closed_at=utc_now())


@pytest.mark.parametrize("end", [_leave, _close])
def test_the_next_mail_after_the_agency_bears_the_company(
    world: World, settings: Settings, end: Callable[[World], None]
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Beffroi <beffroi@here.example>"
    _branded(world)
    report = _report(world)
    end(world)
    sent = _sent(Report.objects.get(pk=report.pk))
    assert sent.from_email == f"{world.garage.name} <beffroi@here.example>"
    assert "bonjour@nova.example" not in sent.reply_to
    assert "Nova" not in sent.message().as_string()
    assert "Nova" not in str(sent.alternatives[0][0])
    assert "Prepared with Beffroi" in sent.body


def test_the_page_and_the_paper_of_a_report_bear_the_look(world: World) -> None:
    _branded(world)
    report = _report(world)
    page = Client().get(reverse("public_report", args=[report.token])).content.decode()
    assert 'class="brand-logo"' in page
    assert "Prepared by Nova for" in page
    assert "Douai." in page
    pdf = PdfReader(io.BytesIO(printing.printed(report)))
    assert pdf.pages[0].images
    assert "Nova" in _alternatives(pdf)
    assert "Prepared by Nova for" in " ".join(pdf.pages[0].extract_text().split())


def test_a_withdrawn_page_and_that_of_leaving_bear_the_look(world: World) -> None:
    _branded(world)
    report = _report(world)
    Report.objects.filter(pk=report.pk).update(withdrawn_at=utc_now())
    recipient = ReportRecipient.objects.create(
        workspace=world.garage, address="client@example.org", language="en", added_at=utc_now()
    )
    leaving = Client().get(reverse("report_leave", args=[recipient.token]))
    assert 'alt="Nova"' in leaving.content.decode()
    gone = Client().get(reverse("public_report", args=[report.token]))
    assert gone.status_code == 410
    assert 'alt="Nova"' in gone.content.decode()


def _alternatives(pdf: PdfReader) -> set[str]:
    """Return what the pictures of a PDF say to who does not see them."""
    return {str(node["/Alt"]) for name, node in elements(pdf) if name == "/Figure"}
