"""When a lesson is of use: a table of facts and what they call for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from beffroi.learning import wording
from beffroi.learning.moments import SHOWN_MAX, Facts, asks_for_data, right_now
from beffroi.learning.reading import lessons

TODAY = date(2026, 6, 18)
#: Everything is in order: nothing is of use more than anything else.
CALM = Facts(
    today=TODAY,
    has_channels=True,
    has_review_link=True,
    has_charter=True,
    has_crisis_file=True,
    has_watch=True,
    has_costs=True,
    has_goal=True,
    planned=2,
)
COMING: dict[str, Any] = {"offer": "ETE10", "offer_from": TODAY + timedelta(days=7)}

TABLE: list[tuple[dict[str, Any], str, str]] = [
    ({"is_alerted": True}, "first-hour", "An alert is open"),
    (
        {"asks_for_data": "Anne Petit"},
        "request-for-data",
        "Anne Petit seems to ask about their data",
    ),
    ({"asks_for_data": ""}, "request-for-data", "Somebody seems to ask about their data"),
    (
        {"reviewer": "Sandrine L.", "stars": 2},
        "first-negative-review",
        "Because Sandrine L. left 2 stars",
    ),
    (
        {"reviewer": "Bernard"},
        "first-negative-review",
        "Bernard left a negative review",
    ),
    ({"reviewer": ""}, "first-negative-review", "Somebody left a negative review"),
    ({"reviewer": "", "stars": 1}, "first-negative-review", "Because somebody left 1 star"),
    (
        {"bare_contest": "Un bouquet"},
        "fair-contests",
        "The rules of “Un bouquet” are not published yet",
    ),
    (COMING, "struck-through-prices", "For your offer “ETE10” of 25 June"),
    (
        {"offer": "ETE10", "offer_from": TODAY - timedelta(days=3)},
        "struck-through-prices",
        "For your offer “ETE10” of 15 June",
    ),
    ({"undescribed": "La boîte"}, "alt-text", "A description is missing from “La boîte”"),
    ({"undescribed": ""}, "alt-text", "A description is missing from a post"),
    ({"questions": 3}, "answer-a-question", "3 questions wait for an answer"),
    (
        {"has_second_step": False},
        "accounts-of-the-company",
        "Your own access has no second step yet",
    ),
    ({"has_linkedin": True}, "linkedin-for-companies", "Your LinkedIn is connected"),
    ({"planned": 0}, "how-often", "No post is planned for the next seven days"),
    (
        {"has_charter": False},
        "moderation-charter",
        "Your channels have no moderation charter yet",
    ),
    ({"has_crisis_file": False}, "first-hour", "Your crisis file is not ready yet"),
    (
        {"has_reviews": True, "has_review_link": False},
        "asking-for-reviews",
        "Your profile has reviews, and nobody is asked for one yet",
    ),
    ({"has_watch": False}, "what-to-listen-for", "You listen to nothing yet"),
    ({"has_goal": False}, "one-goal", "No goal is set yet"),
    (
        {"has_channels": False},
        "which-network",
        "No channel is connected yet: the time to choose",
    ),
]


@pytest.mark.parametrize(("facts", "lesson", "reason"), TABLE)
def test_each_fact_calls_for_its_lesson_and_says_why(
    facts: dict[str, Any], lesson: str, reason: str
) -> None:
    (found,) = right_now(replace(CALM, **facts))
    assert found.lesson == lesson
    with translation.override("en"):
        assert wording.reason(found) == reason


def test_an_offer_without_costs_calls_for_two_lessons() -> None:
    found = right_now(replace(CALM, **COMING, has_costs=False))
    assert [one.lesson for one in found] == ["struck-through-prices", "euros-rather-than-likes"]
    with translation.override("en"):
        assert wording.reason(found[1]) == "You have an offer, and no cost noted to hold it against"


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"reviewer": "Anne", "stars": 3},
        {"reviewer": None, "stars": 1},
        {"questions": 2},
        {"offer": "ETE10", "offer_from": TODAY + timedelta(days=15)},
        {"has_reviews": True},
        {"has_costs": False},
    ],
)
def test_what_is_in_order_calls_for_nothing(facts: dict[str, Any]) -> None:
    assert right_now(replace(CALM, **facts)) == []


def test_what_is_done_is_not_offered_again() -> None:
    facts = replace(CALM, is_alerted=True, questions=9)
    assert [one.lesson for one in right_now(facts, done={"first-hour"})] == ["answer-a-question"]


def test_a_lesson_shows_once_with_what_presses_most() -> None:
    facts = replace(CALM, is_alerted=True, has_crisis_file=False)
    assert [one.reason for one in right_now(facts)] == ["alert"]


def test_a_bad_week_shows_five_lessons_and_the_gravest_first() -> None:
    facts = Facts(
        today=TODAY,
        is_alerted=True,
        reviewer="Anne",
        stars=1,
        asks_for_data="Anne",
        questions=12,
        undescribed="x",
        bare_contest="y",
        offer="z",
        offer_from=TODAY,
        has_second_step=False,
    )
    found = [one.lesson for one in right_now(facts)]
    assert len(found) == SHOWN_MAX
    assert found[:3] == ["first-hour", "request-for-data", "first-negative-review"]


@pytest.mark.parametrize("facts", [facts for facts, _lesson, _reason in TABLE])
def test_each_lesson_that_is_called_for_exists(facts: dict[str, Any]) -> None:
    assert {one.lesson for one in right_now(replace(CALM, **facts))} <= set(lessons())


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Bonjour, au titre du RGPD, qu’avez-vous sur moi ?", True),
        ("Merci de supprimer mes données", True),
        ("Effacez mon numéro s’il vous plaît", True),
        ("Supprimez toutes mes coordonnées", True),
        ("Please delete my account", True),
        ("I want all my personal data", True),
        ("Avez-vous mes lunettes ? Je les ai oubliées", False),
        ("Mon adresse a changé pour la livraison", False),
        ("Vos données nutritionnelles sont introuvables", False),
        ("", False),
    ],
)
def test_a_wish_about_data_is_recognised_by_its_words(text: str, asks: bool) -> None:
    assert asks_for_data(text) is asks
