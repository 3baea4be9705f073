"""Which lesson an address names, and whether somebody may enter the page of its exercise."""

from __future__ import annotations

from typing import cast

from django.http import Http404
from django.urls import resolve, reverse

from beffroi.learning import reading
from beffroi.learning.reading import Lesson
from beffroi.workspaces.access import View
from beffroi.workspaces.rules import Role, may


def lesson(name: str) -> Lesson:
    """Return a lesson by its name, or raise Http404. Lessons are the same for everybody."""
    found = reading.lessons().get(name)
    if found is None:
        raise Http404
    return found


def exercise_url(lesson: Lesson, *, role: Role) -> str:
    """Return where the exercise is done; "" where the page is not for this role."""
    url = reverse(lesson.page)
    policy = cast(View, resolve(url).func).policy
    is_open = policy.permission is None or may(role, policy.permission)
    return url if is_open else ""
