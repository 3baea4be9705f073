"""What a company says of itself, as far as it is sure and in the language of the answer."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from beffroi.company.models import Company
from beffroi.company.queries import facts_from
from beffroi.inbox import answer_facts
from beffroi.suggestions.bank import Language
from beffroi.suggestions.days import Named
from beffroi.suggestions.facts import Facts
from tests.world import World

pytestmark = pytest.mark.django_db

#: From nine to six, but on Sundays.
WEEK = [[[540, 1080]]] * 6 + [[]]
#: A Tuesday, after the doors have closed.
EVENING = datetime(2026, 12, 15, 19, 0, tzinfo=UTC)


def said(world: World, *days: date, language: Language = "fr", **company: str) -> Facts:
    row = Company(workspace=world.atelier, week=WEEK, **company)
    known = facts_from(row, workspace=world.atelier, closures=[])
    named = tuple(Named(day) for day in days)
    return answer_facts.facts_of(
        row, known, days=named, language=language, writer=world.claire, now=EVENING
    )


def test_a_holiday_of_which_nobody_said_whether_it_is_kept_is_told_nothing_of(world: World) -> None:
    christmas = date(2026, 12, 25)
    assert said(world, christmas).day_hours == ""
    assert "fermé" in said(world, christmas, holiday_region="FR").day_hours
    assert "9" in said(world, date(2026, 12, 24)).day_hours


def test_after_the_doors_have_closed_the_next_day_that_they_open_is_told(world: World) -> None:
    assert said(world, EVENING.date()).day_hours.startswith("demain")


def test_what_is_written_in_one_language_goes_into_answers_of_that_one_alone(world: World) -> None:
    returns = "Les retours sont acceptés pendant trente jours, avec le ticket de caisse."
    facts = said(world, language="en", returns=returns)
    assert facts.returns == returns  # for whoever can translate
    assert answer_facts.in_one_language(facts, "en", writer=world.claire).returns == ""
    assert answer_facts.in_one_language(facts, "fr", writer=world.claire).returns == returns
