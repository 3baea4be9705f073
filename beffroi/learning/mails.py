"""A lesson as a mail: its text, and the same as simple HTML."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from beffroi.learning import marks
from beffroi.learning.reading import Lesson
from beffroi.workspaces.models import User


def lesson_mail(user: User, lesson: Lesson, *, language: str) -> EmailMultiAlternatives:
    """Return the mail that brings a lesson to somebody, in a language; it is not sent yet."""
    words = lesson.in_language(language)
    with translation.override(language):
        context = {
            "lesson": lesson,
            "words": words,
            "know": marks.to_plain(words.know),
            "never": marks.to_plain(words.never),
            "exercise": marks.to_plain(words.exercise),
            "language": language,
            "link": settings.PUBLIC_URL + reverse("lesson", args=[lesson.name]),
        }
        mail = EmailMultiAlternatives(
            subject=" ".join(words.title.split()),
            body=render_to_string("learning/mails/lesson.txt", context),
            to=[user.email],
        )
        mail.attach_alternative(
            render_to_string("learning/mails/lesson.html", context), "text/html"
        )
    return mail
