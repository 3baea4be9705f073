"""What counts as learned, and what comes next. Pure: answers in, decisions out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum

from beffroi.workspaces.rules import Role

QUESTIONS = 3
#: With fewer right answers than this, a lesson is worth reading again.
ENOUGH = 2


class PathKey(StrEnum):
    """Whose path a lesson lies on, by what somebody does."""

    LEADS = "leads"
    WRITES = "writes"
    APPROVES = "approves"


class State(StrEnum):
    """How far one person is with one lesson."""

    NEW = "new"
    BEGUN = "begun"
    DONE = "done"
    #: Done, with so few right answers that it is worth reading again.
    AGAIN = "again"


_PATH_OF = {
    Role.OWNER: PathKey.LEADS,
    Role.MANAGER: PathKey.LEADS,
    Role.EDITOR: PathKey.WRITES,
    Role.READER: PathKey.WRITES,
    Role.APPROVER: PathKey.APPROVES,
    Role.CLIENT: PathKey.APPROVES,
}


def path_of(role: Role) -> PathKey:
    """Return the path that suits a role; everybody may walk all three."""
    return _PATH_OF[role]


def right_count(given: Sequence[int | None], right: Sequence[int]) -> int:
    """Return how many answers are right; None is not answered."""
    return sum(one == other for one, other in zip(given, right, strict=True))


def state_of(given: Sequence[int | None], right: Sequence[int]) -> State:
    """Return how far somebody is who began a lesson; it is done once all is answered."""
    if None in given:
        return State.BEGUN
    return State.DONE if right_count(given, right) >= ENOUGH else State.AGAIN


def next_on(path: Sequence[str], *, done: Collection[str]) -> str | None:
    """Return the first lesson of a path that is not done; None when all are."""
    return next((name for name in path if name not in done), None)
