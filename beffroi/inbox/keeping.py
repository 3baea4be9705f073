"""Things that a team names (views, labels, saved answers): a name, once, and undone deletions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from django.db import IntegrityError, transaction

from beffroi.core import audit
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import one_line

#: What was deleted can be taken back for so long; then its row goes too.
DELETED_KEPT = timedelta(days=30)


class CannotKeep(Exception):
    """A thing was not kept, nothing changed.

    `problem` is empty, taken, too_many, no_words, unknown (with `words`: what is not known) or
    to_fill (with the gaps); of what is noted of a person also forbidden, too_long, to_come or
    nobody.
    """

    def __init__(self, problem: str, *, words: tuple[str, ...] = ()) -> None:
        super().__init__(problem)
        self.problem = problem
        self.words = words


class Named(Protocol):
    """A row with a name that can be put away."""

    pk: int
    workspace_id: int
    deleted_at: datetime | None

    def save(self) -> None:
        """Write the row."""


def name_of(typed: str, *, longest: int) -> str:
    """Return a typed name on one line. Raises CannotKeep when nothing is left."""
    name = one_line(typed.replace("\0", ""))[:longest].strip()
    if not name:
        raise CannotKeep("empty")
    return name


def write(row: Named) -> None:
    """Write a row whose name may be another's. Raises CannotKeep.

    It is there from now on: whoever changes what a colleague deleted meanwhile wants it.
    """
    row.deleted_at = None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise CannotKeep("taken") from error


@transaction.atomic
def put_away(row: Named, *, kind: str, actor: User, now: datetime) -> None:
    """Delete; `take_back` undoes it."""
    row.deleted_at = now
    row.save()
    note(row, f"{kind}.deleted", actor=actor, now=now)


@transaction.atomic
def take_back(row: Named, *, kind: str, actor: User, now: datetime) -> None:
    """Undo a deletion. Raises CannotKeep when another has its name by now."""
    write(row)
    note(row, f"{kind}.restored", actor=actor, now=now)


def note(row: Named, action: str, *, actor: User, now: datetime) -> None:
    """Write to the audit trail what was done with it."""
    audit.record(
        workspace_id=row.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"{action.partition('.')[0]}:{row.pk}",
        now=now,
    )
