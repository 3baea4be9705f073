"""The mail that asks a customer for a review, and how the mail server took it."""

from __future__ import annotations

import smtplib
from enum import Enum

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from beffroi.company.queries import facts_of
from beffroi.core.mailing import is_refused_for_good, sent_as
from beffroi.reviews.models import ReviewRequest


class Fate(Enum):
    """What became of a mail."""

    TAKEN = "taken"
    REFUSED = "refused"
    #: Nothing left, or the server asked to come again.
    LATER = "later"
    #: It was handed over and no answer came.
    UNKNOWN = "unknown"


def send_request(request: ReviewRequest) -> Fate:
    """Hand one request to the mail server, once, and tell what it answered."""
    return hand_over(_mail(request))


def hand_over(mail: EmailMultiAlternatives) -> Fate:
    """Hand a mail to the mail server, once, and tell what it answered."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException):
        return Fate.LATER
    try:
        mail.connection = connection
        mail.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        return Fate.REFUSED if is_refused_for_good(error) else Fate.LATER
    except (OSError, smtplib.SMTPException):
        return Fate.UNKNOWN
    finally:
        _close(connection)
    return Fate.TAKEN


def _close(connection: object) -> None:
    """Say goodbye; whether that is heard changes nothing for the mail."""
    close = getattr(connection, "close", None)
    try:
        if close is not None:
            close()
    except (OSError, smtplib.SMTPException):
        return


def _mail(request: ReviewRequest) -> EmailMultiAlternatives:
    mailing = request.mailing
    objection = settings.PUBLIC_URL + reverse("review_objection", args=[request.address_hash])
    facts = facts_of(request.workspace)
    with translation.override(mailing.language):
        context = {
            "mailing": mailing,
            "facts": facts,
            "language": mailing.language,
            "objection": objection,
        }
        mail = EmailMultiAlternatives(
            subject=" ".join(mailing.subject.split()),
            body=render_to_string("reviews/mails/request.txt", context),
            from_email=sent_as(facts.name),
            to=[request.address],
            reply_to=[facts.email] if facts.email else None,
            headers={
                "List-Unsubscribe": f"<{objection}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
        mail.attach_alternative(
            render_to_string("reviews/mails/request.html", context), "text/html"
        )
    return mail
