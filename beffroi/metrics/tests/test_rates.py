from __future__ import annotations

from fractions import Fraction
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.metrics.figures import Figure, LessThanNothing
from beffroi.metrics.metric import Base
from beffroi.metrics.rates import (
    MixedBases,
    NotAdditive,
    NotAPart,
    Part,
    change,
    delays,
    median,
    middle_delay,
    pooled,
    share,
    single,
    tenth,
    total,
)
from beffroi.metrics.registry import METRICS
from beffroi.metrics.tests.vectors import POSTS, READ

BY_REACH = [Part(inter, reach, Base.REACH) for inter, _impr, reach, _fol, _views in POSTS]
COUNTS = st.integers(0, 10**6)


def er_reach(parts: list[Part]) -> Figure:
    return pooled("er_reach", parts, provenance=READ)


def test_rates_by_reach_are_pooled() -> None:
    figure = er_reach(BY_REACH)
    assert figure.value is not None
    assert float(figure.value) == pytest.approx(5.443548387096774)
    assert (figure.numerator, figure.denominator, figure.n) == (135, 2480, 3)
    assert figure.is_few
    assert str(figure.rounded(2)) == "5.44"
    assert (figure.source, figure.as_of) == (READ.source, READ.as_of)


def test_a_mean_of_rates_is_another_number_than_the_pooled_rate() -> None:
    rates = [Fraction(inter, reach) * 100 for inter, _i, reach, _f, _v in POSTS]
    assert float(mean(rates)) == pytest.approx(5.416666666666667)
    assert median(rates) == Fraction(25, 4)
    assert mean(rates) != er_reach(BY_REACH).value


def test_rates_by_impressions_are_pooled() -> None:
    parts = [Part(inter, impr, Base.IMPRESSIONS) for inter, impr, _r, _f, _v in POSTS]
    figure = pooled("er_impr", parts, provenance=READ)
    assert float(figure.value or 0) == pytest.approx(4.354838709677419)


def test_rates_by_followers_are_pooled_and_not_the_mean_of_those_of_posts() -> None:
    parts = [Part(inter, fol, Base.FOLLOWERS) for inter, _i, _r, fol, _v in POSTS]
    figure = pooled("er_fol", parts, provenance=READ)
    means = mean(Fraction(inter, fol) * 100 for inter, _i, _r, fol, _v in POSTS)
    assert float(means) == pytest.approx(0.8743589743589744)
    assert float(figure.value or 0) == pytest.approx(0.8881578947368421)


def test_a_post_without_a_reach_is_left_out_with_what_it_got() -> None:
    figure = er_reach([*BY_REACH, Part(1000, None, Base.REACH), Part(None, 9000, Base.REACH)])
    assert figure.value == er_reach(BY_REACH).value
    assert (figure.n, figure.left_out) == (3, 2)


@pytest.mark.parametrize(
    "parts", [[], [Part(5, None, Base.REACH)], [Part(0, 0, Base.REACH)], [Part(3, 0, Base.REACH)]]
)
def test_without_a_denominator_a_rate_is_unknown_and_not_zero(parts: list[Part]) -> None:
    figure = er_reach(parts)
    assert figure.value is None
    assert figure.rounded() is None
    assert not figure.is_few


def test_a_rate_of_zero_is_known() -> None:
    assert er_reach([Part(0, 10, Base.REACH)]).value == 0


def test_unlike_denominators_are_never_pooled() -> None:
    with pytest.raises(MixedBases):
        er_reach([*BY_REACH, Part(5, 100, Base.IMPRESSIONS)])
    with pytest.raises(MixedBases):
        pooled("er_impr", BY_REACH, provenance=READ)


@pytest.mark.parametrize("key", ["reach", "followers", "er_reach", "frt_med", "rating", "roi"])
def test_what_counts_people_or_is_a_rate_has_no_sum(key: str) -> None:
    with pytest.raises(NotAdditive):
        total(key, [900, 80], provenance=READ)


def test_every_metric_has_a_sum_or_refuses_it() -> None:
    for key, metric in METRICS.items():
        if metric.is_additive:
            assert total(key, [2, None, 3], provenance=READ).value == 5
        else:
            with pytest.raises(NotAdditive):
                total(key, [2, 3], provenance=READ)


def test_a_sum_of_what_nobody_tells_is_unknown() -> None:
    assert total("impr", [None, None], provenance=READ).value is None
    assert total("impr", [], provenance=READ).value is None
    assert total("impr", [0, None], provenance=READ).value == 0
    assert total("impr", [0, None], provenance=READ).left_out == 1


def test_a_reach_is_shown_as_it_was_told() -> None:
    assert single("reach", 900, provenance=READ).value == 900
    assert single("reach", None, provenance=READ).value is None


def test_a_share_has_an_interval_and_its_n_is_the_whole() -> None:
    figure = share("resp_rate", 34, 36, provenance=READ)
    assert str(figure.rounded()) == "94"
    assert figure.n == 36
    assert figure.interval is not None
    assert (round(figure.interval.low, 1), round(figure.interval.high, 1)) == (81.9, 98.5)
    assert share("sov", 45, 45 + 80 + 25, provenance=READ).value == 30
    assert share("resp_rate", 0, 0, provenance=READ).value is None
    assert share("resp_rate", None, 5, provenance=READ).value is None


def test_more_than_all_is_no_share() -> None:
    with pytest.raises(NotAPart):
        share("resp_rate", 5, 4, provenance=READ)
    with pytest.raises(LessThanNothing):
        Part(-1, 4, Base.REACH)


def test_delays_are_told_by_their_median() -> None:
    found = delays([5, 20, 240], still_waiting=[60, 1500], provenance=READ)
    assert found.median.value == 20
    assert float(mean([5, 20, 240])) == pytest.approx(88.33333333333333)
    assert found.ninth.value == 240
    assert (found.waiting, found.longest_wait, found.median.left_out) == (2, 1500, 2)
    assert middle_delay("art", [5, 20, 240, 241], provenance=READ).value == 130
    with pytest.raises(LessThanNothing):
        delays([-1], provenance=READ)


def test_nobody_answered_yet_is_an_unknown_delay() -> None:
    found = delays([], still_waiting=[60], provenance=READ)
    assert (found.median.value, found.ninth.value, found.longest_wait) == (None, None, 60)
    assert delays([], provenance=READ).longest_wait is None


def test_nine_tenths_are_a_value_that_was_there() -> None:
    assert tenth(range(1, 11), 9) == 9
    assert tenth(range(1, 12), 9) == 10
    assert tenth([7], 9) == 7
    assert tenth([], 9) is None


def test_a_change_of_rates_is_in_points_and_of_counts_in_percents() -> None:
    before, now = (share("sla", part, 10, provenance=READ) for part in (5, 8))
    assert change(now, before) == 30
    few, more = (single("impr", value, provenance=READ) for value in (200, 250))
    assert change(more, few) == 25
    nothing, unknown = (single("impr", value, provenance=READ) for value in (0, None))
    assert change(more, nothing) is None
    assert change(more, unknown) is None
    with pytest.raises(MixedBases):
        change(more, before)


@given(st.lists(st.tuples(COUNTS, st.integers(1, 10**6)), min_size=1, max_size=30))
@settings(deadline=None)
def test_a_pooled_rate_lies_between_the_least_and_the_largest(pairs: list[tuple[int, int]]) -> None:
    figure = er_reach([Part(part, of, Base.REACH) for part, of in pairs])
    rates = [Fraction(part, of) * 100 for part, of in pairs]
    assert figure.value is not None
    assert min(rates) <= figure.value <= max(rates)
    if figure.interval:
        tolerance = 1e-9 * float(max(rates)) + 1e-12
        assert figure.interval.low <= float(figure.value) + tolerance
        assert figure.interval.high >= float(figure.value) - tolerance


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=30), st.randoms())
@settings(deadline=None)
def test_the_order_of_posts_changes_no_value(pairs: list[tuple[int, int]], random: object) -> None:
    parts = [Part(part, of, Base.REACH) for part, of in pairs]
    mixed = list(parts)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert er_reach(parts).value == er_reach(mixed).value
    assert median(part for part, _of in pairs) == median(sorted(part for part, _of in pairs))


@given(st.lists(st.integers(0, 10**5), min_size=1, max_size=50))
@settings(deadline=None)
def test_nine_tenths_waited_no_longer_than_the_ninth_tenth(waited: list[int]) -> None:
    middle, ninth = median(waited), tenth(waited, 9)
    assert middle is not None
    assert ninth is not None
    assert sum(value <= ninth for value in waited) * 10 >= 9 * len(waited)
    assert sum(value <= middle for value in waited) * 2 >= len(waited)
    assert ninth in waited
