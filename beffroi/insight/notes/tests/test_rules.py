from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from beffroi.charts.figures import Drawn, Figure, Line, Table
from beffroi.charts.stacked import Stack, stacked
from beffroi.core.periods import Period
from beffroi.insight.notes.rules import SHOWN_MAX, Noted, in_order, placed
from beffroi.insight.notes.showing import column, shown, with_notes

MONDAY = date(2026, 8, 10)
WEEKS = [
    Period(MONDAY + timedelta(days=7 * n), MONDAY + timedelta(days=7 * n + 6)) for n in range(5)
]


def person(day: int, words: str = "The site was down", pk: int = 1) -> Noted:
    return Noted(MONDAY + timedelta(days=day), words, id=pk)


def ready(day: int, words: str = "Posts paused", key: str = "pause:1") -> Noted:
    return Noted(MONDAY + timedelta(days=day), words, key=key)


def test_numbers_follow_the_days_and_people_come_before_what_is_ready() -> None:
    notes = [ready(9), person(9, pk=3), person(9, "Market", pk=2), person(0)]
    found = placed(notes, WEEKS)
    assert [(one.number, one.place, one.note.id) for one in found] == [
        (1, 0, 1),
        (2, 1, 2),
        (3, 1, 3),
        (4, 1, None),
    ]


@pytest.mark.parametrize(
    ("day", "place"), [(-1, None), (0, 0), (6, 0), (7, 1), (34, 4), (35, None)]
)
def test_a_note_stands_in_the_stretch_of_its_day(day: int, place: int | None) -> None:
    assert [one.place for one in placed([person(day)], WEEKS)] == ([] if place is None else [place])


def test_what_is_hidden_has_no_number() -> None:
    hidden = Noted(MONDAY, "Posts paused", key="pause:1", is_hidden=True)
    assert placed([hidden], WEEKS) == ()
    assert column([hidden], WEEKS) == [""] * 5


def test_beyond_what_can_be_told_apart_ready_ones_go_first_the_oldest_before() -> None:
    people = [person(n, pk=n + 1) for n in range(5)]
    others = [ready(n, key=f"pause:{n:02}") for n in range(SHOWN_MAX)]
    found = placed([*people, *others], WEEKS)
    assert len(found) == SHOWN_MAX
    assert sum(not one.note.is_ready for one in found) == 5
    assert min(one.note.day for one in found if one.note.is_ready) == MONDAY + timedelta(days=5)
    assert len(placed([*people, *others], WEEKS, most=3)) == 3


def test_a_figure_has_its_notes_beside_and_in_its_table() -> None:
    notes = shown([person(0), ready(8), ready(9, "Posts go on")], WEEKS)
    rows = tuple(Line(f"W{n}", (str(n),)) for n in range(5))
    stacks = [Stack(f"W{n}", (1.0,)) for n in range(5)]
    drawn = Drawn((stacked(stacks, say=str, marked=notes.numbered),))
    plain = Figure("a", "A", "A.", drawn, Table("A", ("Week", "Sum"), rows))
    with translation.override("en"):
        figure = with_notes(plain, notes)
    assert figure.table.heads == ("Week", "Sum", "Notes")
    assert [line.cells[-1] for line in figure.table.lines] == [
        "1. The site was down",
        "2. Posts paused · 3. Posts go on",
        "",
        "",
        "",
    ]
    assert [(one.number, one.is_ready) for one in figure.remarks] == [
        (1, False),
        (2, True),
        (3, True),
    ]


def test_without_notes_a_figure_stays_as_it_is() -> None:
    drawn = Drawn((stacked([Stack("W", (1.0,))], say=str),))
    plain = Figure("a", "A", "A.", drawn, Table("A", ("Week", "Sum"), (Line("W", ("1",)),)))
    assert with_notes(plain, shown([], WEEKS)) is plain


def test_a_mark_with_a_persons_note_is_a_disc() -> None:
    assert [one.is_ready for one in shown([person(0), ready(1), ready(8)], WEEKS).numbered] == [
        False,
        True,
    ]


def test_order_is_by_day_then_by_whose() -> None:
    assert [one.key for one in in_order([ready(1, key="b"), ready(1, key="a")])] == ["a", "b"]
