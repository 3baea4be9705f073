"""The mails that this app writes itself. Those about accounts are templates of django-allauth."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from beffroi.workspaces.labels import ROLE_MEANINGS, ROLE_NAMES
from beffroi.workspaces.models import Invitation


def send_invitation(invitation: Invitation, *, token: str) -> None:
    """Mail the link, in the language of who invites: nothing is known of who is invited."""
    inviter = invitation.invited_by
    with translation.override(inviter.language if inviter else settings.LANGUAGE_CODE):
        context = {
            "invitation": invitation,
            "inviter": inviter,
            "language": translation.get_language(),
            "role_name": ROLE_NAMES[invitation.offered_role],
            "role_meaning": ROLE_MEANINGS[invitation.offered_role],
            "link": settings.PUBLIC_URL + reverse("invitation_link", args=[token]),
        }
        subject = render_to_string("workspaces/mails/invitation_subject.txt", context)
        mail = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string("workspaces/mails/invitation.txt", context),
            to=[invitation.email],
        )
        mail.attach_alternative(
            render_to_string("workspaces/mails/invitation.html", context), "text/html"
        )
    mail.send()
