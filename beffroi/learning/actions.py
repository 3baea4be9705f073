"""What a person does with lessons: one function per intention. Nothing here concerns anybody else.

Learning leaves no line in the audit trail: it would tell others what somebody read, and when.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from beffroi.learning.mails import lesson_mail
from beffroi.learning.models import ANSWERS, Study
from beffroi.learning.reading import Lesson
from beffroi.workspaces.models import User, Workspace


@transaction.atomic
def finish_reading(workspace: Workspace, *, user: User, lesson: Lesson, now: datetime) -> Study:
    """Remember that somebody has read a lesson; a second time changes nothing."""
    study = _begin(workspace, user=user, lesson=lesson, now=now)
    if study.read_at is None:
        study.read_at = now
        study.save(update_fields=["read_at"])
    return study


@transaction.atomic
def say_practised(workspace: Workspace, *, user: User, lesson: Lesson, now: datetime) -> Study:
    """Take somebody's own word that they did the exercise."""
    study = _begin(workspace, user=user, lesson=lesson, now=now)
    if study.practised_at is None:
        study.practised_at = now
        study.save(update_fields=["practised_at"])
    return study


@transaction.atomic
def answer(
    workspace: Workspace,
    *,
    user: User,
    lesson: Lesson,
    choices: Mapping[int, int],
    now: datetime,
) -> Study:
    """Keep answers, by the place of their question from 0; what was answered stays as it is."""
    study = _begin(workspace, user=user, lesson=lesson, now=now)
    for place, choice in choices.items():
        if study.answers[place] is None:
            study.answer(place, choice)
    if study.done_at is None and None not in study.answers:
        study.done_at = now
    study.save(update_fields=[*ANSWERS, "done_at"])
    return study


@transaction.atomic
def begin_anew(workspace: Workspace, *, user: User, lesson: Lesson) -> None:
    """Forget all that is kept of somebody and a lesson, to read it again with open eyes."""
    Study.objects.filter(workspace=workspace, user=user, lesson=lesson.name).delete()


def send_to_oneself(*, user: User, lesson: Lesson, language: str) -> None:
    """Mail a lesson to the person who asks, at once.

    Raises OSError or SMTPException where the mail server cannot be reached or refuses.
    """
    lesson_mail(user, lesson, language=language).send()


def _begin(workspace: Workspace, *, user: User, lesson: Lesson, now: datetime) -> Study:
    """Return somebody's row, made where there is none; two tabs that begin at once share it."""
    rows = Study.objects.select_for_update()
    study, _made = rows.get_or_create(
        workspace=workspace, user=user, lesson=lesson.name, defaults={"begun_at": now}
    )
    return study
