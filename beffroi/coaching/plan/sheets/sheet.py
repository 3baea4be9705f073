"""What the screens of the assistant share: what lies around them, and how they tell problems."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms

from beffroi.strategy.plan.queries import Plan
from beffroi.strategy.plan.rules import Step
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.queries import team
from beffroi.workspaces.rules import Permission, Role, may


@dataclass(frozen=True, slots=True)
class Around:
    """For whom a screen is, and what is kept already."""

    workspace: Workspace
    actor: User
    role: Role
    plan: Plan
    now: datetime

    @property
    def today(self) -> date:
        """The day of the workspace."""
        return self.workspace.day_at(self.now)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field; `id` leads there, "" where it is the whole."""

    id: str
    label: str
    message: str


class Sheet(ABC):
    """One screen: the forms on it, what is wrong with all of them together, and how it is kept."""

    step: ClassVar[Step]

    def __init__(self, around: Around, data: Any = None) -> None:
        self.around = around
        self.data = data
        #: What no single field is to blame for.
        self.general: list[str] = []
        self.build()

    @abstractmethod
    def build(self) -> None:
        """Make the forms, from what was sent or from what is kept."""

    @property
    @abstractmethod
    def forms(self) -> Sequence[forms.Form]:
        """The forms, in their order on the screen."""

    @abstractmethod
    def save(self, *, seen: int) -> None:
        """Keep what a valid screen says. Raises SavedMeanwhile."""

    def check(self) -> None:  # noqa: B027 - most screens have nothing to add
        """Say what is wrong with the forms together, once each is right by itself."""

    def is_valid(self) -> bool:
        """Tell whether all of it can be kept."""
        # Each of them, so that everything wrong is told at once.
        fine = [form.is_valid() for form in self.forms]
        if all(fine):
            self.check()
        return not self.general and not any(form.errors for form in self.forms)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong, in the order of the screen."""
        return [Problem("", "", one) for one in self.general] + list(self._of_fields())

    def _of_fields(self) -> Iterator[Problem]:
        for form in self.forms:
            if not form.is_bound:
                continue
            for bound in form:
                for message in bound.errors:
                    yield Problem(bound.id_for_label, str(bound.label), str(message))


def people(workspace: Workspace) -> list[User]:
    """Return those who may write or answer here, strongest role first."""
    return [
        line.user
        for line in team(workspace)
        if may(line.role, Permission.WRITE_POSTS) or may(line.role, Permission.ANSWER)
    ]


def person_choices(several: Sequence[User], *, nobody: str) -> list[tuple[str, str]]:
    """Return people to choose from, nobody first."""
    return [("", nobody), *((str(one.pk), one.name or one.email) for one in several)]


def chosen_id(value: str) -> int | None:
    """Return the id of whom a list of people gave, None for nobody."""
    return int(value) if value else None
