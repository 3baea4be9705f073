"""Goals as a page shows them: a bar, what to do next, a table; three goals to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beffroi.charts.bars import GoalBar, goal_bar
from beffroi.charts.figures import Line, Table
from beffroi.company.wording import day_and_month, day_in_words
from beffroi.insight.aims import wording
from beffroi.insight.aims.counting import Progress, Why
from beffroi.insight.aims.models import GoalFocus
from beffroi.insight.results import words
from beffroi.strategy.models import Goal
from beffroi.strategy.ready import Lately, Ready, ready
from beffroi.strategy.rules import MEANINGS, Aim, Measure, State, prudent
from beffroi.strategy.wording import SHORT_AIMS, STATES

_TONES = {
    State.KEPT: "ok",
    State.UNDER_WAY: "info",
    State.SHORT: "info",
    State.LATE: "warn",
    State.UNKNOWN: "",
}
_LOOKS = {State.KEPT: "kept", State.LATE: "late"}


@dataclass(frozen=True, slots=True)
class Next:
    """What to do next, and where; `url` is "" where this person cannot."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class GoalShown:
    """A goal in words. `tone` colours its state; `of` says the target beside the value."""

    goal: Goal
    focus: GoalFocus | None
    title: str
    aim: str
    value: str
    of: str
    state: str
    tone: str
    said: str
    days: str
    next: Next | None
    bar: GoalBar
    is_over: bool
    line: Line


@dataclass(frozen=True, slots=True)
class EndedShown:
    """A goal that ended, in words."""

    goal: Goal
    title: str
    value: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class ReadyShown:
    """A goal that can be taken as it is: its words, on what it rests, and what a form sends."""

    title: str
    why: str
    until: date
    given: Sequence[tuple[str, str]]


def goals(
    several: Sequence[Progress], *, currency: str, may_write: bool, counts_by_clock: bool = False
) -> list[GoalShown]:
    """Return goals in words; `counts_by_clock` where answers were not promised in opening hours."""
    return [
        _goal(one, currency, may_write=may_write, counts_by_clock=counts_by_clock)
        for one in several
    ]


def table(shown: Sequence[GoalShown]) -> Table:
    """Return the numbers of goals."""
    heads = (
        pgettext("room", "Goal"),
        _("So far"),
        _("Expected by today"),
        _("Target"),
        pgettext("goal", "State"),
        _("Until"),
    )
    return Table(_("Goals, and how they stand"), heads, tuple(one.line for one in shown))


def ended(several: Sequence[Goal], *, currency: str) -> list[EndedShown]:
    """Return goals that ended in words."""
    return [_ended(one, currency) for one in several]


def ready_goals(lately: Lately, *, currency: str, today: date) -> list[ReadyShown]:
    """Return three goals to begin with, in words."""
    return [_ready(one, lately, currency) for one in ready(lately, today=today)]


def title(goal: Goal, currency: str) -> str:
    """Return what a goal is called; what it counts alone is not asked for."""
    return goal.name or wording.title(goal.counts, goal.target, currency=currency)


def _goal(one: Progress, currency: str, *, may_write: bool, counts_by_clock: bool) -> GoalShown:
    goal, stands = one.goal, one.standing
    name = goal.name or wording.title(goal.counts, goal.target, currency=currency, focus=one.focus)
    value = _figure(goal.counts, stands.value, currency)
    target = wording.figure(goal.counts, goal.target, currency)
    state = str(STATES[stands.state])
    expected = _figure(goal.counts, stands.expected, currency)
    return GoalShown(
        goal=goal,
        focus=one.focus,
        title=name,
        aim=str(SHORT_AIMS[Aim(goal.aim)]),
        value=value,
        of=_of(goal.counts, target),
        state=state,
        tone=_TONES[stands.state],
        said=_said(one, expected, currency),
        days=_days(one, counts_by_clock=counts_by_clock),
        next=_next(one, may_write=may_write),
        bar=_bar(one),
        is_over=one.is_over,
        line=Line(name, (value, expected, target, state, day_and_month(goal.due_day))),
    )


def _days(one: Progress, *, counts_by_clock: bool) -> str:
    """Say since when and until when a goal counts, and in which hours where these decide."""
    first, last = one.goal.first_day, one.goal.due_day
    begins = day_and_month(first) if first.year == last.year else day_in_words(first)
    days = {"first": begins, "last": day_in_words(last)}
    if one.goal.counts is Measure.FIRST_ANSWER and not counts_by_clock:
        return _("Counts from %(first)s to %(last)s, in opening hours.") % days
    return _("Counts from %(first)s to %(last)s.") % days


def _figure(measure: Measure, value: Fraction | None, currency: str) -> str:
    return "—" if value is None else wording.figure(measure, prudent(measure, value), currency)


def _of(measure: Measure, target: str) -> str:
    if MEANINGS[measure].adds_up:
        return _("of %(target)s") % {"target": target}
    return _("goal: %(target)s") % {"target": target}


def _bar(one: Progress) -> GoalBar:
    """Draw how far it is: on a scale from nothing to the target, or to all that a rate may be."""
    goal, stands = one.goal, one.standing
    done = None if stands.value is None else float(stands.value)
    most = {Measure.ON_TIME: 100, Measure.RATING: 50}.get(goal.counts, goal.target)
    if MEANINGS[goal.counts].is_lower_better:
        most = max(2 * goal.target, prudent(goal.counts, stands.value or Fraction()))
    look = _LOOKS.get(stands.state, "under_way")
    return goal_bar(done, most=most, expected=float(stands.expected), state=look)


def _said(one: Progress, expected: str, currency: str) -> str:
    """Say in one sentence how it stands."""
    goal, stands = one.goal, one.standing
    due = {"day": day_and_month(goal.due_day)}
    if one.count.why is Why.NOT_BEGUN:
        return _("it begins on %(day)s") % {"day": day_and_month(goal.first_day)}
    if one.count.why is not None:
        return str(wording.WHY[one.count.why]).removesuffix(".")
    if one.is_over:
        return _over(one, currency)
    if stands.state is State.KEPT:
        if MEANINGS[goal.counts].adds_up:
            return _("reached before %(day)s") % due
        return _("to be held until %(day)s") % due
    if not MEANINGS[goal.counts].adds_up:
        return _("still to be reached by %(day)s") % due
    if stands.state is State.UNDER_WAY:
        return _("%(expected)s were expected by today, %(target)s by %(day)s") % {
            **due,
            "expected": expected,
            "target": wording.figure(goal.counts, goal.target, currency),
        }
    return _("it would take %(expected)s by today") % {"expected": expected}


def _over(one: Progress, currency: str) -> str:
    day = day_and_month(one.goal.due_day)
    if one.standing.state is State.KEPT or one.standing.missing is None:
        return _("it was due on %(day)s") % {"day": day}
    missing = prudent(one.goal.counts, -one.standing.missing)
    if not MEANINGS[one.goal.counts].adds_up:
        return _("it was due on %(day)s, and not reached") % {"day": day}
    return _("it was due on %(day)s; %(missing)s were missing") % {
        "day": day,
        "missing": wording.figure(one.goal.counts, -missing, currency),
    }


def _next(one: Progress, *, may_write: bool) -> Next | None:
    """Return what to do next; nothing once it is kept, over, or not begun."""
    if one.is_over or one.count.why is Why.NOT_BEGUN or one.standing.state is State.KEPT:
        return None
    if one.count.why is not None:
        step = wording.remedy(one.count.why)
    else:
        step = wording.next_step(one.goal.counts, waiting=one.count.waiting)
    if step is None:
        return None
    sentence, name = step
    return Next(sentence, reverse(name) if may_write else "")


def _ended(goal: Goal, currency: str) -> EndedShown:
    value = None if goal.reached is None else Fraction(goal.reached)
    state = {
        None: str(STATES[State.UNKNOWN]),
        True: str(STATES[State.KEPT]),
        False: pgettext("goal", "Not reached"),
    }[goal.was_kept]
    tone = "ok" if goal.was_kept else ""
    said = f"{_figure(goal.counts, value, currency)} " + _of(
        goal.counts, wording.figure(goal.counts, goal.target, currency)
    )
    return EndedShown(goal, title(goal, currency), said, state, tone)


def _ready(one: Ready, lately: Lately, currency: str) -> ReadyShown:
    given = {
        "aim": one.aim.value,
        "measure": one.measure.value,
        "wanted": wording.typed(one.measure, one.target),
        "first_day": one.days.first.isoformat(),
        "due_day": one.days.last.isoformat(),
    }
    return ReadyShown(
        wording.title(one.measure, one.target, currency=currency),
        _why(one.measure, lately, currency),
        one.days.last,
        tuple(given.items()),
    )


def _why(measure: Measure, lately: Lately, currency: str) -> str:
    """Say on which facts a goal rests."""
    if measure is Measure.ON_TIME and lately.due:
        share = words.percent(Fraction(100 * lately.in_time, lately.due))
        return _("In the last 30 days: %(share)s of %(count)s.") % {
            "share": share,
            "count": lately.due,
        }
    if measure is Measure.REVIEWS and lately.reviews is not None:
        return _("In the last 90 days: %(count)s.") % {"count": words.count(lately.reviews)}
    if measure is Measure.MARGIN and lately.margin_cents is not None:
        brought = wording.figure(measure, lately.margin_cents, currency)
        return _("The last eight weeks brought %(sum)s.") % {"sum": brought}
    if measure is Measure.VISITS and lately.visits:
        return _("In the last 30 days: %(count)s.") % {"count": words.count(lately.visits)}
    if measure is Measure.POSTS:
        return _("In the last 30 days: %(count)s.") % {"count": words.count(lately.posts)}
    return _first_reason(measure)


def _first_reason(measure: Measure) -> str:
    """Say why a goal is worth it where there are no facts yet."""
    if measure is Measure.ON_TIME:
        return _("Whoever writes and gets no answer goes elsewhere.")
    if measure is Measure.SALES:
        return _("An offer with a code proves each of them.")
    return _("Calls and requests, counted by hand in a minute a week.")
