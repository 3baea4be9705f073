"""The mail that asks a customer for a review."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from beffroi.company.queries import facts_of
from beffroi.core.mailing import Fate, hand_over, sent_as
from beffroi.reviews.models import ReviewRequest


def send_request(request: ReviewRequest) -> Fate:
    """Hand one request to the mail server, once, and tell what it answered."""
    return hand_over(_mail(request))


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
