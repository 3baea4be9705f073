"""What reports say by mail: a month with its PDF, or the three numbers of a week."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from beffroi.branding.paper import attach_logo, in_mail
from beffroi.branding.queries import Look, look_of
from beffroi.company.queries import facts_of as company_facts
from beffroi.core.mailing import dressed, sent_as
from beffroi.insight.reports import gestures, printing, showing, writing
from beffroi.insight.reports.gathering import facts_of_week
from beffroi.insight.reports.models import Report, ReportMail, ReportRecipient
from beffroi.printing.errors import PrintingFailed
from beffroi.workspaces.models import Workspace

logger = logging.getLogger(__name__)
_FOLDER = "insight/mails"
_WEEK = timedelta(days=7)


def written(mail: ReportMail, *, now: datetime) -> EmailMultiAlternatives:
    """Return a mail that is about to leave. Nothing is sent."""
    recipient = mail.recipient
    assert recipient is not None  # noqa: S101 - whoever was taken out receives nothing
    if mail.report is not None:
        return _monthly(mail.report, recipient)
    return _weekly(mail, recipient, now=now)


def _monthly(report: Report, recipient: ReportRecipient) -> EmailMultiAlternatives:
    with translation.override(report.language):
        told = showing.shown(report)
        context = {
            "told": told,
            "page": public_address(report) if report.is_public else "",
            "foot": told.foot,
        }
        subject = f"{told.company} – {told.title}"
        made = _mail(
            "report",
            recipient,
            report.workspace,
            subject=subject,
            context=context,
            look=told.look,
        )
    try:
        pdf = printing.printed(report)
    except PrintingFailed as error:  # its page on the web says the same
        logger.warning("Report %s leaves without its PDF: %s", report.pk, error)
    else:
        made.attach(printing.file_name(report), pdf, "application/pdf")
    return made


def _weekly(
    mail: ReportMail, recipient: ReportRecipient, *, now: datetime
) -> EmailMultiAlternatives:
    assert mail.week is not None  # noqa: S101 - a constraint of the table
    look = look_of(mail.workspace)
    facts = facts_of_week(mail.workspace, mail.week - _WEEK, now=now)
    with translation.override(recipient.language):
        found = (showing.margin_tile(facts), showing.answered_tile(facts), showing.time_tile(facts))
        first, last = writing.ends(facts.first, facts.last)
        context = {
            "tiles": found,
            "gesture": gestures.chosen(facts)[0],
            "span": _("From %(first)s to %(last)s.") % {"first": first, "last": last},
            "foot": showing.foot(mail.workspace, look=look),
            "company": mail.workspace.name,
        }
        subject = _("%(company)s: your week in three numbers") % {"company": mail.workspace.name}
        return _mail("week", recipient, mail.workspace, subject=subject, context=context, look=look)


def public_address(report: Report) -> str:
    """Return where anybody reads a report that is approved."""
    return settings.PUBLIC_URL + reverse("public_report", args=[report.token])


def _mail(
    name: str,
    recipient: ReportRecipient,
    workspace: Workspace,
    *,
    subject: str,
    context: dict[str, Any],
    look: Look | None,
) -> EmailMultiAlternatives:
    leaving = settings.PUBLIC_URL + reverse("report_leave", args=[recipient.token])
    context |= {"leaving": leaving, "language": translation.get_language(), "subject": subject}
    context["look"] = look
    answers_to = (look.reply_to if look else "") or company_facts(workspace).email
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"{_FOLDER}/{name}.txt", context),
        from_email=sent_as(look.sender if look else workspace.name),
        to=[recipient.address],
        reply_to=[answers_to] if answers_to else None,
        headers={
            "List-Unsubscribe": f"<{leaving}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    html = dressed(render_to_string(f"{_FOLDER}/{name}.html", context))
    mail.attach_alternative(in_mail(html, look), "text/html")
    attach_logo(mail, look)
    return mail
