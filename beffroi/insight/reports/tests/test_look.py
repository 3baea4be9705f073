"""What clients of an agency read bears its look: mails, pages and paper of reports."""

from __future__ import annotations

import io

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from beffroi.branding import actions
from beffroi.branding.actions import Wish
from beffroi.core.clock import utc_now
from beffroi.insight.reports import mails, printing
from beffroi.insight.reports.facts import as_json
from beffroi.insight.reports.models import Report, ReportMail
from beffroi.insight.reports.tests.months import MAY
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


def test_a_mail_of_a_report_bears_sender_colour_and_logo(world: World) -> None:
    _branded(world)
    report = _report(world)
    recipient = report.workspace.report_recipients.create(
        address="client@example.org", language="en", added_at=utc_now(), is_monthly=True
    )
    row = ReportMail(workspace=world.garage, recipient=recipient, report=report)
    made = mails.written(row, now=utc_now())
    made.send()
    sent = mail.outbox[0]
    assert isinstance(sent, EmailMultiAlternatives)
    assert sent.from_email.startswith('"Nova, for you" <')
    assert sent.reply_to == ["bonjour@nova.example"]
    html = str(sent.alternatives[0][0])
    assert 'src="cid:logo" alt="Nova"' in html
    assert ".mail a.mail-btn{background:#1d6547" in html
    kinds = [part.get_content_type() for part in sent.message().walk()]
    assert {"image/jpeg", "application/pdf", "text/html"} <= set(kinds)


def test_the_page_and_the_paper_of_a_report_bear_the_look(world: World) -> None:
    _branded(world)
    report = _report(world)
    page = Client().get(reverse("public_report", args=[report.token])).content.decode()
    assert 'class="brand-logo"' in page
    assert "Prepared by Nova for" in page
    assert "Douai." in page
    pdf = PdfReader(io.BytesIO(printing.printed(report)))
    assert pdf.pages[0].images
    assert "Prepared by Nova for" in " ".join(pdf.pages[0].extract_text().split())
