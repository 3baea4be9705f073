"""Counters of a place, and what keeps it from working whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from beffroi.networks.contract_tests import MemoryKeeper
from beffroi.networks.contracts import ChannelMetric, DailyCount, DiagnosisCode
from beffroi.networks.errors import NetworkUnavailable, RateLimited
from beffroi.networks.google_business.tests.world import GoogleBusinessWorld

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
DAY = date(2026, 11, 10)
PUBLIC = "https://beffroi.example"


@pytest.fixture(autouse=True)
def stopped(world: GoogleBusinessWorld) -> None:
    world.simulator.clock.freeze(NOW)
    world.keeper.change(expires_at=str(int(NOW.timestamp()) + 3000))


def test_a_day_has_its_counters_and_zeros_that_google_leaves_out(
    world: GoogleBusinessWorld,
) -> None:
    counters = {
        "BUSINESS_IMPRESSIONS_DESKTOP_MAPS": 3,
        "BUSINESS_IMPRESSIONS_MOBILE_SEARCH": 4,
        "CALL_CLICKS": 2,
    }
    world.act("count", day=DAY.isoformat(), counters=counters)
    assert world.channel().read_channel_counters(DAY, DAY) == [
        DailyCount(ChannelMetric.VIEWS, DAY, 7),
        DailyCount(ChannelMetric.CALLS, DAY, 2),
        DailyCount(ChannelMetric.DIRECTIONS, DAY, 0),
        DailyCount(ChannelMetric.SITE_VISITS, DAY, 0),
    ]


def test_the_last_days_are_unknown_where_nothing_is_told(world: GoogleBusinessWorld) -> None:
    yesterday = NOW.date() - timedelta(days=1)
    world.act("count", day=yesterday.isoformat(), counters={"CALL_CLICKS": 1})
    assert world.channel().read_channel_counters(yesterday, yesterday) == [
        DailyCount(ChannelMetric.CALLS, yesterday, 1)
    ]


def test_today_has_its_reviews_and_their_mean(world: GoogleBusinessWorld) -> None:
    for stars in (5, 4, 4):
        world.act("reply", text="Bien", stars=stars)
    found = world.channel().read_channel_counters(NOW.date(), NOW.date())
    assert found == [
        DailyCount(ChannelMetric.REVIEWS, NOW.date(), 3),
        DailyCount(ChannelMetric.RATING_HUNDREDTHS, NOW.date(), 430),
    ]


def test_a_place_without_reviews_has_no_mean(world: GoogleBusinessWorld) -> None:
    found = world.channel().read_channel_counters(NOW.date(), NOW.date())
    assert found == [DailyCount(ChannelMetric.REVIEWS, NOW.date(), 0)]


@pytest.mark.parametrize("dated", [{}, {"date": {"year": 2026}}, {"date": {"day": 40}}, "text"])
def test_a_date_without_sense_counts_nothing(world: GoogleBusinessWorld, dated: Any) -> None:
    series = {"dailyMetric": "CALL_CLICKS", "timeSeries": {"datedValues": [dated]}}
    report = {"multiDailyMetricTimeSeries": [{"dailyMetricTimeSeries": [series]}]}
    world.answer_once("locations.fetchMultiDailyMetricsTimeSeries", report)
    assert world.channel().read_channel_counters(DAY, DAY) == []


@pytest.mark.parametrize("value", ["many", "-3", 2.5, None, True])
def test_a_value_without_sense_is_unknown(world: GoogleBusinessWorld, value: Any) -> None:
    day = {"year": 2026, "month": 11, "day": 10}
    dated = {"date": day, "value": value}
    series = {"dailyMetric": "CALL_CLICKS", "timeSeries": {"datedValues": [dated]}}
    report = {"multiDailyMetricTimeSeries": [{"dailyMetricTimeSeries": [series]}]}
    world.answer_once("locations.fetchMultiDailyMetricsTimeSeries", report)
    assert world.channel().read_channel_counters(DAY, DAY) == []


# What is wrong with a place.


def codes(world: GoogleBusinessWorld, public_url: str = PUBLIC) -> list[DiagnosisCode]:
    return [one.code for one in world.channel().diagnose(public_url=public_url)]


def test_a_place_in_order_has_nothing_wrong(world: GoogleBusinessWorld) -> None:
    assert codes(world) == []


def test_a_project_that_was_never_approved_is_a_finding(world: GoogleBusinessWorld) -> None:
    world.simulator.state.queries_per_minute = 0
    assert codes(world) == [DiagnosisCode.REVIEW_REQUIRED]


def test_a_place_that_is_not_verified_is_a_finding(world: GoogleBusinessWorld) -> None:
    world.simulator.place.is_verified = False
    assert codes(world) == [DiagnosisCode.NOT_VERIFIED]


def test_a_place_that_is_suspended_is_a_finding(world: GoogleBusinessWorld) -> None:
    world.simulator.place.is_suspended = True
    assert codes(world) == [DiagnosisCode.RESTRICTED]


def test_a_place_whose_standing_was_just_restored_is_in_order(world: GoogleBusinessWorld) -> None:
    world.answer_once("locations.get", {"name": "locations/201", "metadata": {}})
    assert codes(world) == []


def test_a_place_that_is_gone_is_a_finding(world: GoogleBusinessWorld) -> None:
    world.simulator.state.places.clear()
    assert codes(world) == [DiagnosisCode.ROLE_MISSING]


def test_a_dead_access_is_a_finding(world: GoogleBusinessWorld) -> None:
    world.revoke()
    assert codes(world) == [DiagnosisCode.ACCESS_LOST]


def test_an_address_that_google_cannot_reach_is_a_finding(world: GoogleBusinessWorld) -> None:
    assert codes(world, "http://127.0.0.1:8000") == [DiagnosisCode.PUBLIC_ADDRESS_NEEDED]


def test_a_consent_in_testing_is_a_finding(world: GoogleBusinessWorld) -> None:
    access = replace(world.keeper.read(), ends_at=NOW + timedelta(days=5))
    world.keeper = MemoryKeeper(access, app=world.developer_app(""))
    assert codes(world) == [DiagnosisCode.TESTING_MODE]


def test_what_says_nothing_of_the_place_is_no_finding(world: GoogleBusinessWorld) -> None:
    with world.simulator.down(), pytest.raises(NetworkUnavailable):
        codes(world)
    world.answer_once("locations.get", {"error": {"status": "RESOURCE_EXHAUSTED"}}, status=429)
    with pytest.raises(RateLimited):
        codes(world)
