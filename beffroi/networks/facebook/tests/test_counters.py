from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from beffroi.networks.contracts import ChannelMetric
from beffroi.networks.errors import PermissionLost
from beffroi.networks.facebook.simulator_frame import PAGE_METRICS, POST_METRICS
from beffroi.networks.facebook.tests.world import FacebookWorld

DAY = date(2026, 11, 20)


def test_what_is_counted_is_told_and_the_rest_is_unknown(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Comptez")).remote_id
    world.stranger_replies(world.stranger_replies(ours, "Un"), "Deux")
    world.act("count", node=ours, metric="reactions", value=7)
    world.act("count", node=ours, metric="post_media_view", value=120)
    world.act("count", node=ours, metric="post_clicks", value=0)
    counters = channel.read_counters([ours])[ours]
    assert (counters.likes, counters.replies, counters.views) == (7, 2, 120)
    assert counters.clicks == 0
    assert (counters.reach, counters.shares, counters.quotes, counters.saves) == (None,) * 4


def test_a_metric_that_was_taken_away_costs_the_others_nothing(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Comptez")).remote_id
    world.act("count", node=ours, metric="post_media_view", value=120)
    world.act("count", node=ours, metric="post_total_media_view_unique", value=90)
    world.simulator.known_metrics = POST_METRICS - {"post_total_media_view_unique"}
    counters = channel.read_counters([ours])[ours]
    assert (counters.views, counters.reach) == (120, None)
    assert world.simulator.calls["insights"] == 4  # all at once, then one by one
    world.channel().read_counters([ours])
    assert world.simulator.calls["insights"] == 5  # it is not asked again


def test_no_metric_left_is_no_call(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Comptez")).remote_id
    world.simulator.known_metrics = frozenset()
    assert channel.read_counters([ours])[ours].views is None
    calls = world.simulator.calls["insights"]
    assert channel.read_counters([ours])[ours].views is None
    assert world.simulator.calls["insights"] == calls


def test_without_the_right_to_insights_the_rest_is_told(world: FacebookWorld) -> None:
    world.simulator.authority.narrow(without=("read_insights",))
    channel = world.channel()
    ours = channel.publish(world.post("Comptez")).remote_id
    counters = channel.read_counters([ours])[ours]
    assert (counters.replies, counters.views) == (0, None)


def test_what_we_may_no_longer_see_is_not_left_out_as_gone(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Comptez")).remote_id
    world.simulator.authority.narrow(without=("pages_read_engagement",))
    with pytest.raises(PermissionLost):
        channel.read_counters([ours])


def test_values_of_an_unknown_shape_are_unknown(world: FacebookWorld) -> None:
    channel = world.channel()
    ours = channel.publish(world.post("Comptez")).remote_id
    shapes: tuple[Any, ...] = (
        None,
        {},
        [],
        [5],
        [{"value": "many"}],
        [{"value": {"like": 1}}],
        [{}],
    )
    for values in shapes:
        told = {"data": [{"name": "post_media_view", "values": values}, 3, {"values": [{}]}]}
        world.answer_once("insights", told)
        assert channel.read_counters([ours])[ours].views is None


def test_the_page_is_counted_day_by_day(world: FacebookWorld) -> None:
    for offset, value in ((-1, 5), (0, 10), (1, 11), (2, 12), (3, 99)):
        day = (DAY + timedelta(days=offset)).isoformat()
        world.act("count", metric="page_media_view", day=day, value=value)
    world.act("count", metric="page_follows", day=DAY.isoformat(), value=321)
    found = world.channel().read_channel_counters(DAY, DAY + timedelta(days=2))
    views = [one for one in found if one.metric is ChannelMetric.VIEWS]
    assert [(one.day, one.value) for one in views] == [
        (DAY + timedelta(days=n), 10 + n) for n in range(3)
    ]
    followers = [one for one in found if one.metric is ChannelMetric.FOLLOWERS]
    assert [(one.day, one.value) for one in followers] == [(DAY, 321)]


def test_more_days_than_one_call_answers_are_asked_in_several(world: FacebookWorld) -> None:
    days = [DAY - timedelta(days=n) for n in range(0, 200, 50)]
    for day in days:
        world.act("count", metric="page_media_view", day=day.isoformat(), value=1)
    found = world.channel().read_channel_counters(DAY - timedelta(days=199), DAY)
    assert sorted(one.day for one in found) == sorted(days)
    assert world.simulator.calls["insights"] == 3


def test_a_page_metric_that_was_taken_away_costs_the_others_nothing(world: FacebookWorld) -> None:
    world.simulator.known_metrics = PAGE_METRICS - {"page_follows"}
    world.act("count", metric="page_media_view", day=DAY.isoformat(), value=4)
    (found,) = world.channel().read_channel_counters(DAY, DAY)
    assert (found.metric, found.value) == (ChannelMetric.VIEWS, 4)


@pytest.mark.parametrize(
    "end_time", ["2026-11-21T08:00:00+0000", "2026-11-21T07:00:00+0000"], ids=["winter", "summer"]
)
def test_a_day_is_the_one_that_ended(world: FacebookWorld, end_time: str) -> None:
    values = [{"value": 3, "end_time": end_time}, {"value": 9}, {"value": 9, "end_time": "soon"}]
    world.answer_once("insights", {"data": [{"name": "page_media_view", "values": values}]})
    (found,) = world.channel().read_channel_counters(DAY, DAY)
    assert (found.day, found.value) == (DAY, 3)
