from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from beffroi.charts.tests.strategies import words
from beffroi.charts.texts import shortened, text_width, thinned, wrapped


@given(st.lists(words, min_size=1, max_size=400), st.floats(120, 960))
def test_names_below_never_touch_and_stay_inside(names: list[str], width: float) -> None:
    slot = width / len(names)
    chosen = thinned(names, at=lambda place: slot * (place + 0.5), left=0, right=width)
    assert chosen
    ends = [(x - text_width(names[at]) / 2, x + text_width(names[at]) / 2) for at, x in chosen]
    fits = text_width(max(names, key=text_width)) <= width
    assert not fits or all(left >= -7 and right <= width + 0.1 for left, right in ends)
    assert all(a[1] <= b[0] for a, b in pairwise(ends))


def test_all_names_are_written_where_they_fit() -> None:
    names = ("11 mai", "18 mai", "25 mai")
    chosen = thinned(names, at=lambda place: 100 * place + 50, left=0, right=300)
    assert [place for place, _ in chosen] == [0, 1, 2]


def test_names_that_do_not_fit_are_left_out_evenly() -> None:
    names = tuple(f"jour {day}" for day in range(400))
    chosen = thinned(names, at=lambda place: place + 0.5, left=0, right=400)
    apart = {b[0] - a[0] for a, b in pairwise(chosen)}
    assert len(apart) == 1
    assert 3 < len(chosen) < 10


@given(words, st.floats(20, 200))
def test_words_are_shortened_to_their_room(text: str, width: float) -> None:
    assert text_width(shortened(text, width=width)) <= width


def test_words_are_broken_between_words() -> None:
    assert wrapped("25 mai, fête des mères", width=90) == ("25 mai, fête", "des mères")
