"""The mail about an alert. It holds counts, and no word of those who speak."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from beffroi.listening.alerting import queries
from beffroi.listening.models import AlertEvent
from beffroi.workspaces.links import link_into
from beffroi.workspaces.models import User

_FOLDER = "listening/mails"


def send(event: AlertEvent, *, person: User) -> None:
    """Mail why, what to do and where to look, in the language of who reads it."""
    alert = event.alert
    with translation.override(person.language):
        context = {
            "card": queries.card(alert),
            "workspace": alert.workspace,
            "person": person,
            "language": translation.get_language(),
            "link": link_into(alert.workspace_id, reverse("alert", args=[alert.pk])),
            "choices": link_into(alert.workspace_id, reverse("alert_telling")),
        }
        subject = render_to_string(f"{_FOLDER}/alert_subject.txt", context)
        mail = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string(f"{_FOLDER}/alert.txt", context),
            to=[person.email],
        )
        mail.attach_alternative(render_to_string(f"{_FOLDER}/alert.html", context), "text/html")
    mail.send()
