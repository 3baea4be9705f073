"""The mails of the inbox. None holds a word of those who write to us, nor who they are."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from beffroi.channels.queries import network_name
from beffroi.company.models import CrisisContact
from beffroi.inbox.models import Escalation
from beffroi.workspaces.links import link_into
from beffroi.workspaces.models import Workspace

_FOLDER = "inbox/mails"


def send_alert(escalation: Escalation, *, workspace: Workspace, contact: CrisisContact) -> None:
    """Mail that something waits, where, and who says so; in the language of who says so."""
    colleague, conversation = escalation.raised_by, escalation.conversation
    with translation.override(colleague.language if colleague else settings.LANGUAGE_CODE):
        context = {
            "name": contact.name,
            "colleague": colleague,
            "workspace": workspace,
            "network_name": network_name(conversation.channel.network),
            "language": translation.get_language(),
            "link": link_into(workspace.pk, reverse("conversation", args=[conversation.pk])),
        }
        subject = render_to_string(f"{_FOLDER}/alert_subject.txt", context)
        mail = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string(f"{_FOLDER}/alert.txt", context),
            to=[contact.email],
        )
        mail.attach_alternative(render_to_string(f"{_FOLDER}/alert.html", context), "text/html")
    mail.send()
