"""Reads the facts of a period from what the apps below keep. Access is the caller's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import groupby

from django.db.models import Sum

from beffroi.channels.models import Channel
from beffroi.channels.queries import network_name
from beffroi.company.queries import promise_of, terms_of
from beffroi.company.rules import Kind
from beffroi.company.waiting import Terms
from beffroi.core.periods import Period
from beffroi.inbox.filtering import awake
from beffroi.inbox.models import Conversation
from beffroi.inbox.promptness import answered_between
from beffroi.insight.aims import showing
from beffroi.insight.aims.counting import progress
from beffroi.insight.notes.queries import notes_between
from beffroi.insight.reports.facts import (
    Aimed,
    Best,
    ByProof,
    Facts,
    Messages,
    Money,
    Noted,
    Reviews,
    Week,
    month_of,
    weeks_of,
)
from beffroi.metrics.attribution import Model
from beffroi.metrics.figures import whole
from beffroi.metrics.proofs import Proof
from beffroi.publishing.models import Post
from beffroi.reviews import figures
from beffroi.reviews import queries as reviewed
from beffroi.sales.crediting import Credit, Led, credits, led_to
from beffroi.sales.economics import economics_of
from beffroi.sales.models import WorkTime
from beffroi.sales.returns import Return, return_of
from beffroi.sales.stretching import by_stretch
from beffroi.strategy import queries as strategy
from beffroi.workspaces.models import Workspace

_BEST_MOST = 3
_MINUTE = timedelta(minutes=1)


def facts_of_month(workspace: Workspace, first: date, *, now: datetime) -> Facts:
    """Return the facts of the month that begins on `first`.

    About twenty queries, none of them for a week, a post or a message; as many again for goals.
    """
    month = month_of(first)
    return _facts(workspace, month, weeks=weeks_of(month), now=now)


def facts_of_week(workspace: Workspace, monday: date, *, now: datetime) -> Facts:
    """Return the facts of the seven days from `monday` on, without their weeks."""
    return _facts(workspace, Period(monday, monday + timedelta(days=6)), weeks=(), now=now)


def _facts(
    workspace: Workspace, period: Period, *, weeks: Sequence[Period], now: datetime
) -> Facts:
    begins, ends = period.instants(workspace.zone)
    channels = list(Channel.objects.of(workspace).present().order_by("network", "pk"))
    led = led_to(workspace, period)
    return Facts(
        first=period.first,
        last=period.last,
        read_at=now,
        money=_money(workspace, period),
        messages=_messages(workspace, begins, ends, now=now),
        reviews=_reviews(workspace, begins, ends),
        weeks=_weeks(workspace, weeks, led) if weeks else (),
        best=_best(workspace, led),
        channels=tuple(dict.fromkeys(network_name(one.network) for one in channels)),
        notes=_notes(workspace, period) if weeks else (),
        goals=_goals(workspace, now=now) if weeks else (),
    )


def _notes(workspace: Workspace, period: Period) -> tuple[Noted, ...]:
    """Return what was noted; a report leaves the house, so that nothing inner is in it."""
    found = notes_between(workspace, period, sees_inbox=False)
    return tuple(Noted(one.day, one.words, one.is_ready) for one in found if not one.is_hidden)


def _goals(workspace: Workspace, *, now: datetime) -> tuple[Aimed, ...]:
    """Return the open goals as they stand now: nobody keeps how they stood on another day."""
    open_goals = strategy.open_goals(workspace)
    if not open_goals:
        return ()
    told = showing.goals(
        progress(open_goals, sees_inbox=True, now=now),
        currency=economics_of(workspace).currency,
        may_write=False,
    )
    return tuple(Aimed(one.title, f"{one.value} {one.of} · {one.state}") for one in told)


def _money(workspace: Workspace, period: Period) -> Money:
    economics = economics_of(workspace)
    told = return_of(workspace, period)
    rate = economics.margin_rate
    brought = [told.with_proof(proof) for proof in Proof]
    certain, probable, declared = (one.count for one in brought)
    return Money(
        currency=economics.currency,
        hour=economics.hour_cents,
        margin_percent=None if rate is None else f"{(100 * rate).normalize():f}",
        margins=None if rate is None else _margins(told),
        sales=(certain, probable, declared),
        unpriced=sum(one.unpriced for one in brought),
        media=told.spent.media,
        tools=told.spent.tools,
        agency=told.spent.agency,
        time=told.spent.time,
        minutes=told.spent.minutes,
    )


def _margins(told: Return) -> ByProof:
    certain, probable, declared = (told.with_proof(proof).margin_cents or 0 for proof in Proof)
    return certain, probable, declared


def _weeks(workspace: Workspace, weeks: Sequence[Period], led: Sequence[Led]) -> tuple[Week, ...]:
    parts = by_stretch(workspace, weeks, led, economics=economics_of(workspace))
    return tuple(
        Week(one.days.first, one.days.last, _by_proof(one.margins), one.cost_cents) for one in parts
    )


def _by_proof(margins: Mapping[Proof, int] | None) -> ByProof | None:
    if margins is None:
        return None
    certain, probable, declared = (margins[proof] for proof in Proof)
    return certain, probable, declared


def _messages(workspace: Workspace, begins: datetime, ends: datetime, *, now: datetime) -> Messages:
    delays = answered_between(workspace, begins=begins, ends=ends)
    waiting = Conversation.objects.filter(workspace=workspace, waiting_since__lt=ends)
    middle = delays.middle
    return Messages(
        answered=delays.number,
        waiting=awake(waiting, now=now).count(),
        median_minutes=None if middle is None else whole(Fraction(middle / _MINUTE)),
        in_time=delays.in_time,
        is_in_opening_hours=not promise_of(workspace).of(Kind.OTHER).is_by_clock,
    )


def _reviews(workspace: Workspace, begins: datetime, ends: datetime) -> tuple[Reviews, ...]:
    rows = [row for row in reviewed.facts(workspace, since=begins) if row.written_at < ends]
    rows.sort(key=lambda row: row.source)
    by_source = {key: list(own) for key, own in groupby(rows, key=lambda row: row.source)}
    found = Channel.objects.filter(workspace=workspace, pk__in=by_source)
    names = {one.pk: network_name(one.network) for one in found}
    terms = terms_of(workspace)
    told = [_of_source(names.get(source, ""), own, terms) for source, own in by_source.items()]
    return tuple(sorted(told, key=lambda one: (-one.count, one.source)))


def _of_source(name: str, rows: Sequence[figures.Review], terms: Terms) -> Reviews:
    answering, rating = figures.answering(rows, terms=terms), figures.rating(rows)
    return Reviews(
        source=name,
        count=answering.count,
        answered=answering.answered,
        waiting=answering.waiting,
        mean=None if rating.mean is None else float(rating.mean),
    )


def _best(workspace: Workspace, led: Sequence[Led]) -> tuple[Best, ...]:
    """Return the posts that are owed most by the last one before each sale; none at a loss."""
    owed = credits(led, model=Model.LAST).posts
    known = [(key, one) for key, one in owed.items() if key and one.total_cents > 0]
    chosen = sorted(known, key=lambda found: (-found[1].total_cents, found[0]))[:_BEST_MOST]
    keys = [key for key, _credit in chosen]
    posts = Post.objects.filter(workspace=workspace, pk__in=keys)
    rows = posts.prefetch_related("variants__channel").in_bulk()
    times = WorkTime.objects.filter(workspace=workspace, post__in=keys, removed_at=None)
    spent = dict(times.order_by().values_list("post").annotate(all=Sum("minutes")))
    return tuple(
        _one_best(workspace, rows[key], owed_to, minutes=spent.get(key))
        for key, owed_to in chosen
        if key in rows
    )


def _one_best(workspace: Workspace, post: Post, owed: Credit, *, minutes: int | None) -> Best:
    variants = sorted(post.variants.all(), key=lambda one: (one.channel.network, one.pk))
    at = post.planned_at
    proofs = tuple(proof.value for proof in Proof if owed.of(proof) > 0)
    return Best(
        title=post.title,
        day=at.astimezone(workspace.zone).date() if at else None,
        networks=tuple(dict.fromkeys(network_name(one.channel.network) for one in variants)),
        minutes=minutes,
        proof=proofs[0],
        margin=owed.total_cents,
        proofs=proofs,
    )
