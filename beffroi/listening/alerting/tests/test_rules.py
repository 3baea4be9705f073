from __future__ import annotations

import pytest

from beffroi.listening.alerting.phases import phase
from beffroi.listening.alerting.rules import (
    AUDIENCE_MIN,
    Gravity,
    Level,
    Phase,
    Said,
    Tone,
    Trigger,
    Tuning,
    Volume,
    gravity,
    is_usual_again,
    large_audience,
    least_volume,
    tone,
    volume,
)
from beffroi.listening.alerting.usual import Usual, UsualTone

_STEADY = Usual(mean=1.5, variance=1.55, days=28)
_BURSTS = Usual(mean=1.5, variance=9.0, days=28)


def test_more_than_chance_explains_is_orange_more_than_bursts_explain_is_red() -> None:
    assert volume(9, _BURSTS) == Volume(Level.ORANGE, 9, 1.5, 28)
    assert volume(9, _STEADY) == Volume(Level.RED, 9, 1.5, 28)
    assert volume(5, _STEADY) is None


def test_what_is_not_known_to_be_usual_raises_nothing() -> None:
    assert volume(500, None) is None


def test_three_messages_are_never_many() -> None:
    nearly_silent = Usual(mean=0.25, variance=0.26, days=28)
    assert volume(3, nearly_silent) is None
    assert volume(4, nearly_silent) is not None


def test_the_least_volume_is_the_first_that_raises() -> None:
    for usual in (_STEADY, _BURSTS, Usual(mean=40, variance=50, days=28)):
        least = least_volume(usual)
        assert volume(least - 1, usual) is None
        assert volume(least, usual) is not None


def test_false_alarms_ask_for_more_each_time_up_to_a_bound() -> None:
    tuning, asked = Tuning(), []
    for _ in range(6):
        asked.append(least_volume(_STEADY, tuning=tuning))
        tuning = tuning.after_false_alarm({Trigger.VOLUME})
    assert asked[:5] == sorted(set(asked[:5]))
    assert asked[4] == asked[5]
    assert tuning == Tuning(volume=4)
    assert volume(asked[4] - 1, _STEADY, tuning=tuning) is None
    assert volume(asked[4], _STEADY, tuning=tuning) is not None


def test_a_false_alarm_teaches_only_what_raised_it() -> None:
    learnt = Tuning().after_false_alarm({Trigger.TONE, Trigger.GRAVITY})
    assert learnt == Tuning(tone=1, gravity=1)
    for _ in range(9):
        learnt = learnt.after_false_alarm({Trigger.GRAVITY})
    assert learnt.gravity == 2


def test_a_change_of_tone_is_told_when_it_is_no_accident() -> None:
    usual = UsualTone(negatives=10, toned=50)
    assert tone(7, 9, usual) == Tone(Level.ORANGE, 7, 9, 0.2)
    assert tone(3, 9, usual) is None
    assert tone(2, 2, usual) is None
    assert tone(3, 3, usual) is not None
    assert tone(7, 9, UsualTone(negatives=25, toned=50)) is None
    assert tone(3, 3, usual, tuning=Tuning(tone=1)) is None


def test_one_message_of_alarm_is_enough() -> None:
    said = [Said("ana", "health", is_negative=True, followers=12)]
    assert gravity(said, audience=5_000) == [Gravity(Level.ORANGE, "health", 1)]
    assert gravity([Said("bob", "", is_negative=True)], audience=5_000) == []


def test_an_alarm_is_red_where_many_hear_it_or_several_say_it() -> None:
    heard = [Said("ana", "law", is_negative=True, followers=9_000)]
    assert gravity(heard, audience=5_000) == [Gravity(Level.RED, "law", 1, 9_000)]
    several = [Said(name, "health", is_negative=True) for name in ("ana", "bob", "cyd")]
    assert gravity(several, audience=5_000)[0].level is Level.RED
    same = [Said("ana", "health", is_negative=True)] * 3
    assert gravity(same, audience=5_000)[0].level is Level.ORANGE


def test_blame_by_an_author_heard_by_many_is_grave_praise_is_not() -> None:
    blame = Said("ana", "", is_negative=True, followers=9_000)
    praise = Said("bob", "", is_negative=False, followers=9_000)
    assert gravity([blame, praise], audience=5_000) == [Gravity(Level.ORANGE, "", 1, 9_000)]


def test_a_watch_that_learnt_waits_for_a_second_grave_message() -> None:
    once = [Said("ana", "press", is_negative=False)]
    assert gravity(once, audience=5_000, tuning=Tuning(gravity=1)) == []
    twice = [*once, Said("bob", "press", is_negative=False)]
    assert len(gravity(twice, audience=5_000, tuning=Tuning(gravity=1))) == 1


def test_the_gravest_comes_first() -> None:
    said = [
        Said("ana", "press", is_negative=False),
        Said("bob", "press", is_negative=False),
        Said("cyd", "data", is_negative=True, followers=8_000),
    ]
    assert [one.subject for one in gravity(said, audience=5_000)] == ["data", "press"]


def test_many_is_relative_to_those_who_usually_speak() -> None:
    assert large_audience([]) == AUDIENCE_MIN
    assert large_audience([10, 20, 30]) == AUDIENCE_MIN
    assert large_audience([1_000, 2_000, 50_000]) == 20_000


def test_a_volume_is_usual_again_when_it_would_surprise_nobody() -> None:
    assert not is_usual_again(5, _STEADY)
    assert is_usual_again(3, _STEADY)
    assert is_usual_again(3, None)
    assert not is_usual_again(4, None)


@pytest.mark.parametrize(
    ("hours", "where"),
    [
        ([1, 1, 0, 0], Phase.WEAK),
        ([4, 3, 2, 1], Phase.SURGE),
        ([0] * 6 + [2, 3, 4, 1], Phase.FALLING),
        ([0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1], Phase.WEAK),
        ([2] * 6 + [2] * 6, Phase.SURGE),
        ([], Phase.WEAK),
    ],
)
def test_the_hours_say_where_it_stands(hours: list[int], where: Phase) -> None:
    assert phase(hours + [0] * (48 - len(hours)), a_day=1.5) is where


def test_as_much_as_ever_is_no_surge() -> None:
    assert phase([2] * 48, a_day=48) is Phase.WEAK
