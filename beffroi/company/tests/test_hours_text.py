from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.company import wording
from beffroi.company.hours_text import CannotRead, Problem, Times, times_of


def span(opens: float, closes: float) -> Times:
    return int(opens * 60), int(closes * 60)


@pytest.mark.parametrize(
    "text",
    [
        "9 h – 12 h, 14 h – 19 h",
        "9h-12h 14h-19h",
        "9:00–12:00 / 14:00–19:00",
        "de 9 h à 12 h et de 14 h à 19 h",
        "09h00 - 12h00 ; 14h00 - 19h00",
        "9-12,14-19",
        "9 am to 12 pm and 2 pm to 7 pm",
        "9 a.m. - noon, 2 p.m. - 7 p.m.",
        "9h-midi puis 14h-19h",
        "14h-19h, 9h-12h",
        "9 h\u202f– 12\u00a0h, 14 h – 19 h",
    ],
)
def test_people_write_the_same_openings_in_many_ways(text: str) -> None:
    assert times_of(text) == (span(9, 12), span(14, 19))


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("", ()),
        ("fermé", ()),
        ("Fermé.", ()),
        ("closed", ()),
        ("-", ()),
        ("24h/24", (span(0, 24),)),
        ("24/24", (span(0, 24),)),
        ("jour et nuit", (span(0, 24),)),
        ("0h-24h", (span(0, 24),)),
        ("19 h – 2 h", (span(19, 26),)),
        ("22h-minuit", (span(22, 24),)),
        ("7h30-13h", (span(7.5, 13),)),
        ("1 to 5 pm", (span(13, 17),)),
        ("9-5pm", (span(9, 17),)),
        ("12am-8am", (span(0, 8),)),
    ],
)
def test_special_days_are_read(text: str, openings: tuple[Times, ...]) -> None:
    assert times_of(text) == openings


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("matin", Problem.UNREADABLE),
        ("9h", Problem.UNREADABLE),
        ("9h-12h-14h", Problem.UNREADABLE),
        ("sur rendez-vous", Problem.UNREADABLE),
        ("25h-3h", Problem.NO_SUCH_TIME),
        ("9:75-10", Problem.NO_SUCH_TIME),
        ("13pm-14pm", Problem.NO_SUCH_TIME),
        ("9h-9h", Problem.SAME_TIMES),
        ("9h-13h, 12h-14h", Problem.OVERLAP),
        ("1-2,3-4,5-6,7-8,9-10,11-12,13-14", Problem.TOO_MANY),
        ("idem", Problem.NOTHING_ABOVE),
        ("<script>alert(1)</script>", Problem.UNREADABLE),
        ("🥐", Problem.UNREADABLE),
    ],
)
def test_what_cannot_be_read_is_told_by_its_name(text: str, problem: Problem) -> None:
    with pytest.raises(CannotRead) as raised:
        times_of(text)
    assert raised.value.problem is problem


def test_same_repeats_the_day_above() -> None:
    above = (span(9, 12),)
    assert times_of("idem", above=above) == above
    assert times_of("Same", above=above) == above
    assert times_of("=", above=()) == ()


@given(text=st.text(max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        openings = times_of(text, above=())
    except CannotRead:
        return
    assert all(0 <= opens < 1440 and opens < closes <= opens + 1440 for opens, closes in openings)


_openings = st.lists(st.integers(0, 1439), min_size=2, max_size=6, unique=True).map(
    lambda edges: tuple(
        zip(sorted(edges)[0::2], sorted(edges)[1::2], strict=False),
    )
)


@given(openings=_openings, language=st.sampled_from(["fr", "en"]))
def test_what_is_shown_in_a_field_is_read_back(openings: tuple[Times, ...], language: str) -> None:
    assert times_of(wording.day_as_typed(openings, language=language)) == openings
