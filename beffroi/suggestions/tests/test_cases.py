from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.suggestions.cases import ESCALATED, HELD, Case, cases_for
from beffroi.suggestions.situations import (
    Aspect,
    Intent,
    Sentiment,
    Sign,
    Situation,
    Source,
    Topic,
    Trait,
    Urgent,
)

BAD_WAIT = {Aspect.DELAY: Sign.MINUS}
SITUATIONS = some.builds(
    Situation,
    intent=some.sampled_from(Intent),
    sentiment=some.sampled_from(Sentiment),
    urgent=some.sampled_from(Urgent),
    stars=some.none() | some.integers(1, 5),
    has_text=some.booleans(),
    aspects=some.dictionaries(some.sampled_from(Aspect), some.sampled_from(Sign)),
    topics=some.frozensets(some.sampled_from(Topic)),
    asked=some.frozensets(some.sampled_from(Topic)),
    traits=some.frozensets(some.sampled_from(Trait)),
    source=some.sampled_from(Source),
    is_public=some.booleans(),
    person_name=some.sampled_from(["", "Marie", "{company}", "@x"]),
    trade=some.sampled_from(["", "bakery", "dentist", "online_shop", "plumber", "lawyer"]),
    is_open_now=some.none() | some.booleans(),
    was_answered=some.booleans(),
    is_sure=some.booleans(),
)


def praise(**more: Any) -> Situation:
    return Situation(intent=Intent.PRAISE, traits=frozenset({Trait.PRAISES}), **more)


def asking(*topics: Topic, traits: set[Trait] | None = None, **more: Any) -> Situation:
    told = frozenset(topics)
    values: dict[str, Any] = {"intent": Intent.QUESTION, "traits": frozenset(traits or ())}
    return Situation(topics=told, asked=told, **(values | more))


def complaint(*topics: Topic, traits: set[Trait] | None = None, **more: Any) -> Situation:
    return Situation(
        intent=Intent.COMPLAINT,
        topics=frozenset(topics),
        traits=frozenset(traits or ()),
        **more,
    )


@pytest.mark.parametrize(
    ("situation", "cases"),
    [
        (Situation(intent=Intent.SPAM), [Case.SPAM]),
        (praise(), [Case.THANKS]),
        (praise(source=Source.MENTION), [Case.MENTION, Case.THANKS]),
        (praise(is_sure=False), [Case.SMALL_TALK]),
        (Situation(intent=Intent.PRAISE), [Case.SMALL_TALK]),
        (praise(stars=5), [Case.FIVE_STARS_TEXT]),
        (praise(stars=5, has_text=False), [Case.FIVE_STARS_BARE]),
        (praise(stars=4), [Case.FOUR_STARS]),
        (Situation(intent=Intent.APPLICATION), [Case.APPLICATION]),
        (Situation(intent=Intent.PRESS), [Case.PRESS]),
        (Situation(intent=Intent.INSULT, stars=1), [Case.INSULT]),
        (Situation(intent=Intent.INSULT, was_answered=True), [Case.INSULT, Case.TROLL]),
        (Situation(intent=Intent.INSULT, is_sure=False), [Case.SMALL_TALK]),
        (Situation(intent=Intent.OTHER), [Case.SMALL_TALK]),
        (Situation(intent=Intent.OTHER, sentiment=Sentiment.NEGATIVE), [Case.SMALL_TALK]),
        (
            Situation(intent=Intent.OTHER, traits=frozenset({Trait.REPORT})),
            [Case.NOTED],
        ),
        (
            Situation(intent=Intent.OTHER, traits=frozenset({Trait.THANKED})),
            [Case.YOU_ARE_WELCOME],
        ),
        (
            Situation(intent=Intent.COMPLAINT, traits=frozenset({Trait.DETAIL})),
            [Case.LEAD],
        ),
        (Situation(intent=Intent.LEAD, traits=frozenset({Trait.OFFERS})), [Case.SMALL_TALK]),
    ],
)
def test_a_message_calls_for_its_cases_the_likeliest_first(
    situation: Situation, cases: list[Case]
) -> None:
    assert list(cases_for(situation)) == cases


@pytest.mark.parametrize(
    ("situation", "cases"),
    [
        (asking(), [Case.QUESTION_OTHER]),
        (asking(Topic.HOURS), [Case.QUESTION_HOURS, Case.QUESTION_OTHER]),
        (asking(aspects={Aspect.PRICE: Sign.EVEN}), [Case.QUESTION_OTHER]),
        (asking(Topic.PAYMENT, Topic.PRICE), [Case.QUESTION_PAYMENT, Case.QUESTION_OTHER]),
        (asking(Topic.KEEPING, Topic.HOURS), [Case.QUESTION_KEEPING, Case.QUESTION_OTHER]),
        (asking(Topic.PARKING), [Case.QUESTION_ACCESS, Case.QUESTION_OTHER]),
        (asking(Topic.ASIDE, intent=Intent.OTHER, traits={Trait.ASKS}), [Case.SET_ASIDE]),
        (asking(Topic.JOB), [Case.APPLICATION, Case.QUESTION_OTHER]),
        (asking(is_open_now=False), [Case.QUESTION_OTHER, Case.CLOSED_NOW]),
        (asking(Topic.HOURS, is_open_now=False), [Case.QUESTION_HOURS, Case.QUESTION_OTHER]),
        (asking(Topic.HOURS, source=Source.MENTION), [Case.QUESTION_HOURS]),
        (asking(is_sure=False), [Case.SMALL_TALK]),
        (asking(is_sure=False, traits={Trait.OPENS_ASKING}), [Case.QUESTION_OTHER]),
        (asking(intent=Intent.LEAD, trade="bakery"), [Case.LEAD]),
        (asking(intent=Intent.LEAD, trade="plumber"), [Case.QUOTE, Case.LEAD]),
        (asking(intent=Intent.LEAD, is_sure=False), [Case.SMALL_TALK]),
        (asking(traits={Trait.COUNT}), [Case.LEAD]),
        (
            asking(Topic.AVAILABILITY, traits={Trait.PROJECT}),
            [Case.LEAD, Case.QUESTION_AVAILABILITY],
        ),
        (
            asking(Topic.PRICE, intent=Intent.LEAD, traits={Trait.COUNT}),
            [Case.QUESTION_PRICE, Case.QUESTION_OTHER],
        ),
    ],
)
def test_a_question_is_answered_by_what_it_asks(situation: Situation, cases: list[Case]) -> None:
    assert list(cases_for(situation)) == cases


@pytest.mark.parametrize(
    ("situation", "cases"),
    [
        (complaint(), [Case.VAGUE_COMPLAINT]),
        (complaint(traits={Trait.DETAILED}), [Case.FOUNDED_OTHER]),
        (complaint(aspects=BAD_WAIT), [Case.FOUNDED_DELAY, Case.FOUNDED_OTHER]),
        (complaint(aspects=BAD_WAIT, traits={Trait.BRIEF}), [Case.VAGUE_COMPLAINT]),
        (complaint(was_answered=True), [Case.FOLLOW_UP, Case.VAGUE_COMPLAINT]),
        (complaint(traits={Trait.BRIEF, Trait.ASKS}), [Case.SMALL_TALK]),
        (asking(Topic.BILL), [Case.FOUNDED_PRICE, Case.FOUNDED_OTHER]),
        (praise(is_sure=False, topics=frozenset({Topic.ASIDE})), [Case.SET_ASIDE]),
        (complaint(Topic.BILL), [Case.FOUNDED_PRICE, Case.FOUNDED_OTHER]),
        (complaint(Topic.SOLD_OUT), [Case.FOUNDED_PRODUCT, Case.FOUNDED_OTHER]),
        (complaint(Topic.LATE, Topic.DELIVERY), [Case.LATE_DELIVERY, Case.FOUNDED_OTHER]),
        (complaint(is_sure=False, traits={Trait.ASKS, Trait.OPENS_ASKING}), [Case.QUESTION_OTHER]),
        (
            complaint(stars=1, aspects=BAD_WAIT),
            [
                *(Case.FOUNDED_DELAY, Case.FOUNDED_OTHER),
                *(Case.UNKNOWN_CUSTOMER, Case.FALSE_REVIEW),
            ],
        ),
        (
            complaint(stars=5, sentiment=Sentiment.NEGATIVE),
            [Case.VAGUE_COMPLAINT, Case.UNKNOWN_CUSTOMER, Case.FALSE_REVIEW],
        ),
        (
            complaint(aspects=BAD_WAIT, trade="online_shop"),
            [Case.FOUNDED_DELAY, Case.LATE_DELIVERY, Case.FOUNDED_OTHER],
        ),
        (Situation(intent=Intent.OTHER, stars=3), [Case.THREE_STARS]),
        (
            Situation(intent=Intent.OTHER, stars=3, aspects=BAD_WAIT),
            [Case.THREE_STARS, Case.FOUNDED_DELAY],
        ),
        (
            praise(is_sure=False, aspects=BAD_WAIT),
            [Case.SMALL_TALK],
        ),
        (
            Situation(intent=Intent.OTHER, is_sure=False, aspects=BAD_WAIT),
            [Case.FOUNDED_DELAY, Case.FOUNDED_OTHER],
        ),
    ],
)
def test_a_complaint_is_answered_on_what_it_tells(situation: Situation, cases: list[Case]) -> None:
    assert list(cases_for(situation)) == cases


@given(SITUATIONS)
def test_there_is_always_a_case_and_never_twice_the_same(situation: Situation) -> None:
    cases = cases_for(situation)
    assert cases
    assert len(set(cases)) == len(cases)


@given(SITUATIONS)
def test_an_emergency_is_answered_as_that_and_nothing_else(situation: Situation) -> None:
    if situation.urgent is not Urgent.NO:
        assert cases_for(situation) == (HELD[situation.urgent],)
    else:
        assert not set(cases_for(situation)) & ESCALATED
