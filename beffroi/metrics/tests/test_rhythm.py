from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.metrics.figures import Figure, LessThanNothing, NaiveInstant
from beffroi.metrics.rhythm import _months_before, activity, growth, regularity
from beffroi.metrics.tests.vectors import READ

PARIS = ZoneInfo("Europe/Paris")
#: A Tuesday.
NOW = datetime(2026, 6, 16, 8, 0, tzinfo=UTC)
MONDAY = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


def regular(instants: list[datetime], *, target: int = 1, since: datetime | None = None) -> Figure:
    return regularity(
        instants, target=target, now=NOW, zone=PARIS, provenance=READ, known_since=since
    )


def test_weeks_with_enough_posts_are_counted_among_twelve() -> None:
    weekly = [MONDAY - timedelta(weeks=back) for back in range(1, 10)]
    assert regular(weekly).value == 75
    assert (regular(weekly).numerator, regular(weekly).denominator) == (9, 12)
    assert regular(weekly, target=2).value == 0


def test_the_current_week_and_those_before_the_twelve_do_not_count() -> None:
    assert regular([MONDAY, MONDAY - timedelta(weeks=13)]).value == 0


def test_weeks_begin_on_monday_by_the_local_clock() -> None:
    late = datetime(2026, 6, 14, 22, 30, tzinfo=UTC)  # Monday, half past midnight in Paris
    assert regular([late]).value == 0
    assert regular([late - timedelta(hours=1)]).numerator == 1


def test_weeks_before_the_history_are_unknown_and_not_missed() -> None:
    found = regular([MONDAY - timedelta(weeks=1)], since=datetime(2026, 6, 3, tzinfo=UTC))
    assert found.value == 100
    assert (found.n, found.left_out) == (1, 11)
    assert regular([], since=NOW).value is None


def test_without_a_plan_regularity_is_unknown() -> None:
    assert regular([MONDAY], target=0).value is None


def test_an_account_is_active_for_three_months_of_the_calendar() -> None:
    def active(*instants: datetime) -> Fraction | None:
        return activity(instants, now=NOW, zone=PARIS, provenance=READ).value

    assert active(datetime(2026, 3, 15, 23, 30, tzinfo=UTC)) == 1  # the 16th in Paris
    assert active(datetime(2026, 3, 15, 22, 30, tzinfo=UTC)) == 0
    assert active(NOW + timedelta(days=1)) == 0
    assert active() == 0
    assert activity(None, now=NOW, zone=PARIS, provenance=READ).value is None


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 5, 31), date(2026, 2, 28)),
        (date(2028, 5, 31), date(2028, 2, 29)),
        (date(2026, 1, 15), date(2025, 10, 15)),
        (date(2026, 3, 1), date(2025, 12, 1)),
    ],
)
def test_three_months_before_a_day_that_a_month_has_not_is_its_last(
    day: date, before: date
) -> None:
    assert _months_before(day, 3) == before


def test_growth_is_of_the_followers_at_the_start() -> None:
    assert growth(5000, 5200, provenance=READ).value == 4
    assert growth(5000, 4900, provenance=READ).value == -2
    assert growth(0, 10, provenance=READ).value is None
    assert growth(None, 10, provenance=READ).value is None
    assert growth(10, None, provenance=READ).value is None
    assert growth(9, 10, provenance=READ).is_few
    with pytest.raises(LessThanNothing):
        growth(-1, 10, provenance=READ)


def test_instants_without_a_zone_are_refused() -> None:
    with pytest.raises(NaiveInstant):
        regular([datetime(2026, 6, 10)])  # noqa: DTZ001


@given(st.lists(st.integers(0, 100 * 24), max_size=60), st.randoms(), st.integers(1, 4))
@settings(deadline=None)
def test_more_posts_never_make_it_less_regular_and_their_order_changes_nothing(
    hours: list[int], random: object, target: int
) -> None:
    instants = [NOW - timedelta(hours=back) for back in hours]
    some = regular(instants[: len(instants) // 2], target=target)
    mixed = list(instants)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = regular(mixed, target=target)
    assert found == regular(instants, target=target)
    assert some.value is not None
    assert found.value is not None
    assert 0 <= some.value <= found.value <= 100
