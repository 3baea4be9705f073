from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest

from beffroi.insight.reports.facts import (
    as_json,
    from_json,
    month_before,
    month_of,
    weeks_of,
)
from beffroi.insight.reports.tests.months import MAY, NOTHING, with_money


@pytest.mark.parametrize("facts", [MAY, NOTHING, with_money(margins=None, margin_percent=None)])
def test_facts_are_the_same_after_they_were_kept(facts: object) -> None:
    assert from_json(json.loads(json.dumps(as_json(facts)))) == facts  # type: ignore[arg-type]


def test_a_few_days_at_an_end_belong_to_the_week_beside() -> None:
    firsts = [week.first.day for week in weeks_of(month_of(date(2026, 5, 1)))]
    assert firsts == [1, 11, 18, 25]  # the first three days of May 2026 are no week
    assert [week.days for week in weeks_of(month_of(date(2026, 6, 1)))] == [7, 7, 7, 9]


def test_the_weeks_of_any_month_are_its_days_each_once() -> None:
    first = date(2024, 1, 1)
    for _number in range(60):
        month = month_of(first)
        weeks = weeks_of(month)
        assert (weeks[0].first, weeks[-1].last) == (month.first, month.last)
        assert all(
            after.first - before.last == timedelta(days=1) for before, after in pairwise(weeks)
        )
        assert min(week.days for week in weeks) >= 4
        first = month.last + timedelta(days=1)


def test_the_month_before_january_is_december() -> None:
    assert month_before(date(2027, 1, 31)) == date(2026, 12, 1)


def test_the_return_for_one_is_unknown_where_any_of_its_parts_is() -> None:
    assert MAY.money.back_for_one == 212  # 588 € for 277,33 €
    assert with_money(margins=None).money.back_for_one is None
    assert with_money(sales=(0, 0, 0)).money.back_for_one is None
    assert with_money(time=0, minutes=0).money.back_for_one is None  # nobody noted any time
    paid = with_money(time=0, minutes=0, agency=20000)
    assert paid.money.back_for_one == 211  # an agency did it: 588 € for 279 €


def test_weaker_proofs_that_take_away_lower_the_range() -> None:
    assert MAY.money.ends == (58800, 109600)
    assert with_money(margins=(1000, -3000, 500)).money.ends == (-2000, 1000)
