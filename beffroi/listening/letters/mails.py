"""The weekly letter as a mail: text and HTML, in the language of whoever reads it."""

from __future__ import annotations

from datetime import date

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from beffroi.listening.letters.gathering import week_of
from beffroi.listening.letters.rules import facts
from beffroi.listening.letters.words import Letter, letter
from beffroi.workspaces.links import link_into
from beffroi.workspaces.models import User, Workspace

_FOLDER = "listening/mails"


def written(workspace: Workspace, *, monday: date) -> Letter:
    """Return the letter of a Monday in the current language."""
    week = week_of(workspace, monday)
    return letter(workspace, week, facts(week), monday=monday)


def mail_to(user: User, workspace: Workspace, *, monday: date) -> EmailMultiAlternatives:
    """Return the letter as a mail to one reader. Nothing is sent."""
    with translation.override(user.language):
        page = link_into(workspace.pk, reverse("listening_letter"))
        context = {
            "letter": written(workspace, monday=monday),
            "workspace": workspace,
            "reader": user,
            "language": translation.get_language(),
            "page": page,
        }
        subject = render_to_string(f"{_FOLDER}/letter_subject.txt", context)
        mail = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string(f"{_FOLDER}/letter.txt", context),
            to=[user.email],
            headers={"List-Unsubscribe": f"<{page}>"},
        )
        html = render_to_string(f"{_FOLDER}/letter.html", context)
        mail.attach_alternative(html, "text/html")
    return mail
