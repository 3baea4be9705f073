"""What waits for people, in every app at once: how much, and the first few cards.

One query counts everything; each kind that waits is read by a few more, however many rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from beffroi.channels import queries as channel_queries
from beffroi.channels.models import Channel, ChannelQuerySet
from beffroi.channels.rules import warned_until
from beffroi.core.counting import count_up_to
from beffroi.core.prepared import Prepared
from beffroi.crisis.reading import rooms_to_do
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import Status
from beffroi.inbox import notes
from beffroi.inbox import queries as inbox_queries
from beffroi.inbox.models import Conversation, Nudge
from beffroi.insight.reports import queries as report_queries
from beffroi.listening.alerting import queries as alert_queries
from beffroi.publishing import queries as publishing_queries
from beffroi.publishing.models import Post
from beffroi.publishing.states import Stage
from beffroi.routines import queries as routine_queries
from beffroi.routines.handling import Act, Typical
from beffroi.routines.models import Routine
from beffroi.routines.queries import put_off
from beffroi.routines.rules import WEEKLY
from beffroi.routines.rules import Kind as Routines
from beffroi.strategy.plan import queries as plan_queries
from beffroi.web import (
    cards,
    crisis_cards,
    inbox_cards,
    listening_cards,
    report_cards,
    routine_cards,
    rules,
    strategy_cards,
)
from beffroi.web.cards import Card, Clock
from beffroi.web.rules import CARDS_SHOWN, COUNT_MAX, GIVEN_LATE, Kind
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Permission, Role, may

Rows = QuerySet[Any]
Told = Nudge.Kind
#: Nothing was measured yet.
NOTHING_KNOWN: Mapping[Act, Typical] = MappingProxyType({})
#: What goes with these takes more than a row.
_BY_THEIR_APP = frozenset({Kind.APPROVE, Kind.RENEW})
#: Where only the names of what is counted matter.
_SOME_DAY = datetime.max.replace(tzinfo=UTC)
_CARDS: dict[Kind, Callable[..., Card]] = {
    Kind.ALERT: inbox_cards.alert,
    Kind.CRISIS: crisis_cards.crisis,
    Kind.HEARD: listening_cards.heard,
    Kind.RECONNECT: cards.reconnect,
    Kind.CHECK: cards.check,
    Kind.NUDGE: inbox_cards.nudge,
    Kind.REPORT: report_cards.report,
    Kind.STRATEGY: strategy_cards.strategy,
    Kind.WEEKLY: routine_cards.weekly,
    Kind.STEERING: routine_cards.steering,
    Kind.MEND: cards.mend,
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits, each number up to `COUNT_MAX`. `to_do` is what the inbox lists as to do."""

    by_kind: Mapping[Kind, int]
    to_do: int

    def total(self, kinds: Iterable[Kind]) -> int:
        """Return how much of some kinds waits together."""
        return min(COUNT_MAX, sum(self.by_kind[kind] for kind in kinds))

    def by_room(self, *, role: Role) -> Mapping[str, int]:
        """Return for each room only what somebody with `role` may settle."""
        settled = rules.kinds_settled(role)
        kinds = {
            "today": tuple(Kind),
            "publish": (Kind.APPROVE,),
            "listen": (Kind.HEARD,),
            "channels": (Kind.RECONNECT, Kind.RENEW, Kind.MEND),
        }
        rooms = {room: settled.intersection(found) for room, found in kinds.items()}
        counts = {room: self.total(found) for room, found in rooms.items() if found}
        answers = {"answer": self.to_do} if Kind.ANSWER in settled else {}
        return {"today": 0} | counts | answers


def count(
    workspace: Workspace,
    *,
    role: Role,
    now: datetime,
    user_id: int = 0,
    back_by: datetime | None = None,
) -> Waiting:
    """Count what waits and `role` sees; `user_id` is whom colleagues may have told something.

    What that person put off is left out until it is back; with `back_by`, what is back by then
    counts.
    """
    names, query = _counting(role)
    [found] = query.rows(
        workspace_id=workspace.pk,
        user_id=user_id,
        now=now,
        ends_by=warned_until(now),
        late_before=now - GIVEN_LATE,
        back_by=back_by or now,
    )
    return _waiting(names, found)


def count_each(
    workspace_ids: Collection[int], *, role: Role, now: datetime
) -> Mapping[int, Waiting]:
    """Count what waits in several workspaces at once, by workspace. One query.

    What colleagues say to one person is not counted; what is given to somebody is theirs, as ever.
    """
    names, query = _counting(role)
    rows = query.rows_of_each(
        "workspace_id",
        workspace_ids,
        user_id=0,
        now=now,
        ends_by=warned_until(now),
        late_before=now - GIVEN_LATE,
        back_by=now,
    )
    return {row.pk: _waiting(names, row) for row in rows}


def _waiting(names: Sequence[str], found: Workspace) -> Waiting:
    totals: Counter[str] = Counter()
    for place, name in enumerate(names):
        totals[name] += getattr(found, f"n{place}")
    capped = {name: min(COUNT_MAX, number) for name, number in totals.items()}
    return Waiting({kind: capped.get(kind.value, 0) for kind in Kind}, capped.get("to_do", 0))


@dataclass(frozen=True, slots=True)
class _When:
    """The time, and until when what ends is warned of (see `channels.rules.warned_until`).

    And for whom: what colleagues say is for one person, and what was given to another is theirs
    unless it was due before `late_before`. What they put off until after `back_by` is not there.
    """

    now: datetime
    ends_by: datetime
    late_before: datetime
    back_by: datetime
    user_id: int


@lru_cache
def _counting(role: Role) -> tuple[list[str], Prepared[Workspace]]:
    """Return what is counted for a role, in order, and the query that counts it."""
    some_day = _When(_SOME_DAY, _SOME_DAY, _SOME_DAY, _SOME_DAY, 0)
    names = [name for name, _ in _counted(Workspace(pk=0), role=role, when=some_day)]

    def build(workspace_id: int, user_id: int, **instants: datetime) -> QuerySet[Workspace]:
        when = _When(**instants, user_id=user_id)
        counted = _counted(Workspace(pk=workspace_id), role=role, when=when)
        counts = {
            f"n{place}": count_up_to(rows, most=COUNT_MAX)
            for place, (_, rows) in enumerate(counted)
        }
        return Workspace.objects.filter(pk=workspace_id).annotate(**counts)

    return names, Prepared(
        build, "workspace_id", "user_id", instants=("now", "ends_by", "late_before", "back_by")
    )


def _counted(workspace: Workspace, *, role: Role, when: _When) -> list[tuple[str, Rows]]:
    counted = [
        (kind.value, rows)
        for kind in rules.kinds_seen(role)
        for rows in _rows(workspace, kind, role=role, when=when)
    ]
    if may(role, Permission.SEE_INBOX):
        to_do = inbox_queries.open_conversations(workspace, now=when.now)
        counted.append(("to_do", to_do))
    return counted


def first_cards(
    workspace: Workspace,
    *,
    role: Role,
    counted: Waiting,
    clock: Clock,
    user_id: int = 0,
    known: Mapping[Act, Typical] = NOTHING_KNOWN,
    shown: int = CARDS_SHOWN,
) -> tuple[Card, ...]:
    """Return the first `shown` cards, the most urgent in front; `known` is how long acts take."""
    now = clock.now
    when = _When(now, warned_until(now), now - GIVEN_LATE, now, user_id)
    there = [kind for kind in rules.kinds_seen(role) if counted.by_kind[kind]]
    away = _put_off_ids(workspace, when=when) if {*there} & _BY_THEIR_APP else {}
    made = [
        card
        for kind in there
        for card in (
            _of_their_app(workspace, kind, role=role, clock=clock, shown=shown, away=away)
            if kind in _BY_THEIR_APP
            else _cards_of(workspace, kind, role=role, clock=clock, when=when, shown=shown)
        )
    ]
    first = sorted(made, key=lambda card: card.place)[:shown]
    return tuple(_completed(card, clock=clock, known=known) for card in first)


def find_card(
    workspace: Workspace, key: str, *, role: Role, clock: Clock, user_id: int
) -> Card | None:
    """Return the card with a key (see `Card.key`), or None where it no longer waits.

    Only those of its kind are made.
    """
    named = key.partition("-")[0]
    only = Waiting({kind: int(kind.value == named) for kind in Kind}, 0)
    there = first_cards(
        workspace, role=role, counted=only, clock=clock, user_id=user_id, shown=COUNT_MAX
    )
    return next((one for one in there if one.key == key), None)


def _completed(card: Card, *, clock: Clock, known: Mapping[Act, Typical]) -> Card:
    """Say how long a card takes, unless it knows that itself, and whether it may wait."""
    minutes, n = card.minutes, 0
    if not minutes:
        minutes, n = rules.card_minutes(card.kind, known=known)
    may_wait = card.is_mine and rules.may_put_off(
        card.kind,
        rank=card.rank,
        due_at=card.due_at,
        is_calm=card.is_calm,
        tomorrow=rules.next_day(clock.now, clock.zone),
        gone_at=card.row.ends_at if isinstance(card.row, Routine) else None,
    )
    return replace(card, minutes=minutes, measured_of=n, may_wait=may_wait)


def _cards_of(
    workspace: Workspace, kind: Kind, *, role: Role, clock: Clock, when: _When, shown: int
) -> list[Card]:
    is_mine = kind in rules.kinds_settled(role)
    answer = partial(inbox_cards.answer, user_id=when.user_id)
    make = answer if kind is Kind.ANSWER else _CARDS[kind]
    return [
        make(row, clock=clock, is_mine=is_mine)
        for rows in _rows(workspace, kind, role=role, when=when)
        for row in rows[:shown]
    ]


def _of_their_app(
    workspace: Workspace,
    kind: Kind,
    *,
    role: Role,
    clock: Clock,
    shown: int,
    away: Mapping[str, Collection[int]],
) -> list[Card]:
    """Return the cards of rows that their app reads with all that goes with them."""
    is_mine, hidden = kind in rules.kinds_settled(role), away.get(kind.value, ())
    limit = shown + len(hidden)
    if kind is Kind.APPROVE:
        rows = publishing_queries.submitted(workspace, limit=limit)
        posts = [row for row in rows if row.post.pk not in hidden]
        return [cards.approve(row, clock=clock, is_mine=is_mine) for row in posts[:shown]]
    ending = channel_queries.ending_rows(workspace, now=clock.now, limit=limit)
    channels = [row for row in ending if row.channel.pk not in hidden]
    return [cards.renew(row, clock=clock, is_mine=is_mine) for row in channels[:shown]]


def _put_off_ids(workspace: Workspace, *, when: _When) -> Mapping[str, Collection[int]]:
    """Return what the person put off, the ids of rows by kind. One query."""
    ids = defaultdict(list)
    for row in put_off(workspace, user_id=when.user_id, now=when.back_by):
        ids[row.card].append(row.row_id)
    return ids


def _rows(workspace: Workspace, kind: Kind, *, role: Role, when: _When) -> list[Rows]:
    """Return the rows of a kind, a few querysets, but for what the person put off."""
    away = put_off(workspace, user_id=when.user_id, now=when.back_by)
    hidden = Exists(away.filter(card=kind.value, row_id=OuterRef("pk")))
    return [rows.filter(~hidden) for rows in _all_rows(workspace, kind, role=role, when=when)]


def _all_rows(workspace: Workspace, kind: Kind, *, role: Role, when: _When) -> list[Rows]:
    if kind in _CHANNELS:
        return [_CHANNELS[kind](Channel.objects.filter(workspace=workspace), when.ends_by)]
    if kind is Kind.CHECK:
        return _deliveries(workspace, with_answers=may(role, Permission.SEE_INBOX))
    if kind is Kind.ANSWER:
        return [_people(workspace, role=role, when=when).select_related("channel", "assignee")]
    if kind in _WHOLE:
        return [_WHOLE[kind](workspace, when.now)]
    if kind is Kind.ALERT:
        alerts = notes.unseen(workspace, user_id=when.user_id).filter(kind=Told.ESCALATED)
        return [alerts.select_related("conversation__channel", "told_by", "escalation")]
    if kind is Kind.NUDGE:
        unseen = notes.unseen(workspace, user_id=when.user_id).exclude(kind=Told.ESCALATED)
        return [unseen.select_related("conversation__channel", "told_by", "note", "rule")]
    return [Post.objects.filter(workspace=workspace, stage=Stage.SUBMITTED.value)]


def _people(workspace: Workspace, *, role: Role, when: _When) -> QuerySet[Conversation]:
    """Return the conversations that wait for whoever looks; each is one card, once it was told."""
    waiting = inbox_queries.waiting_conversations(workspace, now=when.now)
    # On any other channel nobody could answer: it must be connected again first.
    connected = waiting.filter(channel__status=Channel.Status.CONNECTED)
    if not may(role, Permission.ANSWER):
        return connected
    told = notes.unseen(workspace, user_id=when.user_id).filter(conversation=OuterRef("pk"))
    ours = inbox_queries.for_member(connected, user_id=when.user_id, late_before=when.late_before)
    return ours.filter(~Exists(told.order_by()))


def _strategies(workspace: Workspace, *, now: datetime) -> Rows:
    """Return the strategy that is due, unless the quarter's routine asks for the same."""
    asking = routine_queries.waiting(workspace, kinds={Routines.QUARTER}, now=now)
    return plan_queries.to_review(workspace, now=now).filter(~Exists(asking.order_by()))


#: What an app has a query of its own for.
_WHOLE: dict[Kind, Callable[[Workspace, datetime], Rows]] = {
    Kind.CRISIS: lambda ours, _now: rooms_to_do(ours).prefetch_related("ticks"),
    Kind.HEARD: lambda ours, now: alert_queries.waiting_alerts(ours, now=now),
    Kind.REPORT: lambda ours, _now: report_queries.to_read(ours),
    Kind.STRATEGY: lambda ours, now: _strategies(ours, now=now),
    Kind.WEEKLY: lambda ours, now: routine_queries.waiting(ours, kinds=WEEKLY, now=now),
    Kind.STEERING: lambda ours, now: routine_queries.waiting(
        ours, kinds=set(Routines) - WEEKLY, now=now
    ),
}
#: One card for each channel: lost, else ending, else to mend.
_CHANNELS: dict[Kind, Callable[[ChannelQuerySet, datetime], Rows]] = {
    Kind.RECONNECT: lambda ours, _by: ours.filter(
        status=Channel.Status.NEEDS_RECONNECTION
    ).order_by("lost_at", "id"),
    Kind.RENEW: lambda ours, by: ours.ending(by=by),
    Kind.MEND: lambda ours, by: ours.to_mend(by=by).order_by("findings_ask_since", "id"),
}


def _deliveries(workspace: Workspace, *, with_answers: bool) -> list[Rows]:
    """One query for each state: of several at once, a database would read all deliveries."""
    ours = Delivery.objects.of(workspace).select_related("channel").order_by("due_at", "id")
    # An answer that was refused is a card already: its conversation waits again.
    posts = ours.filter(answer__isnull=True)
    doubtful = ours if with_answers else posts
    return [
        doubtful.filter(status=Status.ASK_HUMAN.value),
        doubtful.filter(status=Status.HELD.value),
        posts.filter(status=Status.FAILED.value, settled_at__isnull=True),
        # The variant tells the post: it was published, and its page is where it is reworked.
        posts.filter(taken_away_at__isnull=False, settled_at__isnull=True)
        .select_related("channel", "variant")
        .order_by("taken_away_at", "id"),
    ]
