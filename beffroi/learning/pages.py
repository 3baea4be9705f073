"""What the templates of lessons are given: each thing with the words of the reader's language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language

from beffroi.learning import gestures, queries, rules, wording
from beffroi.learning.models import Study
from beffroi.learning.moments import Moment
from beffroi.learning.queries import Path, Step
from beffroi.learning.reading import Lesson, Question, Words
from beffroi.learning.rules import QUESTIONS, State
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Role


@dataclass(frozen=True)
class Suggestion:
    """A lesson, and why now."""

    step: Step
    reason: str

    @property
    def words(self) -> Words:
        """Its words in the reader's language."""
        return words_of(self.step.lesson)


@dataclass(frozen=True)
class ShownStep:
    """A lesson of a path with its words."""

    step: Step
    words: Words


@dataclass(frozen=True)
class ShownPath:
    """A path with its words; `is_own` for the one that suits the reader's role."""

    path: Path
    label: str | Promise
    icon: str
    is_own: bool

    @property
    def steps(self) -> list[ShownStep]:
        """Its lessons with their words."""
        return [ShownStep(step, words_of(step.lesson)) for step in self.path.steps]

    @property
    def next(self) -> ShownStep | None:
        """What comes next on it."""
        return shown(self.path.next)


@dataclass(frozen=True)
class ShownChoice:
    """A choice of a question; `is_taken` and `is_right` only once it is answered."""

    number: int
    text: str
    is_taken: bool = False
    is_right: bool = False


@dataclass(frozen=True)
class ShownQuestion:
    """A question as one person has it."""

    place: int
    asked: str
    choices: tuple[ShownChoice, ...]
    is_answered: bool
    is_right: bool
    why: str

    @property
    def number(self) -> int:
        """Its place as people count."""
        return self.place + 1


def words_of(lesson: Lesson) -> Words:
    """Return a lesson's words in the language of the page."""
    return lesson.in_language(get_language() or "fr")


def given_by(study: Study | None) -> tuple[int | None, ...]:
    """Return somebody's answers; none where they did not begin."""
    return study.answers if study else (None,) * QUESTIONS


def suggestions(moments: Iterable[Moment], steps: Mapping[str, Step]) -> list[Suggestion]:
    """Return the lessons of use now with their reason."""
    return [Suggestion(steps[moment.lesson], wording.reason(moment)) for moment in moments]


def repeated(steps: Mapping[str, Step], *, but: Collection[str]) -> list[ShownStep]:
    """Return what one began and left, or had better read again, `but` what is shown already."""
    open_ones = [step for step in steps.values() if step.state in {State.AGAIN, State.BEGUN}]
    return [ShownStep(one, words_of(one.lesson)) for one in open_ones if one.lesson.name not in but]


def shown(step: Step | None) -> ShownStep | None:
    """Return a lesson with its words; None stays None."""
    return ShownStep(step, words_of(step.lesson)) if step else None


def paths(steps: Mapping[str, Step], *, role: Role) -> list[ShownPath]:
    """Return the three paths, the reader's own marked."""
    own = rules.path_of(role)
    return [
        ShownPath(path, wording.PATHS[path.key], wording.PATH_ICONS[path.key], path.key is own)
        for path in queries.paths(steps)
    ]


def lesson_context(
    lesson: Lesson, study: Study | None, *, workspace: Workspace, user: User, now: datetime
) -> dict[str, Any]:
    """Return what the page of a lesson shows of it and of one person's place in it."""
    words, given = words_of(lesson), given_by(study)
    questions = [
        _question(question, place, given[place]) for place, question in enumerate(words.questions)
    ]
    return {
        "lesson": lesson,
        "words": words,
        "study": study,
        "questions": questions,
        "answered": sum(question.is_answered for question in questions),
        "right": sum(question.is_right for question in questions),
        "has_practised": _has_practised(lesson, study, workspace, user, now),
        "state": rules.state_of(given, lesson.right_answers) if study else State.NEW,
        "paths_of_it": [wording.PATHS[key] for key in lesson.roles],
    }


def _has_practised(
    lesson: Lesson, study: Study | None, workspace: Workspace, user: User, now: datetime
) -> bool:
    """Tell whether the exercise is done: by one's word, or by a fact since the day before."""
    if study is not None and study.practised_at is not None:
        return True
    since = (study.begun_at if study else now) - gestures.LOOKS_BACK
    return gestures.is_done(lesson.gesture, workspace=workspace, user=user, since=since)


def _question(question: Question, place: int, given: int | None) -> ShownQuestion:
    is_answered = given is not None
    return ShownQuestion(
        place=place,
        asked=question.asked,
        choices=tuple(
            ShownChoice(
                number,
                text,
                is_taken=given == number,
                is_right=is_answered and number == question.right,
            )
            for number, text in enumerate(question.choices)
        ),
        is_answered=is_answered,
        is_right=given == question.right,
        why=question.why if is_answered else "",
    )
