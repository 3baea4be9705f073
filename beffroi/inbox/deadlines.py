"""By when answers are due: what each company promised, counted in its opening hours."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from beffroi.company.queries import calendar_of, promise_of
from beffroi.company.rules import Calendar, Counted, Delay, Kind, Measure, Promise, due
from beffroi.workspaces.models import Workspace


@dataclass(slots=True)
class _Terms:
    calendar: Calendar
    promise: Promise


@dataclass(slots=True)
class Deadlines:
    """When answers are due; what a company promises is read once, three queries, when it is asked.

    Made anew for each batch: promises change.
    """

    _known: dict[int, _Terms] = field(default_factory=dict)

    def due_at(self, workspace: Workspace, *, kind: Kind, since: datetime) -> datetime:
        """Return when an answer of that kind is due to somebody who waits since then, UTC."""
        terms = self._terms(workspace)
        found = due(since, kind=kind, promise=terms.promise, calendar=terms.calendar)
        if found.counted is Counted.NEVER_OPEN:  # found by looking through two years: once will do
            minutes = terms.promise.of(kind).minutes
            by_the_clock = {**terms.promise.delays, kind: Delay(minutes, Measure.CLOCK)}
            terms.promise = Promise(by_the_clock)
        return found.at

    def _terms(self, workspace: Workspace) -> _Terms:
        known = self._known.get(workspace.pk)
        if known is None:
            known = _Terms(calendar_of(workspace), promise_of(workspace))
            self._known[workspace.pk] = known
        return known
