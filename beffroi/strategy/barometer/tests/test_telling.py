"""From how much on a level is told, on both sides of each bound; and what leads to one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from beffroi.strategy.barometer.facts import ActivityFacts, Facts, PresenceFacts
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.rules import WEIGHTS, Known, Level, Score, measure, whole
from beffroi.strategy.barometer.steps import (
    SHOWN,
    Step,
    Way,
    next_steps,
    unanswered,
    ways_to_a_level,
)
from beffroi.strategy.barometer.telling import TOLD_FROM, Subject, is_told
from beffroi.strategy.barometer.tests.makers import FULL, some_answers, some_facts

D = Dimension
REGULAR = ActivityFacts(8, 10, 10, days_ahead=7, weeks_known=8)
SEEN = PresenceFacts(2, 3, 5, links_to_profiles=True)


def known(measured: tuple[Dimension, ...], declared: tuple[Dimension, ...] = ()) -> list[Score]:
    """Ten scores of 90: measured, declared, and unknown but for those."""
    found = []
    for one in Dimension:
        how = Known.UNKNOWN
        if one in measured or one in declared:
            how = Known.MEASURED if one in measured else Known.DECLARED
        found.append(Score(one, None if how is Known.UNKNOWN else Fraction(90), how, ()))
    return found


@pytest.mark.parametrize(
    ("measured", "declared", "sure", "is_there"),
    [
        ((), (), 0, False),
        ((D.ACTIVITY,), (), 12, False),
        ((D.ANSWERS,), (), 14, False),
        ((D.STRATEGY, D.ACTIVITY), (), 24, False),
        ((D.PRESENCE, D.MEANS), (D.ANSWERS,), 25, True),
        ((D.LISTENING, D.MEANS, D.WATCHING), (), 25, True),
        ((D.STRATEGY, D.ANSWERS), (), 26, True),
        ((), (D.STRATEGY, D.ACTIVITY, D.MEASURING, D.WATCHING, D.LOYALTY), 24, False),
        ((), (D.STRATEGY, D.ACTIVITY, D.MEASURING, D.ANSWERS), 25, True),
        ((), tuple(Dimension), 50, True),
        (tuple(Dimension), (), 100, True),
    ],
)
def test_a_level_is_told_from_a_quarter_on(
    measured: tuple[Dimension, ...], declared: tuple[Dimension, ...], sure: int, is_there: bool
) -> None:
    state = whole(known(measured, declared))
    assert state.confidence == sure
    assert (state.total, state.level) == ((90, Level.INTEGRATED) if is_there else (None, None))
    assert state.points_to_next is None
    assert (ways_to_a_level(state) == ()) is is_there


@pytest.mark.parametrize(
    ("subject", "percent", "is_there"),
    [
        (Subject.COMPANY, 24, False),
        (Subject.COMPANY, 25, True),
        (Subject.SITE, Fraction(99, 2), False),
        (Subject.SITE, 50, True),
    ],
)
def test_each_subject_has_its_bound(
    subject: Subject, percent: int | Fraction, is_there: bool
) -> None:
    assert is_told(subject, known=percent) is is_there


def test_no_dimension_is_a_level_by_itself() -> None:
    assert max(WEIGHTS.values()) < TOLD_FROM[Subject.COMPANY]


def test_a_weak_condition_holds_nothing_where_no_level_is_told() -> None:
    scores = [
        replace(one, exact=Fraction(0)) if one.exact is not None else one
        for one in known((D.ACTIVITY,))
    ]
    assert whole(scores).capped_by == ()


@pytest.mark.parametrize(
    ("facts", "ways"),
    [
        (Facts(), [Way.QUESTIONS, Way.CHANNEL, Way.SITE]),
        (Facts(presence=SEEN), [Way.QUESTIONS, Way.CHANNEL, "goal"]),
        (Facts(activity=REGULAR), [Way.QUESTIONS, Way.SITE, "rate"]),
        (Facts(activity=REGULAR, presence=SEEN), [Way.QUESTIONS, "rate", "goal"]),
        (Facts(activity=ActivityFacts(days_ahead=0)), [Way.QUESTIONS, Way.SITE, "rate"]),
        (FULL, []),
    ],
)
def test_what_leads_to_a_level_is_what_is_not_there(facts: Facts, ways: list[Way | str]) -> None:
    found = ways_to_a_level(measure(facts))
    assert [one.part if isinstance(one, Step) else one for one in found] == ways


def test_answers_to_what_is_unknown_count_for_half() -> None:
    assert unanswered(measure(Facts())) == 50
    assert unanswered(measure(Facts(activity=REGULAR))) == 44
    assert unanswered(measure(FULL)) == 0


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(facts=some_facts(), answers=some_answers())
def test_a_level_or_ways_to_one_and_never_both(facts: Facts, answers: dict[Dimension, int]) -> None:
    state = measure(facts, answers)
    ways = ways_to_a_level(state)
    is_there = state.confidence >= TOLD_FROM[Subject.COMPANY]
    assert (state.level is not None) is (state.total is not None) is is_there
    assert (len(ways) == 0) is is_there
    assert len(ways) <= SHOWN
    assert is_there or len(ways) == SHOWN
    assert is_there or ways[0] is Way.QUESTIONS, "an answer is always missing"
    assert len(next_steps(state)) <= SHOWN
