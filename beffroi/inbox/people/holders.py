"""What apps above hold of people besides conversations: they register how it is told and erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from beffroi.inbox.people.who import Who


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that somebody wrote elsewhere; without words where they may not leave."""

    at: datetime
    text: str = ""
    name: str = ""
    handle: str = ""
    url: str = ""
    left_out: str = ""


class Holder(Protocol):
    """An app that holds words of people."""

    def count(self, person: Who) -> int:
        """Return how much is held of a person."""
        ...

    def told(self, person: Who, *, is_allowed: bool) -> Sequence[Held]:
        """Return all of it for their copy, oldest first."""
        ...

    def erase(self, person: Who, *, now: datetime) -> int:
        """Erase it, because they asked or because they object; inside a transaction."""
        ...

    def erase_again(self, workspace_id: int, *, now: datetime) -> int:
        """Erase what a backup brought back of whoever was erased or objects."""
        ...


_holders: list[Holder] = []


def register(holder: Holder) -> None:
    """Have a holder asked whenever all about a person is. Called once, when the app is ready."""
    if holder not in _holders:
        _holders.append(holder)


def count(person: Who) -> int:
    """Return how much apps above hold of a person."""
    return sum(holder.count(person) for holder in _holders)


def told(person: Who, *, is_allowed: bool) -> tuple[Held, ...]:
    """Return all that they hold, for the copy of a person's data."""
    return tuple(one for holder in _holders for one in holder.told(person, is_allowed=is_allowed))


def erase(person: Who, *, now: datetime) -> int:
    """Have all of it erased; inside a transaction. Return how much that was."""
    return sum(holder.erase(person, now=now) for holder in _holders)


def erase_again(workspace_id: int, *, now: datetime) -> int:
    """Have erased what a backup brought back. Return how much that was."""
    return sum(holder.erase_again(workspace_id, now=now) for holder in _holders)
