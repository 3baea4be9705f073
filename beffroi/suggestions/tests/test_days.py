from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.suggestions.days import DAYS_MAX, Heard, Named, days_in
from beffroi.suggestions.plain import plain

#: A Friday.
SAID_ON = date(2026, 9, 18)


def heard(text: str) -> Heard:
    return days_in(plain(text), said_on=SAID_ON)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Vous ouvrez à quelle heure demain ?", [date(2026, 9, 19)]),
        ("et après-demain ?", [date(2026, 9, 20)]),
        ("ouverts aujourd’hui ?", [SAID_ON]),
        ("Vous fermez à quelle heure ce soir", [SAID_ON]),
        ("Vous êtes ouverts ?", [SAID_ON]),
        ("Ouvert vendredi ?", [SAID_ON]),
        ("Ouvert lundi prochain ?", [date(2026, 9, 21)]),
        ("le lundi 12 octobre", [date(2026, 10, 12)]),
        ("samedi 26 au matin", [date(2026, 9, 26)]),
        ("le 1er novembre", [date(2026, 11, 1)]),
        ("le 3 janvier", [date(2027, 1, 3)]),
        ("le 24 et le 31 décembre", [date(2026, 12, 24), date(2026, 12, 31)]),
        ("ouvert le 10 ?", [date(2026, 10, 10)]),
        ("le 24/12 ?", [date(2026, 12, 24)]),
        ("à Noël ?", [date(2026, 12, 25)]),
        ("ce week-end", [date(2026, 9, 19), date(2026, 9, 20)]),
        ("What time do you open tomorrow?", [date(2026, 9, 19)]),
        ("until when tonight", [SAID_ON]),
        ("on Wednesday", [date(2026, 9, 23)]),
        ("on October 3rd", [date(2026, 10, 3)]),
        ("3rd of October", [date(2026, 10, 3)]),
        ("Demain vous êtes ouverts ?", [date(2026, 9, 19)]),
        ("Samedi, êtes-vous ouverts ?", [date(2026, 9, 19)]),
        ("Sunday are you open?", [date(2026, 9, 20)]),
        ("On aimerait venir le 25, vous êtes ouverts ?", [date(2026, 9, 25)]),
        ("vendredi prochain", [date(2026, 9, 25)]),
        ("Christmas Eve", [date(2026, 12, 24)]),
    ],
)
def test_a_day_is_told_by_when_it_was_said(text: str, days: list[date]) -> None:
    assert heard(text) == Heard(tuple(Named(day) for day in days), has_day=True)


@pytest.mark.parametrize(
    "text", ["le lundi", "les lundis", "chaque lundi", "tous les lundis", "on Mondays"]
)
def test_a_weekday_of_every_week_is_no_date(text: str) -> None:
    assert heard(text).days == (Named(date(2026, 9, 21), is_weekly=True),)


@pytest.mark.parametrize(
    "text",
    ["pendant les vacances", "en août", "cet été", "les jours fériés", "bank holidays", "à Pâques"],
)
def test_of_a_time_of_the_year_nothing_is_known(text: str) -> None:
    assert heard(text) == Heard((), has_day=True, has_period=True)


@pytest.mark.parametrize(
    "text",
    ["", "Quels sont vos horaires ?", "à 14 h", "il a été livré", "1/2 baguette", "le 3 € ?"],
)
def test_no_day_is_heard_where_none_is_named(text: str) -> None:
    assert heard(text) == Heard()


@pytest.mark.parametrize("text", ["hier", "le 3/10 ou le 4/10", "lundi, mardi et mercredi"])
def test_what_is_past_ambiguous_or_many_is_a_day_of_which_nothing_is_said(text: str) -> None:
    found = heard(text)
    assert found.has_day
    assert not found.days


@given(some.text(max_size=200), some.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_whatever_is_written_names_few_days_and_none_before_it_was_said(
    text: str, said_on: date
) -> None:
    found = days_in(plain(text), said_on=said_on)
    assert len(found.days) <= DAYS_MAX
    assert all(one.day >= said_on for one in found.days)
