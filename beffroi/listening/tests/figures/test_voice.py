from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from beffroi.listening.figures.voice import Side, share_of_voice, whole_percents


def test_our_share_is_ours_by_ours_and_those_of_the_others() -> None:
    told = share_of_voice(
        [Side(2, "Delattre", 25), Side(1, "Fournil", 80), Side(0, "Us", 45, is_ours=True)]
    )
    assert [(one.side.name, one.percent) for one in told.shares] == [
        ("Us", 30),
        ("Fournil", 53),
        ("Delattre", 17),
    ]
    assert (told.total, told.is_few) == (150, False)


def test_shares_of_few_messages_say_so_and_of_none_are_nothing() -> None:
    assert share_of_voice([Side(0, "Us", 29, is_ours=True)]).is_few
    none = share_of_voice([Side(0, "Us", 0, is_ours=True), Side(1, "They", 0)])
    assert [one.percent for one in none.shares] == [0, 0]
    assert not none.is_few


def test_three_equal_parts_are_whole_percents() -> None:
    assert whole_percents([1, 1, 1]) == [34, 33, 33]
    assert whole_percents([56, 41, 32, 22]) == [37, 27, 21, 15]


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=21))
def test_shares_sum_to_a_hundred_and_are_off_by_less_than_one(counts: list[int]) -> None:
    percents = whole_percents(counts)
    total = sum(counts)
    assert sum(percents) == (100 if total else 0)
    for count, percent in zip(counts, percents, strict=True):
        assert not total or abs(percent - 100 * count / total) < 1


@given(st.lists(st.integers(0, 100), min_size=1, max_size=8), st.randoms())
def test_the_order_of_sides_changes_nothing(counts: list[int], random: object) -> None:
    sides = [Side(key, f"S{key}", count, is_ours=key == 0) for key, count in enumerate(counts)]
    other = list(sides)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert share_of_voice(sides) == share_of_voice(other)
