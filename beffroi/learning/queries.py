"""What the pages of lessons show, and what others may count. Access is the caller's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from beffroi.learning import reading, rules
from beffroi.learning.models import Study
from beffroi.learning.reading import Lesson
from beffroi.learning.rules import PathKey, State
from beffroi.workspaces import queries as workspaces
from beffroi.workspaces.models import User, Workspace


@dataclass(frozen=True)
class Step:
    """A lesson as one person has it."""

    lesson: Lesson
    state: State
    right: int = 0
    done_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        """Whether all questions are answered, however well."""
        return self.state in {State.DONE, State.AGAIN}


@dataclass(frozen=True)
class Path:
    """The lessons of one role as one person has them."""

    key: PathKey
    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(step.is_done for step in self.steps)

    @property
    def minutes_left(self) -> int:
        """How long the others take."""
        return sum(step.lesson.minutes for step in self.steps if not step.is_done)

    @property
    def next(self) -> Step | None:
        """The first that is not done."""
        return next((step for step in self.steps if not step.is_done), None)


@dataclass(frozen=True)
class Learner:
    """How much a colleague learned: a number, never which lesson and never an answer."""

    name: str
    lessons: int
    minutes: int


@dataclass(frozen=True)
class Team:
    """What a team learned together; `people` only for those who manage it."""

    lessons: int
    people: tuple[Learner, ...]


def steps_of(workspace: Workspace, user: User) -> dict[str, Step]:
    """Return all lessons as one person has them, in the order of the paths. One query."""
    rows = Study.objects.filter(workspace=workspace, user=user)
    studies = {study.lesson: study for study in rows}
    return {name: _step(lesson, studies.get(name)) for name, lesson in reading.lessons().items()}


def study_of(workspace: Workspace, user: User, lesson: Lesson) -> Study | None:
    """Return somebody's own place in a lesson, if they began it. One query."""
    return Study.objects.filter(workspace=workspace, user=user, lesson=lesson.name).first()


def paths(steps: Mapping[str, Step]) -> list[Path]:
    """Return the three paths, those who lead first."""
    return [
        Path(key, tuple(step for step in steps.values() if key in step.lesson.roles))
        for key in PathKey
    ]


def after(lesson: Lesson, steps: Mapping[str, Step], *, path: PathKey) -> Step | None:
    """Return what comes after a lesson: the next of its path that is not done, or of one's own."""
    key = path if path in lesson.roles else lesson.roles[0]
    names = [name for name, step in steps.items() if key in step.lesson.roles]
    if lesson.name in names:
        place = names.index(lesson.name)
        names = names[place + 1 :] + names[:place]
    done = {name for name, step in steps.items() if step.is_done}
    found = rules.next_on(names, done=done)
    return steps[found] if found else None


def team(workspace: Workspace, *, names_people: bool) -> Team:
    """Return what the people who work here now have learned. Two queries, three with an agency.

    A lesson that two of them did counts once for the team. Who left is counted no more.
    """
    members = [line.user for line in workspaces.team(workspace)]
    done = _done_by(workspace, members)
    together = {name for names in done.values() for name in names}
    people = tuple(_learner(user, done.get(user.pk, ())) for user in members)
    return Team(len(together), people if names_people else ())


def lessons_done(workspace: Workspace) -> int:
    """Return how many lessons the team did, each counted once: a fact for the barometer."""
    return team(workspace, names_people=False).lessons


def _done_by(workspace: Workspace, members: Iterable[User]) -> dict[int, list[str]]:
    known = reading.lessons()
    rows = Study.objects.filter(workspace=workspace, user__in=members, done_at__isnull=False)
    done: dict[int, list[str]] = {}
    for user_id, name in rows.order_by("id").values_list("user_id", "lesson"):
        if name in known:
            done.setdefault(user_id, []).append(name)
    return done


def _learner(user: User, names: Iterable[str]) -> Learner:
    counted = Counter(names)
    minutes = sum(reading.lessons()[name].minutes for name in counted)
    return Learner(user.name or user.email, len(counted), minutes)


def _step(lesson: Lesson, study: Study | None) -> Step:
    if study is None:
        return Step(lesson, State.NEW)
    right = lesson.right_answers
    return Step(
        lesson,
        rules.state_of(study.answers, right),
        right=rules.right_count(study.answers, right),
        done_at=study.done_at,
    )
