from __future__ import annotations

from collections import Counter
from dataclasses import FrozenInstanceError

import pytest

from beffroi.metrics.metric import Metric, Unit
from beffroi.metrics.registry import GROUPS, METRICS, UnknownMetric, metric

# fmt: off
NAMED = {
    "impr", "reach", "inter", "er_reach", "er_impr", "er_fol", "er_day", "er_view", "ctr",
    "growth", "reg", "active", "sov", "resp_rate", "frt_med", "frt_p90", "art", "aht", "sla",
    "net_sent", "pos_share", "nps", "csat", "ces", "rating", "rating_rank", "rev_resp", "cost",
    "roi", "roi_revenue", "ratio", "ratio_revenue", "cac", "cpl", "cvr", "ltv", "emv",
    "break_even", "hours", "margin", "new_customers",
}
# fmt: on
ALL = sorted(METRICS.values(), key=lambda one: one.id)


def test_every_metric_that_was_promised_is_there() -> None:
    assert set(METRICS) >= NAMED


def test_no_two_metrics_have_the_same_id_or_name() -> None:
    every = [one for group in GROUPS.values() for one in group]
    assert max(Counter(one.id for one in every).values()) == 1
    assert max(Counter(one.name for one in every).values()) == 1


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_every_field_of_a_metric_is_complete(one: Metric) -> None:
    assert all([one.name, one.formula, one.numerator, one.sample, *one.caveats])
    assert one.caveats
    assert one.sources
    assert all(one.sources)
    assert one.sure_from >= 0
    assert bool(one.base) <= one.is_rate


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_what_is_additive_is_counted_and_no_rate_is(one: Metric) -> None:
    if one.is_additive:
        assert one.unit in {Unit.COUNT, Unit.CENTS, Unit.MINUTES}
        assert not one.is_rate
    if one.unit in {Unit.PERCENT, Unit.POINTS, Unit.PER_EURO}:
        assert one.is_rate
        assert one.base is not None


def test_reach_and_followers_are_people_and_people_are_not_added_up() -> None:
    people = {one.id for one in ALL if one.unit is Unit.ACCOUNTS}
    assert people == {"reach", "followers"}
    assert not any(METRICS[key].is_additive for key in people)


def test_only_the_value_of_earned_media_is_off_by_default() -> None:
    assert [one.id for one in ALL if not one.is_usual] == ["emv"]


def test_an_unknown_metric_is_refused_and_a_known_one_never_changes() -> None:
    with pytest.raises(UnknownMetric, match="likes"):
        metric("likes")
    with pytest.raises(FrozenInstanceError):
        metric("reach").is_additive = True  # type: ignore[misc]
