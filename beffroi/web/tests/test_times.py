from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from beffroi.web import times
from beffroi.web.templatetags import times as tags

PARIS = ZoneInfo("Europe/Paris")
#: Tuesday 16 June 2026, 9:12 in Paris.
NOW = datetime(2026, 6, 16, 7, 12, tzinfo=UTC)
NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    with translation.override("fr"):
        yield


@pytest.mark.parametrize(
    ("elapsed", "words"),
    [
        (timedelta(seconds=20), "à l’instant"),
        (timedelta(minutes=1), "il y a 1_min"),
        (timedelta(minutes=59, seconds=59), "il y a 59_min"),
        (timedelta(hours=3, minutes=40), "il y a 3_h"),
        (timedelta(hours=23, minutes=59), "il y a 23_h"),
        (timedelta(hours=25), "hier à 8:12"),
        (timedelta(days=4), "vendredi 12 juin à 9:12"),
        (timedelta(days=365), "lundi 16 juin 2025 à 9:12"),
        (timedelta(minutes=-5), "aujourd’hui à 9:17"),
    ],
)
def test_how_long_ago_is_said_as_people_say_it(elapsed: timedelta, words: str) -> None:
    said = times.ago(NOW - elapsed, now=NOW, zone=PARIS)
    assert said == words.replace("_", NO_BREAK)


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(seconds=30), "maintenant"),
        (timedelta(minutes=20), "dans 20_min"),
        (timedelta(hours=3), "dans 3_h"),
        (timedelta(hours=30), "dans 1_jour"),
        (timedelta(days=6), "dans 6_jours"),
        (timedelta(days=-1), "maintenant"),
    ],
)
def test_how_far_off_is_said_as_people_say_it(ahead: timedelta, words: str) -> None:
    said = times.until(NOW + ahead, now=NOW, zone=PARIS)
    assert said == words.replace("_", NO_BREAK)


@pytest.mark.parametrize(
    ("due_at", "french", "english"),
    [
        ("2026-06-16T07:12", "en retard", "late"),
        ("2026-06-16T09:00", "avant 11:00", "before 11:00"),
        ("2026-06-16T22:30", "avant demain 0:30", "before tomorrow 0:30"),
        ("2026-06-18T05:00", "avant jeudi 7:00", "before Thursday 7:00"),
        ("2026-06-22T05:00", "avant lundi 7:00", "before Monday 7:00"),
        ("2026-06-23T05:00", "avant le 23 juin", "before 23 June"),
        ("2026-12-01T08:00", "avant le 1er déc.", "before 1 Dec."),
        ("2027-01-02T08:00", "avant le 2 jan. 2027", "before 2 Jan. 2027"),
    ],
)
def test_by_when_an_answer_is_due_ends_a_line(due_at: str, french: str, english: str) -> None:
    moment = datetime.fromisoformat(due_at).replace(tzinfo=UTC)
    assert times.due(moment, now=NOW, zone=PARIS) == french
    calm = french.replace("en retard", "dès que vous pourrez")
    assert times.due_calmly(moment, now=NOW, zone=PARIS) == calm
    with translation.override("en"):
        assert times.due(moment, now=NOW, zone=PARIS) == english


def test_an_instant_is_told_in_the_zone_of_the_workspace() -> None:
    friday = datetime(2026, 6, 19, 6, 0, tzinfo=UTC)
    assert times.full(friday, now=NOW, zone=PARIS) == "vendredi 19 juin à 8:00"
    assert times.full(friday, now=NOW, zone=ZoneInfo("America/Montreal")) == (
        "vendredi 19 juin à 2:00"
    )


def test_yesterday_depends_on_the_zone() -> None:
    late = datetime(2026, 6, 15, 22, 30, tzinfo=UTC)
    assert times.near(late, now=NOW, zone=PARIS) == "aujourd’hui à 0:30"
    assert times.near(late, now=NOW, zone=ZoneInfo("UTC")) == "hier à 22:30"


def test_the_clock_change_of_spring_leaves_wall_times_alone() -> None:
    before = datetime(2026, 3, 28, 7, 0, tzinfo=UTC)
    after = datetime(2026, 3, 29, 6, 0, tzinfo=UTC)
    assert times.hour(before, zone=PARIS) == times.hour(after, zone=PARIS) == "8:00"
    assert times.near(after, now=before, zone=PARIS) == "demain à 8:00"


def test_the_first_of_the_month_is_an_ordinal_in_french_only() -> None:
    first = date(2026, 7, 1)
    assert times.day_of(first, today=NOW.date()) == "mercredi 1er juillet"
    with translation.override("en"):
        assert times.day_of(first, today=NOW.date()) == "Wednesday 1 July"
        assert times.ago(NOW - timedelta(hours=3), now=NOW, zone=PARIS) == "3 h ago"


@pytest.mark.parametrize(
    ("language", "first", "last", "said"),
    [
        ("en", date(2026, 11, 2), date(2026, 11, 29), ("2", "29 November")),
        ("fr", date(2026, 5, 1), date(2026, 5, 31), ("1er", "31 mai")),
        ("fr", date(2026, 8, 31), date(2026, 11, 29), ("31 août", "29 novembre")),
        ("en", date(2025, 11, 29), date(2026, 11, 29), ("29 November 2025", "29 November 2026")),
    ],
)
def test_ends_of_days_say_once_what_both_have(
    language: str, first: date, last: date, said: tuple[str, str]
) -> None:
    with translation.override(language):
        assert times.ends_of(first, last) == said


@pytest.mark.parametrize(
    ("first", "last", "said", "within"),
    [
        (date(2026, 11, 2), date(2026, 11, 2), "2 novembre 2026", "2 novembre 2026"),
        (date(2026, 5, 1), date(2026, 5, 9), "Du 1er au 9 mai 2026", "du 1er au 9 mai 2026"),
        (
            date(2025, 12, 20),
            date(2026, 1, 5),
            "Du 20 décembre 2025 au 5 janvier 2026",
            "du 20 décembre 2025 au 5 janvier 2026",
        ),
    ],
)
def test_some_days_are_said_as_a_span_one_day_alone(
    first: date, last: date, said: str, within: str
) -> None:
    assert tags.span(first, last) == said
    assert tags.span_within(first, last) == within
