from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.strategy.opening.rules import (
    ASKED,
    BLOCKING,
    MINUTES,
    Facts,
    Item,
    Standing,
    minutes,
    verdict,
)

READY = Facts(
    has_owner=True,
    has_backup=True,
    has_hours=True,
    has_after_sales=True,
    has_goal=True,
    messages=10,
    answered=9,
    posts_ready=10,
    minutes_a_week=75,
    has_charter=True,
    counts_links=True,
    crisis_contacts=1,
    has_closing=True,
    said=dict.fromkeys(ASKED, True),
)


def test_there_are_fifteen_questions_of_which_six_block() -> None:
    assert (len(Item), len(BLOCKING)) == (15, 6)
    assert set(MINUTES) == set(Item)


def test_whoever_has_settled_all_may_open() -> None:
    found = verdict(READY)
    assert found.settled == list(Item)
    assert found.may_open


def test_whoever_has_said_nothing_is_kept_by_all_six() -> None:
    found = verdict(Facts())
    assert set(found.blocking) == BLOCKING
    assert not found.may_open
    assert not found.settled


@pytest.mark.parametrize(
    ("item", "just", "short"),
    [
        (Item.INCIDENT, {"open_incidents": 0}, {"open_incidents": 1}),
        (Item.PEOPLE, {}, {"has_owner": False}),
        (Item.PEOPLE, {}, {"has_backup": False}),
        (Item.PEOPLE, {}, {"has_hours": False}),
        (Item.AFTER_SALES, {}, {"has_after_sales": False}),
        (Item.GOAL, {}, {"has_goal": False}),
        (Item.DIALOGUE, {"messages": 6, "answered": 3}, {"messages": 6, "answered": 2}),
        (Item.RIGHTS, {}, {"said": dict.fromkeys(ASKED, True) | {Item.RIGHTS: False}}),
        (Item.PUBLIC, {}, {"said": dict.fromkeys(ASKED, True) | {Item.PUBLIC: False}}),
        (Item.POSTS, {"posts_ready": 10}, {"posts_ready": 9}),
        (Item.HOURS, {"minutes_a_week": 75}, {"minutes_a_week": 74}),
        (Item.HOURS, {"minutes_a_week": 75}, {"minutes_a_week": None}),
        (Item.CHARTER, {}, {"has_charter": False}),
        (Item.ACCOUNT, {}, {"said": dict.fromkeys(ASKED, True) | {Item.ACCOUNT: False}}),
        (Item.SITE, {}, {"said": dict.fromkeys(ASKED, True) | {Item.SITE: False}}),
        (Item.MEASURE, {}, {"counts_links": False}),
        (Item.TEAM, {"crisis_contacts": 1}, {"crisis_contacts": 0}),
        (Item.CLOSING, {}, {"has_closing": False}),
    ],
)
def test_each_question_is_settled_on_one_side_of_its_bound_alone(
    item: Item, just: dict[str, object], short: dict[str, object]
) -> None:
    assert verdict(replace(READY, **just)).settled == list(Item)  # type: ignore[arg-type]
    found = verdict(replace(READY, **short))  # type: ignore[arg-type]
    assert found.of(Standing.OPEN) == [item]
    assert found.may_open is (item not in BLOCKING)
    assert minutes(found.of(Standing.OPEN)) == MINUTES[item]


@pytest.mark.parametrize(("messages", "stands"), [(4, Standing.SETTLED), (5, Standing.OPEN)])
def test_few_messages_leave_the_answer_to_people(messages: int, stands: Standing) -> None:
    found = verdict(replace(READY, messages=messages, answered=0))
    assert found.standings[Item.DIALOGUE] is stands


def test_an_alert_that_goes_on_is_an_incident_whatever_was_said() -> None:
    assert verdict(replace(READY, open_incidents=1)).standings[Item.INCIDENT] is Standing.OPEN


def test_what_nobody_answered_is_told_apart_from_what_is_not_settled() -> None:
    asked: list[Item] = [item for item in ASKED if item is not Item.RIGHTS]
    said = dict.fromkeys(asked, True)
    found = verdict(replace(READY, said=said))
    assert found.of(Standing.UNANSWERED) == [Item.RIGHTS]
    assert found.blocking == [Item.RIGHTS]


_FACTS = st.builds(
    Facts,
    **{field.name: st.booleans() for field in fields(Facts) if field.type == "bool"},
    open_incidents=st.integers(0, 3),
    messages=st.integers(0, 50),
    answered=st.integers(0, 50),
    posts_ready=st.integers(0, 20),
    minutes_a_week=st.none() | st.integers(0, 200),
    crisis_contacts=st.integers(0, 3),
    said=st.dictionaries(st.sampled_from(ASKED), st.booleans()),
)


@given(_FACTS, st.sampled_from(ASKED))
def test_saying_that_something_is_settled_never_makes_it_worse(facts: Facts, item: Item) -> None:
    before = verdict(replace(facts, said={**(facts.said or {}), item: False}))
    after = verdict(replace(facts, said={**(facts.said or {}), item: True}))
    assert set(before.settled) <= set(after.settled)


@given(_FACTS)
def test_each_question_stands_in_one_place(facts: Facts) -> None:
    found = verdict(facts)
    assert sorted([*found.settled, *found.blocking, *found.to_know]) == sorted(Item)
