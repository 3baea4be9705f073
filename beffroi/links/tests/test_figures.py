from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from beffroi.core.periods import Period
from beffroi.links import chart, figures
from beffroi.links.figures import Tally, shares
from beffroi.links.places import country_name

_COLUMNS = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)), min_size=1, max_size=90
)


@given(st.dictionaries(st.sampled_from(["FR", "BE", "CH", ""]), st.integers(1, 1000), min_size=1))
def test_shares_are_of_all_visits_and_the_unknown_come_last(visits: dict[str, int]) -> None:
    found = shares(visits, most=8)
    assert sum(one.visits for one in found) == sum(visits.values())
    assert abs(sum(one.percent for one in found) - 100) <= len(found)
    known = [one.visits for one in found if one.key]
    assert known == sorted(known, reverse=True)
    assert all(one.key for one in found[:-1])


def test_only_the_largest_shares_are_told() -> None:
    assert [one.key for one in shares({"A": 1, "B": 3, "C": 2, "": 9}, most=2)] == ["B", "C", ""]
    assert shares({}, most=2) == []


def test_days_without_a_count_are_nought_and_other_days_are_left_out() -> None:
    days = Period(date(2026, 2, 27), date(2026, 3, 1)).dates
    rows = [(days[0], "person", 3, 2), (days[0], "robot", 1, 0), (date(2026, 3, 2), "person", 9, 9)]
    assert figures.by_day(rows, days) == [Tally(3, 2, robots=1), Tally(), Tally()]
    assert figures.by_month(rows, days) == {
        date(2026, 2, 1): Tally(3, 0, robots=1),
        date(2026, 3, 1): Tally(9, 0),
    }


@given(_COLUMNS)
def test_bars_stand_inside_the_drawing_and_do_not_overlap(columns: list[tuple[int, int]]) -> None:
    drawn = chart.draw([(("people", one), ("again", other)) for one, other in columns])
    assert len(drawn.bars) == sum(bool(one) for column in columns for one in column)
    for bar in drawn.bars:
        assert drawn.left <= bar.x
        assert bar.x + bar.width <= drawn.width
        assert bar.y >= 0
        assert bar.height >= 1
    assert drawn.lines[-1].number >= max(map(sum, columns))
    assert len(drawn.labels) <= 7
    assert drawn.labels[-1].place == len(columns) - 1


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (1, 1), (3, 1), (4, 2), (7, 5), (16, 10), (31, 20), (301, 200)]
)
def test_a_scale_has_three_round_steps(most: int, step: int) -> None:
    assert chart.scale_step(most) == step


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=40))
def test_a_sparkline_stays_in_its_box(numbers: list[int]) -> None:
    points = re.findall(r"([\d.]+) ([\d.]+)", chart.sparkline(numbers))
    assert len(points) == len(numbers)
    assert all(0 <= float(x) <= chart.SPARK_WIDTH for x, _ in points)
    assert all(0 <= float(y) <= chart.SPARK_HEIGHT for _, y in points)


def test_one_day_is_no_line() -> None:
    assert chart.sparkline([3]) == ""


def test_countries_have_names_in_both_languages() -> None:
    with translation.override("fr"):
        assert (country_name("CH"), country_name("ZZ")) == ("Suisse", "ZZ")
    with translation.override("en"):
        assert country_name("CH") == "Switzerland"
