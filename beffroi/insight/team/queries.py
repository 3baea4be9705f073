"""What the page of the team reads: a fixed number of queries, however many people there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet, Sum

from beffroi.channels.models import Channel
from beffroi.core.periods import Period
from beffroi.delivery.rules import Status
from beffroi.inbox.filtering import awake
from beffroi.inbox.members import who_may
from beffroi.inbox.models import Answer, Conversation, Feedback
from beffroi.inbox.promptness import Wait, waits_between
from beffroi.insight.team.rules import Answers, Cells, Load, Person, answers_of, by_hour
from beffroi.sales.models import WorkTime
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission

#: As many messages, and as many answers, as are counted: the newest of the days.
MOST = 20_000
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Team:
    """The team as somebody may see it. `people` are by name.

    `others` answered and are in the team no more: how many answers; None where only one's own are
    shown. `free` are the conversations that are given to nobody. `is_cut`: there were more messages
    or answers than are counted.
    """

    people: Sequence[Person]
    others: int | None
    free: Load
    came: Cells
    answered: Cells
    is_cut: bool


def team_of(workspace: Workspace, period: Period, *, only: User | None, now: datetime) -> Team:
    """Return the team in some days, or `only` one person of it. Twelve queries.

    What a channel says by itself has no author and is nobody's.
    """
    begins, ends = period.instants(workspace.zone)
    people = [only] if only else list(who_may(workspace, Permission.ANSWER))
    waits = _by_author(
        waits_between(workspace, since=begins - _INSTANT, until=ends - _INSTANT, most=MOST)
    )
    rows = _sent(workspace, begins, ends)
    sent = dict(rows.order_by().values_list("author").annotate(Count("pk")))
    loads, minutes = _loads(workspace, now=now), _minutes(workspace, period)
    came = _came(workspace, begins, ends)
    answered = _instants(rows.filter(author=only) if only else rows)
    known = {one.pk for one in people}
    return Team(
        people=[
            Person(
                id=one.pk,
                name=str(one),
                sent=sent.get(one.pk, 0),
                answers=_answers(waits[one.pk]),
                load=loads.get(one.pk, Load()),
                minutes=minutes.get(one.pk, 0),
            )
            for one in sorted(people, key=lambda one: (str(one).casefold(), one.pk))
        ],
        others=None if only else _rest(sent, known),
        free=loads.get(None, Load()),
        came=by_hour(came, zone=workspace.zone),
        answered=by_hour(answered, zone=workspace.zone),
        is_cut=max(len(came), len(answered)) >= MOST,
    )


def _rest(sent: Mapping[int | None, int], known: Collection[int]) -> int:
    return sum(many for author, many in sent.items() if author not in known)


def _by_author(waits: Sequence[Wait]) -> defaultdict[int | None, list[Wait]]:
    found: defaultdict[int | None, list[Wait]] = defaultdict(list)
    for one in waits:
        found[one.author_id].append(one)
    return found


def _answers(waits: Sequence[Wait]) -> Answers:
    return answers_of([one.length for one in waits], in_time=sum(one.is_in_time for one in waits))


def _sent(workspace: Workspace, begins: datetime, ends: datetime) -> QuerySet[Answer]:
    """Return the answers of people that were published."""
    return Answer.objects.filter(
        workspace=workspace,
        is_automatic=False,
        written_at__gte=begins,
        written_at__lt=ends,
        delivery__status=Status.PUBLISHED.value,
    )


def _came(workspace: Workspace, begins: datetime, ends: datetime) -> list[datetime]:
    """Return when messages were written; channels first, by which they are ordered."""
    channels = list(Channel.objects.of(workspace).values_list("pk", flat=True))
    rows = Feedback.objects.filter(
        workspace=workspace,
        channel__in=channels,
        is_ours=False,
        deleted_at=None,
        written_at__gte=begins,
        written_at__lt=ends,
    )
    return _instants(rows)


def _instants(rows: QuerySet[Answer] | QuerySet[Feedback]) -> list[datetime]:
    newest = rows.order_by("-written_at", "-pk").values_list("written_at", flat=True)
    return list(newest[:MOST])


def _loads(workspace: Workspace, *, now: datetime) -> dict[int | None, Load]:
    """Return what is open now by whom it was given to, under None what nobody has. Two queries."""
    rows = Conversation.objects.filter(workspace=workspace, status=Conversation.Status.OPEN)
    waiting = awake(rows, now=now).filter(waiting_since__isnull=False).order_by()
    waits = {
        person: (many, oldest)
        for person, many, oldest in waiting.values_list("assignee").annotate(
            Count("pk"), Min("waiting_since")
        )
    }
    is_one = Q(waiting_since__isnull=False) | Q(assignee__isnull=False)
    counted = rows.filter(is_one).order_by().values_list("assignee").annotate(Count("pk"))
    return {person: Load(many, *waits.get(person, (0, None))) for person, many in counted}


def _minutes(workspace: Workspace, period: Period) -> dict[int | None, int]:
    rows = WorkTime.objects.filter(
        workspace=workspace, removed_at=None, day__range=(period.first, period.last)
    )
    return dict(rows.order_by().values_list("person").annotate(Sum("minutes")))
