"""What an agency sees of all its clients at once: a fixed number of queries, however many."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.db.models import Sum

from beffroi.coaching.engaging import engagements
from beffroi.coaching.models import Engagement, State
from beffroi.coaching.queries import last_states
from beffroi.routines.handling import Act, Typical
from beffroi.routines.measuring import typical_of_each
from beffroi.sales.models import WorkTime
from beffroi.web import waiting
from beffroi.web.rules import Kind, card_minutes
from beffroi.web.waiting import Waiting
from beffroi.workspaces import queries as workspaces
from beffroi.workspaces.models import Agency, Workspace
from beffroi.workspaces.rules import Role

#: What is told beside a client, the gravest first. Routines have their own time, and wait.
TOLD = (
    Kind.CRISIS,
    Kind.HEARD,
    Kind.RECONNECT,
    Kind.CHECK,
    Kind.RENEW,
    Kind.ANSWER,
    Kind.APPROVE,
    Kind.REPORT,
    Kind.STRATEGY,
    Kind.MEND,
)
#: Whoever looks at the list of clients sees these first.
GRAVE = frozenset({Kind.CRISIS, Kind.HEARD})
_BACK_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Client:
    """A client today. `change` is of the barometer since three months ago, None where unknown.

    `known` is how long acts take its people, as the last midnight measured them.
    """

    workspace: Workspace
    waiting: Waiting
    state: State | None
    change: int | None
    engagement: Engagement | None
    minutes_of_month: int
    known: Mapping[Act, Typical]

    @property
    def cards(self) -> int:
        """How many cards wait, those for one person left out."""
        return self.waiting.total(TOLD)

    @property
    def minutes(self) -> int:
        """About how many minutes they take."""
        by_kind = self.waiting.by_kind
        return sum(card_minutes(kind, known=self.known)[0] * by_kind[kind] for kind in TOLD)

    @property
    def gravest(self) -> Kind | None:
        """What is told beside it, None where nothing waits."""
        return next((kind for kind in TOLD if self.waiting.by_kind[kind]), None)

    @property
    def sold(self) -> int | None:
        """How many minutes a month were sold."""
        return self.engagement.minutes_a_month if self.engagement else None

    @property
    def is_exceeded(self) -> bool:
        """Whether more was worked this month than was sold."""
        return self.sold is not None and self.minutes_of_month > self.sold


@dataclass(frozen=True, slots=True)
class Overview:
    """All clients, those first who lose most by waiting; and what they come to together."""

    clients: Sequence[Client]

    @property
    def cards(self) -> int:
        """How many cards wait."""
        return sum(one.cards for one in self.clients)

    @property
    def minutes(self) -> int:
        """About how many minutes they take."""
        return sum(one.minutes for one in self.clients)

    @property
    def grave(self) -> int:
        """At how many clients an alert or a crisis goes on."""
        return sum(one.gravest in GRAVE for one in self.clients)

    @property
    def totals(self) -> list[int]:
        """The barometers that are known."""
        return [
            one.state.total for one in self.clients if one.state and one.state.total is not None
        ]

    @property
    def median_total(self) -> int | None:
        """The median of the barometers that are known."""
        return round(median(self.totals)) if self.totals else None

    @property
    def minutes_of_month(self) -> int:
        """What was worked this month."""
        return sum(one.minutes_of_month for one in self.clients)

    @property
    def sold(self) -> int | None:
        """What was sold for the month; None where nothing was agreed anywhere."""
        known = [one.sold for one in self.clients if one.sold is not None]
        return sum(known) if known else None


def overview(agency: Agency, *, role: Role, now: datetime) -> Overview:
    """Return all clients of an agency as somebody with `role` there sees them. Seven queries."""
    clients = workspaces.clients_of(agency)
    ids = [one.pk for one in clients]
    counts = waiting.count_each(ids, role=role, now=now)
    states, agreed = last_states(ids), engagements(ids)
    before = _totals_before(ids, now=now)
    worked, known = _worked(clients, now=now), typical_of_each(ids)
    found = [
        Client(
            workspace=one,
            waiting=counts[one.pk],
            state=states.get(one.pk),
            change=_change(states.get(one.pk), before.get(one.pk)),
            engagement=agreed.get(one.pk),
            minutes_of_month=worked.get(one.pk, 0),
            known=known.get(one.pk, {}),
        )
        for one in clients
    ]
    return Overview(sorted(found, key=_place))


def _place(client: Client) -> tuple[int, int, str]:
    """Put those first who lose most by waiting, then those with more to do."""
    gravest = client.gravest
    rank = TOLD.index(gravest) if gravest else len(TOLD)
    return rank, -client.minutes, client.workspace.name.casefold()


def _change(state: State | None, before: int | None) -> int | None:
    if state is None or state.total is None or before is None:
        return None
    return state.total - before


def _totals_before(ids: Collection[int], *, now: datetime) -> Mapping[int, int]:
    """Return the totals of three months ago, by workspace. One query."""
    months = 12 * now.year + now.month - 1 - _BACK_MONTHS
    day = date(months // 12, months % 12 + 1, 1)
    rows = State.objects.filter(
        workspace__in=ids, reason=State.Reason.MONTH, day=day, total__isnull=False
    )
    known = rows.order_by().values_list("workspace_id", "total")
    return {pk: total for pk, total in known if total is not None}


def _worked(clients: Sequence[Workspace], *, now: datetime) -> Mapping[int, int]:
    """Return the minutes worked since the month began, each in its own zone. One query."""
    begins = {one.pk: _month_of(one, now) for one in clients}
    if not begins:
        return {}
    rows = WorkTime.objects.filter(
        workspace__in=begins, removed_at=None, day__gte=min(begins.values())
    )
    by_day = rows.order_by().values_list("workspace_id", "day").annotate(all=Sum("minutes"))
    found: dict[int, int] = {}
    for pk, day, minutes in by_day:
        if day >= begins[pk]:
            found[pk] = found.get(pk, 0) + minutes
    return found


def _month_of(workspace: Workspace, now: datetime) -> date:
    return workspace.day_at(now).replace(day=1)
