from __future__ import annotations

from datetime import date

import pytest

from beffroi.strategy.ready import Lately, ready
from beffroi.strategy.rules import OPEN_MAX, Measure, day_problem, is_target

TODAY = date(2026, 9, 14)


def targets(lately: Lately) -> dict[Measure, int]:
    return {one.measure: one.target for one in ready(lately, today=TODAY)}


def test_goals_rest_on_what_was_done_lately() -> None:
    lately = Lately(due=34, in_time=28, reviews=27, margin_cents=64_200, visits=100, posts=9)
    assert targets(lately) == {
        Measure.ON_TIME: 90,
        Measure.REVIEWS: 12,
        Measure.MARGIN: 71_000,
    }


def test_who_answers_nine_of_ten_in_time_aims_higher() -> None:
    assert targets(Lately(due=10, in_time=9))[Measure.ON_TIME] == 95
    assert targets(Lately(due=10, in_time=8))[Measure.ON_TIME] == 90
    assert targets(Lately(due=0))[Measure.ON_TIME] == 90


def test_without_any_fact_three_goals_are_there_all_the_same() -> None:
    assert targets(Lately()) == {Measure.POSTS: 8, Measure.SALES: 10, Measure.CONTACTS: 10}


def test_a_loss_is_no_goal() -> None:
    assert Measure.MARGIN not in targets(Lately(margin_cents=-100))
    assert Measure.MARGIN not in targets(Lately(margin_cents=0))


def test_who_does_not_see_the_inbox_is_offered_none_of_it() -> None:
    assert targets(Lately(visits=100, posts=9)) == {
        Measure.VISITS: 125,
        Measure.POSTS: 11,
        Measure.SALES: 10,
    }


@pytest.mark.parametrize(
    "lately", [Lately(), Lately(due=1, reviews=0, margin_cents=1, visits=1, posts=500)]
)
def test_each_can_be_taken_as_it_is(lately: Lately) -> None:
    found = ready(lately, today=TODAY)
    assert len(found) == OPEN_MAX
    assert all(is_target(one.target, measure=one.measure) for one in found)
    assert all(day_problem(one.days, today=TODAY) is None for one in found)
