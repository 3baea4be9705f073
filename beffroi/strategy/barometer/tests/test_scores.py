"""Scores, levels, caps and confidence: every bound on both sides."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from beffroi.strategy.barometer.answers import CHOICES, SCORES
from beffroi.strategy.barometer.doing import Class, activity_class
from beffroi.strategy.barometer.facts import (
    ActivityFacts,
    AnswerFacts,
    Facts,
    LoyaltyFacts,
    MeansFacts,
    MeasureFacts,
    StrategyFacts,
    WatchingFacts,
    as_json,
    from_json,
)
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.rules import (
    WEIGHTS,
    Known,
    Level,
    Score,
    confidence,
    level_of,
    measure,
    parts_of,
    whole,
)
from beffroi.strategy.barometer.steps import BEGINNINGS, MINUTES, next_steps
from beffroi.strategy.barometer.tests.makers import FULL, some_answers, some_facts

#: However busy the machine is.
many = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
S, A, R, M = Dimension.STRATEGY, Dimension.ACTIVITY, Dimension.ANSWERS, Dimension.MEASURING


def scored(**exact: int | None) -> list[Score]:
    """Ten scores of 90, but for those that are named."""
    found = []
    for one in Dimension:
        value = exact.get(one.name, 90)
        known = Known.UNKNOWN if value is None else Known.MEASURED
        found.append(Score(one, None if value is None else Fraction(value), known, ()))
    return found


def test_weights_add_up_to_a_hundred() -> None:
    assert sum(WEIGHTS.values()) == 100
    assert list(WEIGHTS) == list(Dimension)


def test_parts_of_each_dimension_add_up_to_a_hundred_and_have_their_minutes() -> None:
    keys = set()
    for one in Dimension:
        parts = parts_of(one, Facts())
        assert sum(part.of for part in parts) == 100
        keys |= {(one, part.key) for part in parts}
    assert keys == set(MINUTES)


@pytest.mark.parametrize(
    ("points", "level"),
    [
        (0, Level.ABSENT),
        (19, Level.ABSENT),
        (20, Level.PRESENT),
        (39, Level.PRESENT),
        (40, Level.ACTIVE),
        (59, Level.ACTIVE),
        (60, Level.STEERED),
        (79, Level.STEERED),
        (80, Level.INTEGRATED),
        (100, Level.INTEGRATED),
    ],
)
def test_levels_begin_every_twenty_points(points: int, level: Level) -> None:
    assert level_of(points) is level


@pytest.mark.parametrize(
    ("weak", "level"),
    [
        ({"ACTIVITY": 19}, Level.PRESENT),
        ({"ACTIVITY": 20}, Level.INTEGRATED),
        ({"STRATEGY": 19}, Level.ACTIVE),
        ({"STRATEGY": 20}, Level.INTEGRATED),
        ({"ANSWERS": 19}, Level.ACTIVE),
        ({"ANSWERS": 20}, Level.INTEGRATED),
        ({"MEASURING": 19}, Level.ACTIVE),
        ({"MEASURING": 20}, Level.INTEGRATED),
        ({"LOYALTY": 0}, Level.INTEGRATED),
        ({"STRATEGY": 19, "ACTIVITY": 19}, Level.PRESENT),
        ({"ACTIVITY": None, "STRATEGY": None}, Level.INTEGRATED),
    ],
)
def test_a_weak_condition_keeps_the_level_down(weak: dict[str, int | None], level: Level) -> None:
    state = whole(scored(**weak))
    assert state.level is level
    is_below = state.total is not None and level < level_of(state.total)
    assert bool(state.capped_by) is is_below


def test_confidence_counts_measured_whole_declared_half_and_unknown_nothing() -> None:
    scores = scored()
    assert confidence(scores) == 100
    assert confidence([replace(one, known=Known.DECLARED) for one in scores]) == 50
    assert confidence([replace(one, known=Known.UNKNOWN) for one in scores]) == 0
    answered = [replace(one, known=Known.DECLARED) if one.dimension is R else one for one in scores]
    assert confidence(answered) == 93


def test_nothing_known_is_no_level_rather_than_zero() -> None:
    state = measure(Facts())
    assert (state.total, state.level, state.confidence, state.points_to_next) == (None,) * 2 + (
        0,
        None,
    )


def test_a_full_company_has_all_points() -> None:
    state = measure(FULL)
    assert (state.total, state.level, state.confidence) == (100, Level.INTEGRATED, 100)
    assert next_steps(state) == ()


def test_an_answer_counts_where_too_few_points_are_known() -> None:
    loyal = Facts(loyalty=LoyaltyFacts(coded_offers=1))
    state = measure(loyal, {Dimension.LOYALTY: 1})
    assert state.of(Dimension.LOYALTY).known is Known.DECLARED
    assert state.of(Dimension.LOYALTY).value == SCORES[1]
    more = Facts(loyalty=LoyaltyFacts(coded_offers=1, consents=0))
    state = measure(more, {Dimension.LOYALTY: 1})
    assert (state.of(Dimension.LOYALTY).known, state.of(Dimension.LOYALTY).value) == (
        Known.MEASURED,
        60,
    )


def test_a_dimension_is_measured_from_forty_points_on() -> None:
    nearly = LoyaltyFacts(coded_offers=1)  # 30
    assert measure(Facts(loyalty=nearly)).of(Dimension.LOYALTY).known is Known.UNKNOWN
    enough = LoyaltyFacts(coded_offers=1, advocates=0)  # 40
    assert measure(Facts(loyalty=enough)).of(Dimension.LOYALTY).known is Known.MEASURED


def test_a_choice_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="4"):
        measure(Facts(), {Dimension.LOYALTY: CHOICES})


@pytest.mark.parametrize(
    ("weeks", "posts", "recent", "found"),
    [
        (0, 0, 0, Class.INACTIVE),
        (0, 0, 1, Class.LOW),
        (11, 11, 12, Class.LOW),
        (9, 12, 12, Class.ACTIVE),
        (8, 12, 12, Class.LOW),
        (5, 40, 40, Class.LOW),
        (10, 36, 36, Class.ACTIVE),
        (11, 35, 35, Class.ACTIVE),
        (11, 36, 36, Class.VERY_ACTIVE),
    ],
)
def test_activity_has_the_classes_of_the_study(
    weeks: int, posts: int, recent: int, found: Class
) -> None:
    facts = ActivityFacts(weeks_with_posts=weeks, posts_12_weeks=posts, posts_90_days=recent)
    assert activity_class(facts) is found
    assert activity_class(replace(facts, posts_90_days=None)) is None


def value(dimension: Dimension, facts: Facts) -> int | None:
    return measure(facts).of(dimension).value


def test_scores_count_what_the_page_says() -> None:
    strategy = StrategyFacts(1, has_audience=True, weeks_planned=1)
    assert value(S, Facts(strategy=strategy)) == 71  # 50 of 70
    activity = ActivityFacts(6, 9, 10, weekly_target=100, days_ahead=7)
    assert value(A, Facts(activity=activity)) == 64  # 30 + 18.75 + 15
    answers = AnswerFacts(10, 8, 480, 240, 2, 4, 1)
    assert value(R, Facts(answers=answers)) == 60  # 32 + 15 + 9 + 3.75
    means = MeansFacts(weekly_minutes=50, people=1, lessons_done=2, has_costs=True, has_time=False)
    assert value(Dimension.MEANS, Facts(means=means)) == 38  # 20 + 12.5 + 5 + 0, rounded up
    measuring = MeasureFacts(4, 1, ("sales", "inter"), True, True, 0, 34, knows_reports=True)
    assert value(M, Facts(measuring=measuring)) == 61  # 6.25 + 25 + 20 + 0 + 10
    watching = WatchingFacts(competitors=1, read_days_ago=6)
    assert value(Dimension.WATCHING, Facts(watching=watching)) == 62  # 13.3 + 30 of 70


@pytest.mark.parametrize(("days", "won"), [(34, 10), (35, 0)])
def test_a_report_counts_for_less_than_five_weeks(days: int, won: int) -> None:
    facts = Facts(measuring=MeasureFacts(report_days_ago=days, knows_reports=True))
    assert parts_of(M, facts)[-1].won == won


def test_facts_come_back_as_they_were_kept() -> None:
    assert from_json(as_json(FULL)) == FULL
    assert from_json(as_json(Facts())) == Facts()
    assert from_json({"strategy": {"open_goals": 2, "gone": 1}}).strategy == StrategyFacts(2)


def test_next_steps_are_those_that_win_most_a_minute() -> None:
    facts = replace(
        FULL,
        watching=WatchingFacts(competitors=0, ideas_30_days=1),
        strategy=replace(FULL.strategy, has_audience=False),
    )
    steps = next_steps(measure(facts))
    assert [(one.dimension, one.part) for one in steps] == [
        (Dimension.WATCHING, "competitors"),
        (Dimension.WATCHING, "read"),
        (S, "audience"),
    ]
    assert [one.points for one in steps] == [2, Fraction(3, 2), Fraction(12, 5)]


def test_where_nothing_is_measured_the_next_steps_have_it_measured() -> None:
    steps = next_steps(measure(Facts(), {Dimension.ACTIVITY: 1}))
    assert [(one.dimension, one.part, one.points) for one in steps] == [
        (A, "ahead", None),
        (R, "rate", None),
        (S, "goal", None),
    ]
    assert {dimension for dimension, _part in BEGINNINGS} == set(Dimension)


@many
@given(facts=some_facts(), answers=some_answers())
def test_every_state_lies_between_nothing_and_a_hundred(
    facts: Facts, answers: dict[Dimension, int]
) -> None:
    state = measure(facts, answers)
    assert state.total is None or 0 <= state.total <= 100
    assert 0 <= state.confidence <= 100
    for one in state.scores:
        assert one.value is None or 0 <= one.value <= 100
    assert (state.total is None) is (state.confidence < 25)


@many
@given(facts=some_facts(), more=st.integers(1, 40))
def test_more_answers_never_lower_the_answer_score(facts: Facts, more: int) -> None:
    said = facts.answers
    assume(said.asked is not None and said.answered is not None)
    assert said.asked is not None
    assert said.answered is not None
    assume(said.answered == 0 or said.median_minutes is not None)
    middle = said.median_minutes
    late = replace(
        said,
        answered=min(said.asked, said.answered + more),
        median_minutes=100_000 if middle is None else middle,
    )
    before = measure(replace(facts, answers=said)).of(R).exact
    after = measure(replace(facts, answers=late)).of(R).exact
    assert before is None or (after is not None and after >= before)


@many
@given(facts=some_facts(), answers=some_answers(), gone=st.sampled_from(Dimension))
def test_what_is_unknown_never_counts(
    facts: Facts, answers: dict[Dimension, int], gone: Dimension
) -> None:
    state = measure(facts, answers)
    without = [
        replace(one, exact=None, known=Known.UNKNOWN) if one.dimension is gone else one
        for one in state.scores
    ]
    rest = [one for one in without if one.exact is not None]
    weight = sum(one.weight for one in rest)
    left = whole(without)
    if left.confidence < 25:
        assert left.total is None
        return
    mean = sum(one.weight * one.exact for one in rest if one.exact is not None) / weight
    assert left.total is not None
    assert abs(left.total - mean) <= Fraction(1, 2)


@many
@given(facts=some_facts(), answers=some_answers())
def test_a_weak_condition_is_never_compensated(facts: Facts, answers: dict[Dimension, int]) -> None:
    state = measure(facts, answers)
    if state.level is None:
        return
    weak = {one.dimension for one in state.scores if one.value is not None and one.value < 20}
    if A in weak:
        assert state.level <= Level.PRESENT
    if weak & {S, R, M}:
        assert state.level <= Level.ACTIVE


@many
@given(facts=some_facts(), answers=some_answers(), which=st.sampled_from(Dimension))
def test_a_higher_answer_never_lowers_the_total(
    facts: Facts, answers: dict[Dimension, int], which: Dimension
) -> None:
    totals = [measure(facts, {**answers, which: choice}).total for choice in range(CHOICES)]
    known = [one for one in totals if one is not None]
    assert known == sorted(known)
