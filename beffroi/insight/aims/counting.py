"""What each goal has reached so far, by what is really counted; unknown is None, never zero."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from fractions import Fraction

from django.db.models import F, Q, QuerySet, Sum

from beffroi.core.periods import Period
from beffroi.insight import queries
from beffroi.insight.aims.models import GoalFocus
from beffroi.insight.results import figures, gathering
from beffroi.insight.rules import Counted
from beffroi.links.models import Link, VisitCount
from beffroi.links.rules import Visitor
from beffroi.reviews import queries as reviews
from beffroi.reviews.figures import rating
from beffroi.sales.models import Conversion
from beffroi.sales.returns import conversions_on, return_of
from beffroi.sales.rules import Kind
from beffroi.sales.showing import margins
from beffroi.strategy.models import Goal
from beffroi.strategy.rules import MEANINGS, Measure, Standing, standing

#: What was bought; anything else that has an amount was too.
_BOUGHT = Q(kind__in=[Kind.ORDER.value, Kind.TILL.value]) | Q(net_cents__isnull=False)
#: Of which nothing is left.
_GIVEN_BACK = Q(net_cents__gt=0, refunded_cents__gte=F("net_cents"))


class Why(Enum):
    """Why nobody knows how far a goal has come."""

    NOT_BEGUN = "not_begun"
    NO_RATE = "no_rate"  # nobody said the margin rate
    NOTHING_COUNTED = "nothing_counted"  # no sale, or no contact, was ever kept
    NO_LINK = "no_link"
    NO_MESSAGE = "no_message"
    NO_REVIEW = "no_review"
    SEVERAL_SOURCES = "several_sources"
    NOT_TOLD = "not_told"  # by any network
    GONE = "gone"  # what it counted was removed


@dataclass(frozen=True, slots=True)
class Count:
    """How far a goal has come, in the unit of its target, and how many messages still wait."""

    value: Fraction | int | None
    why: Why | None = None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """A goal, what it counts alone, how it stands."""

    goal: Goal
    focus: GoalFocus | None
    standing: Standing
    count: Count
    today: date

    @property
    def is_over(self) -> bool:
        """Whether its last day is over."""
        return self.today > self.goal.due_day


def progress(goals: Sequence[Goal], *, sees_inbox: bool, now: datetime) -> list[Progress]:
    """Return how goals of one workspace stand; those on messages only for who may see them.

    A query for what they count alone, and up to six for each of at most three goals.
    """
    shown = [one for one in goals if sees_inbox or not MEANINGS[one.counts].is_of_inbox]
    rows = GoalFocus.objects.filter(goal__in=shown).select_related("offer", "link", "source")
    focuses = {row.goal_id: row for row in rows}
    return [_progress(goal, focuses.get(goal.pk), now=now) for goal in shown]


def progress_of(goal: Goal, *, now: datetime) -> Progress:
    """Return how one goal stands."""
    return progress([goal], sees_inbox=True, now=now)[0]


def _progress(goal: Goal, focus: GoalFocus | None, *, now: datetime) -> Progress:
    today = now.astimezone(goal.workspace.zone).date()
    if goal.first_day > today:
        count = Count(None, Why.NOT_BEGUN)
    else:
        period = Period(goal.first_day, min(today, goal.due_day))
        count = _COUNTERS[goal.counts](goal, focus, period, now)
    stands = standing(
        goal.counts, target=goal.target, days=goal.days, today=today, value=count.value
    )
    return Progress(goal, focus, stands, count, today)


def _sales(goal: Goal, focus: GoalFocus | None, period: Period, now: datetime) -> Count:
    rows = _conversions(goal, period).filter(_BOUGHT)
    if focus is not None and focus.offer is not None:
        if focus.offer.removed_at is not None:
            return Count(None, Why.GONE)
        rows = rows.filter(offer=focus.offer)
    if focus is not None and focus.link is not None:
        rows = rows.filter(link=focus.link)
    return _quantity(goal, rows)


def _contacts(goal: Goal, focus: GoalFocus | None, period: Period, now: datetime) -> Count:
    return _quantity(goal, _conversions(goal, period).exclude(_BOUGHT))


def _conversions(goal: Goal, period: Period) -> QuerySet[Conversion]:
    return conversions_on(goal.workspace, period).exclude(_GIVEN_BACK)


def _quantity(goal: Goal, rows: QuerySet[Conversion]) -> Count:
    """Add up; who never kept one of any kind does not count them, and has no zero."""
    many = rows.aggregate(all=Sum("quantity"))["all"]
    if many is None and not Conversion.objects.filter(workspace=goal.workspace).exists():
        return Count(None, Why.NOTHING_COUNTED)
    return Count(many or 0)


def _margin(goal: Goal, focus: GoalFocus | None, period: Period, now: datetime) -> Count:
    known = margins(return_of(goal.workspace, period))
    return Count(None, Why.NO_RATE) if known is None else Count(sum(known.values()))


def _on_time(goal: Goal, focus: GoalFocus | None, period: Period, now: datetime) -> Count:
    answered = gathering.answered(goal.workspace, period, now=now)
    value = figures.on_time(answered, now=now).value
    return Count(value, Why.NO_MESSAGE if value is None else None, answered.waiting)


def _first_answer(goal: Goal, focus: GoalFocus | None, period: Period, now: datetime) -> Count:
    answered = gathering.answered(goal.workspace, period, now=now)
    value = figures.first_answer(answered, now=now).value
    return Count(value, Why.NO_MESSAGE if value is None else None, answered.waiting)


def _reviews(goal: Goal, focus: GoalFocus | None, period: Period, now: datetime) -> Count:
    since, until = period.instants(goal.workspace.zone)
    rows = reviews.reviews_of(goal.workspace)
    found = rows.filter(written_at__gte=since, written_at__lt=until).count()
    return Count(found) if found or rows.exists() else Count(None, Why.NO_REVIEW)


def _rating(goal: Goal, focus: GoalFocus | None, period: Period, now: datetime) -> Count:
    """Return the mean of one source in tenths of a star: stars of several have no mean."""
    since, until = period.instants(goal.workspace.zone)
    told = [one for one in reviews.facts(goal.workspace, since=since) if one.written_at < until]
    if focus is not None:
        told = [one for one in told if one.source == focus.source_id]
    if len({one.source for one in told}) > 1:
        return Count(None, Why.SEVERAL_SOURCES)
    found = rating(told)
    if not found.rated:
        return Count(None, Why.NO_REVIEW)
    stars = sum(number * many for number, many in found.spread)
    return Count(Fraction(10 * stars, found.rated))


def _impressions(goal: Goal, focus: GoalFocus | None, period: Period, now: datetime) -> Count:
    counted = queries.by_channel(goal.workspace, period)
    return _told(figures.impressions(counted, now=now).value)


def _interactions(goal: Goal, focus: GoalFocus | None, period: Period, now: datetime) -> Count:
    counted = queries.by_channel(goal.workspace, period)
    return _told(figures.interactions(counted, now=now).value)


def _followers_won(goal: Goal, focus: GoalFocus | None, period: Period, now: datetime) -> Count:
    """Return how many more there are than the day before, where a network tells both."""
    ids = [goal.workspace_id]
    before = queries.levels(ids, at=period.first - timedelta(days=1))
    after = queries.levels(ids, at=period.last)
    won = [
        levels[Counted.FOLLOWERS].value - before[channel][Counted.FOLLOWERS].value
        for channel, levels in after.items()
        if Counted.FOLLOWERS in levels and Counted.FOLLOWERS in before.get(channel, {})
    ]
    return _told(sum(won) if won else None)


def _visits(goal: Goal, focus: GoalFocus | None, period: Period, now: datetime) -> Count:
    links = Link.objects.filter(workspace=goal.workspace)
    if focus is not None and focus.link is not None:
        links = links.filter(pk=focus.link.pk)
    rows = VisitCount.objects.filter(
        link__in=links,
        visitor=Visitor.PERSON.value,
        day__range=(period.first, period.last),
    )
    many = rows.aggregate(all=Sum("visits"))["all"]
    if many is None and not links.exists():
        return Count(None, Why.NO_LINK)
    return Count(many or 0)


def _posts(goal: Goal, focus: GoalFocus | None, period: Period, now: datetime) -> Count:
    return Count(queries.count_posts(goal.workspace, period))


def _told(value: Fraction | int | None) -> Count:
    return Count(None, Why.NOT_TOLD) if value is None else Count(value)


_Counter = Callable[[Goal, GoalFocus | None, Period, datetime], Count]
_COUNTERS: Mapping[Measure, _Counter] = {
    Measure.SALES: _sales,
    Measure.MARGIN: _margin,
    Measure.ON_TIME: _on_time,
    Measure.FIRST_ANSWER: _first_answer,
    Measure.REVIEWS: _reviews,
    Measure.RATING: _rating,
    Measure.IMPRESSIONS: _impressions,
    Measure.INTERACTIONS: _interactions,
    Measure.CONTACTS: _contacts,
    Measure.VISITS: _visits,
    Measure.FOLLOWERS_WON: _followers_won,
    Measure.POSTS: _posts,
}
