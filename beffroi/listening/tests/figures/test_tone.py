from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.listening.figures.cells import Cell
from beffroi.listening.figures.tone import Leaning, Tone, tone_of

DAY = date(2026, 6, 16)


@pytest.mark.parametrize(
    ("positive", "neutral", "negative", "balance"),
    [
        (18, 26, 6, 24),  # (18 - 6) / 50
        (30, 0, 0, 100),
        (0, 0, 30, -100),
        (10, 10, 10, 0),
        (10, 9, 10, None),  # 29 are too few
        (0, 0, 0, None),
    ],
)
def test_the_balance_counts_all_tones_and_says_nothing_of_few(
    positive: int, neutral: int, negative: int, balance: int | None
) -> None:
    assert Tone(positive, neutral, negative).balance == balance


@pytest.mark.parametrize(
    ("tone", "low", "high"),
    [
        # 55: (21 − 34) / 57, and 56 / 57 of them take sides.
        (Tone(positive=21, negative=34), -48, 2),
        (Tone(positive=18, neutral=26, negative=6), 5, 41),
        (Tone(positive=30), 83, 100),
        (Tone(positive=29), None, None),
    ],
)
def test_a_balance_has_its_range(tone: Tone, low: int | None, high: int | None) -> None:
    found = tone.balance_range
    rounded = (round(found.low), round(found.high)) if found else (None, None)
    assert rounded == (low, high)


def test_nothing_has_no_interval() -> None:
    assert Tone().negative_share is None


def test_messages_to_check_and_without_tone_stand_apart() -> None:
    cells = [
        Cell(DAY, "negative", "", "bluesky", is_unsure=True, count=5),
        Cell(DAY, "", "", "bluesky", is_unsure=False, count=2),
        Cell(DAY, "positive", "", "bluesky", is_unsure=False, count=3),
    ]
    told = tone_of(cells)
    assert told == Tone(positive=3, unsure=5, undefined=2)
    assert (told.known, told.total) == (3, 10)


@pytest.mark.parametrize(
    ("tone", "leaning"),
    [
        (Tone(positive=9), Leaning.FEW),
        (Tone(positive=10), Leaning.POSITIVE),
        (Tone(positive=1, neutral=5, negative=4), Leaning.MIXED),
        (Tone(positive=2, neutral=11, negative=4), Leaning.NEUTRAL),
        (Tone(positive=5, neutral=4, negative=16), Leaning.NEGATIVE),
        (Tone(positive=12, neutral=0, negative=13), Leaning.MIXED),
        (Tone(negative=9, unsure=90), Leaning.FEW),
    ],
)
def test_messages_lean_where_more_than_chance_leads(tone: Tone, leaning: Leaning) -> None:
    assert tone.leaning is leaning


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_praise_and_blame_exchanged_turn_the_balance_around(p: int, u: int, n: int) -> None:
    one, other = Tone(p, u, n).balance, Tone(n, u, p).balance
    assert (one is None) == (other is None)
    assert one is None or (other is not None and one == -other)
