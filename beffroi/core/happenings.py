"""What happened on the days of a workspace, as charts tell it. Apps register what they know.

Nothing is kept here: each source reads its own tables, in a fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from beffroi.core.periods import Period


@dataclass(frozen=True, slots=True)
class Happening:
    """A fact on a day of the workspace, in words of the reader's language.

    `key` tells it apart for ever from all others of its workspace. `is_inner`: not for those who
    do not see what customers write, nor for reports.
    """

    key: str
    day: date
    words: str
    is_inner: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which workspace and days a source is asked; `zone` is that of the days."""

    workspace_id: int
    period: Period
    zone: ZoneInfo


Source = Callable[[Asked], Iterable[Happening]]

_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source. It reads only, and begins each key with `name` and a colon."""
    _sources[name] = source


def happenings(asked: Asked) -> list[Happening]:
    """Return all that is known of some days, by day; those of a day as sources registered."""
    found = [one for source in _sources.values() for one in source(asked)]
    return sorted((one for one in found if one.day in asked.period), key=lambda one: one.day)
