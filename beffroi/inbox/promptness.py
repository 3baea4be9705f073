"""How long people waited for a first answer, beside what was promised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Min

from beffroi.company.queries import terms_of
from beffroi.company.rules import Kind
from beffroi.company.waiting import Terms
from beffroi.delivery.rules import Status
from beffroi.inbox.filtering import awake
from beffroi.inbox.models import Answer, Conversation
from beffroi.workspaces.models import Workspace

#: Over how long it is counted, and how many of the newest answers at most.
DAYS = 30
_ANSWERS_MAX = 2_000
#: In the order of what presses.
_SHOWN = (Kind.DANGER, Kind.URGENT, Kind.LEAD, Kind.REVIEW, Kind.OTHER)
#: Below so many, a median says little.
FEW = 10


@dataclass(frozen=True, slots=True)
class Delays:
    """First answers of a kind (None: of all): how many, and how many came within the promise.

    `middle` is the median wait; in opening hours where these, or open days, were promised; None
    without answers.
    """

    kind: Kind | None
    number: int
    middle: timedelta | None
    in_time: int

    @property
    def share_in_time(self) -> int | None:
        """How many of a hundred came in time, rounded down; None without answers."""
        return 100 * self.in_time // self.number if self.number else None

    @property
    def are_few(self) -> bool:
        """Whether there are too few to say much."""
        return self.number < FEW


@dataclass(frozen=True, slots=True)
class Promptness:
    """The last thirty days, and who waits now: those have no answer that could be counted."""

    whole: Delays
    by_kind: tuple[Delays, ...]
    waiting: int
    oldest_since: datetime | None


@dataclass(frozen=True, slots=True)
class Wait:
    """How long somebody waited for a first answer, by what was promised of its kind.

    `author_id` is whose answer it was, None for somebody whose account is gone.
    """

    kind: Kind
    length: timedelta
    is_in_time: bool
    answered_at: datetime
    author_id: int | None = None


def promptness(workspace: Workspace, *, now: datetime) -> Promptness:
    """Return how promptly people were answered, by what was promised then. Five queries.

    METRICS `frt_med` and `sla`: the first answer after somebody began to wait; the median, since
    one that was forgotten would say nothing of the rest. Business hours are those of the company,
    but for what it promised by the clock; the target of each kind is its own promise.
    """
    waits = waits_between(workspace, since=now - timedelta(days=DAYS), until=now)
    waiting = Conversation.objects.filter(workspace=workspace, waiting_since__isnull=False)
    found = awake(waiting, now=now).aggregate(number=Count("id"), oldest=Min("waiting_since"))
    return Promptness(
        whole=delays(None, waits),
        by_kind=tuple(delays(kind, [one for one in waits if one.kind is kind]) for kind in _SHOWN),
        waiting=found["number"],
        oldest_since=found["oldest"],
    )


def waits_between(
    workspace: Workspace, *, since: datetime, until: datetime, most: int = _ANSWERS_MAX
) -> list[Wait]:
    """Return the first answers after `since` and until `until`, the newest `most` of them.

    At most four queries.
    """
    terms = terms_of(workspace)
    rows = Answer.objects.filter(
        workspace=workspace,
        waited_since__isnull=False,
        written_at__gt=since,
        written_at__lte=until,
        delivery__status=Status.PUBLISHED.value,  # what never left was no answer
    )
    newest = rows.order_by("-written_at", "-id")[:most]
    return [_wait(row, terms) for row in newest]


def answered_between(workspace: Workspace, *, begins: datetime, ends: datetime) -> Delays:
    """Return all first answers written from `begins` until before `ends`. At most four queries."""
    instant = timedelta(microseconds=1)
    return delays(None, waits_between(workspace, since=begins - instant, until=ends - instant))


def delays(kind: Kind | None, waits: Iterable[Wait]) -> Delays:
    """Sum up the first answers of a kind, or of all."""
    several = list(waits)
    seconds = median([one.length.total_seconds() for one in several]) if several else None
    middle = None if seconds is None else timedelta(seconds=seconds)
    return Delays(kind, len(several), middle, sum(one.is_in_time for one in several))


def _wait(row: Answer, terms: Terms) -> Wait:
    assert row.waited_since is not None  # noqa: S101 - so they were chosen
    kind = Kind(row.promise)
    length = terms.waited(kind, since=row.waited_since, until=row.written_at)
    is_in_time = row.due_at is None or row.written_at <= row.due_at
    return Wait(kind, length, is_in_time, row.written_at, row.author_id)
