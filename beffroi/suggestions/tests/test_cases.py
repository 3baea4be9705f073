from __future__ import annotations

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
    source=some.sampled_from(Source),
    is_public=some.booleans(),
    person_name=some.sampled_from(["", "Marie", "{company}", "@x"]),
    trade=some.sampled_from(["", "bakery", "dentist", "online_shop", "plumber", "lawyer"]),
    is_open_now=some.none() | some.booleans(),
)


@pytest.mark.parametrize(
    ("situation", "cases"),
    [
        (Situation(intent=Intent.SPAM), [Case.SPAM]),
        (Situation(intent=Intent.PRAISE), [Case.THANKS]),
        (Situation(intent=Intent.PRAISE, source=Source.MENTION), [Case.MENTION, Case.THANKS]),
        (Situation(intent=Intent.PRAISE, stars=5), [Case.FIVE_STARS_TEXT]),
        (Situation(intent=Intent.PRAISE, stars=5, has_text=False), [Case.FIVE_STARS_BARE]),
        (Situation(intent=Intent.PRAISE, stars=4), [Case.FOUR_STARS]),
        (Situation(intent=Intent.OTHER, stars=3), [Case.THREE_STARS]),
        (
            Situation(intent=Intent.OTHER, stars=3, aspects=BAD_WAIT),
            [Case.THREE_STARS, Case.FOUNDED_DELAY],
        ),
        (
            Situation(intent=Intent.COMPLAINT, stars=1, aspects=BAD_WAIT),
            [
                *(Case.FOUNDED_DELAY, Case.VAGUE_COMPLAINT),
                *(Case.UNKNOWN_CUSTOMER, Case.FALSE_REVIEW),
            ],
        ),
        (
            Situation(intent=Intent.COMPLAINT, stars=5, sentiment=Sentiment.NEGATIVE),
            [Case.VAGUE_COMPLAINT, Case.UNKNOWN_CUSTOMER, Case.FALSE_REVIEW],
        ),
        (
            Situation(intent=Intent.COMPLAINT, aspects=BAD_WAIT, trade="online_shop"),
            [
                *(Case.FOUNDED_DELAY, Case.LATE_DELIVERY, Case.VAGUE_COMPLAINT),
                *(Case.AFTER_SALES, Case.TROLL),
            ],
        ),
        (
            Situation(
                intent=Intent.COMPLAINT,
                topics=frozenset({Topic.LATE, Topic.DELIVERY}),
                is_public=False,
            ),
            [Case.LATE_DELIVERY, Case.VAGUE_COMPLAINT, Case.AFTER_SALES],
        ),
        (Situation(intent=Intent.QUESTION), [Case.QUESTION_OTHER]),
        (
            Situation(intent=Intent.QUESTION, topics=frozenset({Topic.HOURS})),
            [Case.QUESTION_HOURS, Case.QUESTION_OTHER],
        ),
        (
            Situation(intent=Intent.QUESTION, aspects={Aspect.PRICE: Sign.EVEN}),
            [Case.QUESTION_PRICE, Case.QUESTION_OTHER],
        ),
        (
            Situation(intent=Intent.QUESTION, is_open_now=False),
            [Case.QUESTION_OTHER, Case.CLOSED_NOW],
        ),
        (Situation(intent=Intent.PRAISE, is_open_now=False), [Case.THANKS]),
        (
            Situation(intent=Intent.COMPLAINT, source=Source.REVIEW, is_open_now=False),
            [Case.VAGUE_COMPLAINT, Case.UNKNOWN_CUSTOMER, Case.FALSE_REVIEW],
        ),
        (Situation(intent=Intent.LEAD, trade="bakery"), [Case.LEAD, Case.QUOTE]),
        (Situation(intent=Intent.LEAD, trade="plumber"), [Case.QUOTE, Case.LEAD]),
        (Situation(intent=Intent.APPLICATION), [Case.APPLICATION]),
        (Situation(intent=Intent.PRESS), [Case.PRESS]),
        (Situation(intent=Intent.INSULT, stars=1), [Case.INSULT, Case.TROLL]),
        (Situation(intent=Intent.OTHER), [Case.NOTED]),
        (
            Situation(intent=Intent.OTHER, sentiment=Sentiment.NEGATIVE),
            [Case.VAGUE_COMPLAINT, Case.NOTED],
        ),
        (
            Situation(intent=Intent.OTHER, sentiment=Sentiment.POSITIVE, source=Source.MENTION),
            [Case.MENTION, Case.THANKS, Case.NOTED],
        ),
    ],
)
def test_a_message_calls_for_its_cases_the_likeliest_first(
    situation: Situation, cases: list[Case]
) -> None:
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
