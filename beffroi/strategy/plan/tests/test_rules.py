from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.strategy.plan import rules
from beffroi.strategy.plan.rules import Change, PillarShare, ShareProblem, Step

OVEN, OFFERS = PillarShare("The oven", 75), PillarShare("Offers", 25, is_offers=True)


@pytest.mark.parametrize(
    ("agreed_on", "review"),
    [
        (date(2026, 4, 1), date(2026, 10, 1)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 7, 1), date(2027, 1, 1)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_a_strategy_is_read_again_six_months_later(agreed_on: date, review: date) -> None:
    assert rules.review_day(agreed_on) == review


@pytest.mark.parametrize(
    ("pillars", "problem"),
    [
        ([OVEN, OFFERS], None),
        ([OVEN], ShareProblem.TOO_FEW),
        ([], ShareProblem.TOO_FEW),
        ([OVEN, PillarShare("Offers", 24)], ShareProblem.NOT_WHOLE),
        ([OVEN, PillarShare("THE OVEN", 25)], ShareProblem.SAME_NAME),
        (
            [OFFERS, PillarShare("Other offers", 75, is_offers=True)],
            ShareProblem.SEVERAL_OFFERS,
        ),
    ],
)
def test_shares_are_a_whole_of_several_with_names_of_their_own(
    pillars: list[PillarShare], problem: ShareProblem | None
) -> None:
    assert rules.share_problem(pillars) is problem


@pytest.mark.parametrize(
    ("offers", "of", "exceed"),
    [(0, 0, False), (1, 1, False), (1, 4, False), (2, 3, True), (2, 8, False), (3, 8, True)],
)
def test_offers_are_at_most_one_post_in_four(offers: int, of: int, exceed: bool) -> None:
    assert rules.offers_exceed(offers, of) is exceed


@given(saved=st.sets(st.sampled_from(rules.STEPS)))
def test_steps_are_saved_or_missing(saved: set[Step]) -> None:
    missing = rules.missing_steps(step.value for step in saved)
    assert set(missing) | saved == set(Step)
    assert rules.minutes_left(saved) == sum(rules.STEP_MINUTES[step] for step in missing)


def test_the_steps_lead_to_each_other_and_back() -> None:
    for step in rules.STEPS[:-1]:
        after = rules.step_after(step)
        assert after is not None
        assert rules.step_before(after) is step
    assert rules.step_after(rules.STEPS[-1]) is None
    assert rules.step_before(rules.STEPS[0]) is None


def test_changes_say_what_came_what_went_and_what_is_another() -> None:
    before = {"networks": {"facebook": "sell", "x": "talk"}, "means": {"minutes": "75"}}
    now = {"networks": {"facebook": "show", "bluesky": "talk"}, "means": {"minutes": "75"}}
    found = rules.changes(before, now)
    assert [(one.name, one.change) for one in found] == [
        ("facebook", Change.CHANGED),
        ("bluesky", Change.ADDED),
        ("x", Change.GONE),
    ]
    assert rules.changes(now, now) == []
