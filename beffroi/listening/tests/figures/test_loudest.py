from __future__ import annotations

from beffroi.listening.figures.loudest import Loud, loudest


def test_what_people_took_up_comes_first_then_what_many_say() -> None:
    messages = [
        Loud(1, None, None, None, alike=12),
        Loud(2, 3, 0, 1),
        Loud(3, 40, 2, None),
        Loud(4, 0, 0, 0),
        Loud(5, None, None, None),
        Loud(6, 4, 0, 0, alike=2),
    ]
    assert [one.key for one in loudest(messages, most=9)] == [3, 6, 2, 1]
    assert [one.key for one in loudest(reversed(messages), most=2)] == [3, 6]


def test_what_a_network_does_not_tell_is_not_nothing() -> None:
    assert Loud(1, None, None, None).engagement is None
    assert Loud(1, None, 0, None).engagement == 0
    assert Loud(1, 5, None, 2).engagement == 7
