"""Lessons over HTTP: the contents, a lesson, one's own place in it, and a mail to oneself."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from smtplib import SMTPException

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.learning import access, actions, gathering, moments, pages, queries, rules
from beffroi.learning.forms import AnswersForm
from beffroi.learning.queries import Step
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

logger = logging.getLogger(__name__)


@require_safe
@requires(Permission.SEE_POSTS)
def contents(request: WorkspaceRequest) -> HttpResponse:
    """Show what is of use now, the three paths, and what the team has learned."""
    now = utc_now()
    steps = queries.steps_of(request.workspace, request.user)
    found = _moments(request, steps, now=now)
    context = {
        "first": found[0] if found else None,
        "moments": found[1:],
        "repeated": pages.repeated(steps, but=[one.step.lesson.name for one in found]),
        "paths": pages.paths(steps, role=request.role),
        "team": queries.team(
            request.workspace, names_people=may(request.role, Permission.MANAGE_PEOPLE)
        ),
        "total": len(steps),
    }
    return render(request, "learning/contents.html", context)


@require_safe
@requires(Permission.SEE_POSTS)
def everything(request: WorkspaceRequest) -> HttpResponse:
    """Show all lessons, by path."""
    steps = queries.steps_of(request.workspace, request.user)
    context = {"paths": pages.paths(steps, role=request.role), "total": len(steps)}
    return render(request, "learning/everything.html", context)


@require_safe
@requires(Permission.SEE_POSTS)
def lesson(request: WorkspaceRequest, lesson_name: str) -> HttpResponse:
    """Show a lesson, with this person's own place in it."""
    return _lesson_page(request, lesson_name)


@require_POST
@requires(Permission.SEE_POSTS)
def reading_done(request: WorkspaceRequest, lesson_name: str) -> HttpResponse:
    """Keep that somebody has read a lesson."""
    found = access.lesson(lesson_name)
    actions.finish_reading(request.workspace, user=request.user, lesson=found, now=utc_now())
    return redirect(reverse("lesson", args=[found.name]) + "#exercise")


@require_POST
@requires(Permission.SEE_POSTS)
def practised(request: WorkspaceRequest, lesson_name: str) -> HttpResponse:
    """Take somebody's own word for the exercise."""
    found = access.lesson(lesson_name)
    actions.say_practised(request.workspace, user=request.user, lesson=found, now=utc_now())
    return redirect(reverse("lesson", args=[found.name]) + "#questions")


@require_POST
@requires(Permission.SEE_POSTS)
def answers(request: WorkspaceRequest, lesson_name: str) -> HttpResponse:
    """Keep the answers that were given; a choice that does not exist is refused."""
    found = access.lesson(lesson_name)
    study = queries.study_of(request.workspace, request.user, found)
    form = AnswersForm(
        request.POST, questions=pages.words_of(found).questions, given=pages.given_by(study)
    )
    if not form.is_valid():
        return _lesson_page(request, lesson_name, status=422)
    actions.answer(
        request.workspace,
        user=request.user,
        lesson=found,
        choices=form.choices(),
        now=utc_now(),
    )
    return redirect(reverse("lesson", args=[found.name]) + "#questions")


@require_POST
@requires(Permission.SEE_POSTS)
def again(request: WorkspaceRequest, lesson_name: str) -> HttpResponse:
    """Forget somebody's own answers and place, to begin anew."""
    found = access.lesson(lesson_name)
    actions.begin_anew(request.workspace, user=request.user, lesson=found)
    messages.success(request, _("Your answers to this lesson are forgotten. Begin anew."))
    return redirect("lesson", lesson_name=found.name)


@require_POST
@requires(Permission.SEE_POSTS)
def mailed(request: WorkspaceRequest, lesson_name: str) -> HttpResponse:
    """Send a lesson to one's own address."""
    found = access.lesson(lesson_name)
    try:
        actions.send_to_oneself(user=request.user, lesson=found, language=get_language() or "fr")
    except (OSError, SMTPException) as error:
        logger.warning("A lesson could not be mailed: %s", type(error).__name__)
        messages.error(
            request,
            _("The mail did not leave: the mail server cannot be reached. Read it here instead."),
        )
    else:
        messages.success(
            request, _("The lesson is on its way to %(address)s.") % {"address": request.user.email}
        )
    return redirect("lesson", lesson_name=found.name)


def _moments(
    request: WorkspaceRequest, steps: Mapping[str, Step], *, now: datetime
) -> list[pages.Suggestion]:
    facts = gathering.facts_of(request.workspace, user=request.user, role=request.role, now=now)
    done = {name for name, step in steps.items() if step.state is rules.State.DONE}
    return pages.suggestions(moments.right_now(facts, done=done), steps)


def _lesson_page(request: WorkspaceRequest, name: str, *, status: int = 200) -> HttpResponse:
    found, now = access.lesson(name), utc_now()
    study = queries.study_of(request.workspace, request.user, found)
    steps = queries.steps_of(request.workspace, request.user)
    path = rules.path_of(request.role)
    context = pages.lesson_context(
        found,
        study,
        workspace=request.workspace,
        user=request.user,
        now=now,
    ) | {
        "at_hand": gathering.at_hand(
            found.name, workspace=request.workspace, role=request.role, now=now
        ),
        "exercise_url": access.exercise_url(found, role=request.role),
        "after": pages.shown(queries.after(found, steps, path=path)),
    }
    return render(request, "learning/lesson.html", context, status=status)
