from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.listening.figures.rising import Said, log_odds_z, rise
from beffroi.listening.figures.wording import plain, subjects, telling

NOW = datetime(2026, 6, 16, 9, 0, tzinfo=UTC)
_ORDINARY = (
    "La tradition de ce matin était croustillante",
    "Leur brioche au beurre vaut le détour",
    "Un croissant doré et un accueil charmant",
    "Le levain maison change le goût du pain",
    "Belle vitrine de gâteaux place d’Armes",
)


def before(count: int = 40) -> list[Said]:
    return [
        Said(number, f"old{number}", _ORDINARY[number % 5], NOW - timedelta(days=20), is_new=False)
        for number in range(count)
    ]


def new(text: str, people: int, *, who: str = "", start: int = 1000) -> list[Said]:
    return [
        Said(start + n, who or f"new{start + n}", text, NOW - timedelta(hours=n), is_new=True)
        for n in range(people)
    ]


@pytest.mark.parametrize(
    ("now", "earlier", "words", "words_before", "z"),
    [
        # prior .5333, odds 6.5333/393.4667 and 2.5333/1297.4667, ln 2.1406 by sqrt .5478
        (6, 2, 300, 1200, 2.892),
        (2, 6, 1200, 300, -2.892),
        (5, 5, 400, 400, 0.0),
        # prior .2, odds 3.2/396.8 and .2/1299.8, ln 3.9586 by sqrt 5.3125
        (3, 0, 300, 1200, 1.717),
    ],
)
def test_how_much_a_word_rises_is_its_log_odds_in_standard_errors(
    now: int, earlier: int, words: int, words_before: int, z: float
) -> None:
    found = log_odds_z(now, earlier, words=words, words_before=words_before)
    assert found == pytest.approx(z, abs=0.002)


def test_a_word_that_more_people_say_rises_and_leaves_others_alone() -> None:
    old = [*before(), *(Said(900, "x", "La file était longue", NOW, is_new=False),)]
    told = rise([*old, *new("Encore cette file interminable", 9), *new(_ORDINARY[0], 3, start=1)])
    assert [one.written for one in told.rising] == ["file"]
    assert (told.rising[0].now, told.rising[0].before) == (9, 1)
    assert (told.people, told.people_before) == (12, 41)


def test_one_person_makes_no_word_rise_or_appear() -> None:
    told = rise([*before(), *new("Scandale du levain industriel", 50, who="zoe")])
    assert told.rising == ()
    assert told.appeared == ()


def test_a_subject_appears_when_three_people_speak_of_it_who_never_did() -> None:
    two = rise([*before(), *new("Rupture de tradition", 2)])
    assert two.appeared == ()
    three = rise([*before(), *new("Rupture de tradition", 3)])
    assert [one.written for one in three.appeared] == ["Rupture de tradition"]
    assert three.appeared[0].now == 3
    assert three.appeared[0].since == NOW - timedelta(hours=2)
    assert three.appeared[0].first == 1002
    once = Said(1, "old", "Une rupture de tradition hier", NOW - timedelta(days=9), is_new=False)
    assert rise([once, *before(), *new("Rupture de tradition", 3)]).appeared == ()


def test_a_pair_stands_for_its_words_where_most_say_it() -> None:
    told = rise([*before(), *new("La file d’attente du samedi", 5)])
    assert [one.written for one in told.appeared] == ["attente du samedi"]


def test_words_of_the_watch_itself_are_no_subject() -> None:
    said = [*before(), *new("Atelier Martin, rupture de tradition", 5)]
    found = rise(said, besides=telling(["atelier martin"])).appeared
    assert [one.written for one in found] == ["rupture de tradition"]


def test_nothing_is_told_where_too_little_was_said_before() -> None:
    told = rise([*before(19), *new("Rupture de stock", 9)])
    assert not told.can_compare
    assert told.appeared == ()
    assert told.people_before == 19


def test_words_are_shown_as_most_people_write_them() -> None:
    told = rise([*before(), *new("rappel", 2), *new("Rappels !", 3, start=2000)])
    assert [one.written for one in told.appeared] == ["Rappels"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Le pain est bon.", ["pain"]),
        ("@zoe@social.example voir https://exemple.fr/levain", []),
        ("#Levain naturel", ["levain", "naturel", "levain naturel"]),
        ("La file. Attente", ["fil", "attent"]),
        ("La file, attente", ["fil", "attent"]),
        ("La file d’attente", ["fil", "attent", "fil attent"]),
        ("Pain, pain, pain", ["pain", "pain", "pain"]),
        ("5 000 euros 🥖", ["euros"[:4]]),
        ("", []),
    ],
)
def test_a_text_speaks_of_its_telling_words_and_pairs(text: str, keys: list[str]) -> None:
    assert sorted(key for key, _start, _end in subjects(plain(text))) == sorted(keys)


_WORDS = ["levain", "samedi", "queue", "prix", "merci", "tarte", "rupture"]
_MESSAGES = st.lists(
    st.builds(
        lambda who, words, is_new, at: Said(at, who, " ".join(words), NOW, is_new),
        st.sampled_from([f"p{number}" for number in range(30)]),
        st.lists(st.sampled_from(_WORDS), max_size=5),
        st.booleans(),
        st.integers(0, 99),
    ),
    max_size=80,
)


@given(_MESSAGES, st.integers())
def test_the_order_of_messages_changes_nothing(messages: list[Said], seed: int) -> None:
    other = list(messages)
    Random(seed).shuffle(other)
    assert rise(messages) == rise(other)


@given(_MESSAGES)
def test_a_message_said_twice_by_one_person_changes_nothing(messages: list[Said]) -> None:
    assert rise(messages) == rise([*messages, *messages])


@given(st.integers(0, 60), st.integers(0, 60), st.integers(61, 900), st.integers(61, 900))
def test_periods_exchanged_turn_a_rise_around(
    now: int, earlier: int, words: int, words_before: int
) -> None:
    if now + earlier == 0:
        return
    there = log_odds_z(now, earlier, words=words, words_before=words_before)
    back = log_odds_z(earlier, now, words=words_before, words_before=words)
    assert there == pytest.approx(-back)
