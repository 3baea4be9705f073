"""Counters of posts and of the account: known, refused, or not told at all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from beffroi.networks.contracts import ChannelMetric, Counters, DailyCount, PostFormat
from beffroi.networks.errors import AccessRevoked, NetworkUnavailable
from beffroi.networks.instagram.tests.world import InstagramWorld, picture, video
from beffroi.networks.tests.world import upload

TOLD = {"views": 40, "reach": 30, "saved": 2, "shares": 3}


def publish(world: InstagramWorld, **insights: int) -> str:
    remote_id: str = world.channel().publish(world.post("Comptez")).remote_id
    world.simulator.world.media[remote_id].insights.update(insights)
    return remote_id


def counters(world: InstagramWorld, remote_id: str) -> Counters:
    found: Counters = world.channel().read_counters([remote_id])[remote_id]
    return found


def test_a_post_is_counted(world: InstagramWorld) -> None:
    ours = publish(world, **TOLD)
    world.act("like", id=ours)
    world.stranger_replies(ours, "Un")
    assert counters(world, ours) == Counters(
        likes=1, shares=3, replies=1, quotes=None, views=40, reach=30, saves=2
    )


def test_a_reel_is_watched_in_seconds(world: InstagramWorld) -> None:
    file = upload(world.channel(), video())
    ours = world.channel().publish(world.post("Four", media=(file,))).remote_id
    world.simulator.world.media[ours].insights["ig_reels_video_view_total_time"] = 61_500
    assert counters(world, ours).watch_seconds == 61


def test_a_story_has_counters_of_its_own(world: InstagramWorld) -> None:
    file = upload(world.channel(), picture())
    post = world.post("", media=(file,), format=PostFormat.STORY)
    ours = world.channel().publish(post).remote_id
    world.simulator.world.media[ours].insights.update(views=9, replies=0)
    found = counters(world, ours)
    assert (found.views, found.replies, found.saves) == (9, None, None)


@pytest.mark.parametrize("habit", ["has_few_viewers", "has_no_insights"])
def test_what_is_not_told_is_not_zero(world: InstagramWorld, habit: str) -> None:
    ours = publish(world)
    setattr(world.simulator.world.habits, habit, True)
    assert counters(world, ours) == Counters(likes=0, shares=None, replies=0, quotes=None)


def test_one_metric_that_is_refused_leaves_the_others(world: InstagramWorld) -> None:
    ours, other = publish(world, **TOLD), publish(world, **TOLD)
    for _ in range(2):  # all together, then the first of them alone
        world.refuse_once("media_insights", 100, message="(#100) metric[0] must be one of: reach")
    found = counters(world, ours)
    assert (found.views, found.reach, found.saves, found.shares) == (None, 30, 2, 3)
    world.simulator.calls.clear()
    assert counters(world, other).views is None
    assert world.simulator.calls["media_insights"] == 1


def test_a_post_from_before_the_account_was_professional_spoils_no_other(
    world: InstagramWorld,
) -> None:
    ours, other = publish(world, **TOLD), publish(world, **TOLD)
    world.refuse_once("media_insights", 100, 2108006)
    assert counters(world, ours).views is None
    for _ in range(5):
        world.refuse_once("media_insights", 100, message="(#100) Something new")
    assert counters(world, ours).views is None
    assert counters(world, other).views == 40


def test_figures_that_are_not_there_do_not_make_the_post_gone(world: InstagramWorld) -> None:
    ours = publish(world, **TOLD)
    world.refuse_once("media_insights", 100, 33)
    assert counters(world, ours).likes == 0


def test_counters_that_are_not_allowed_are_unknown(world: InstagramWorld) -> None:
    ours = publish(world, **TOLD)
    world.simulator.authority.narrow(without=["instagram_business_manage_insights"])
    found = counters(world, ours)
    assert (found.likes, found.views) == (0, None)


def test_a_failure_is_not_an_absence(world: InstagramWorld) -> None:
    ours = publish(world)
    world.answer_once("media_insights", "<html>", status=502)
    with pytest.raises(NetworkUnavailable):
        world.channel().read_counters([ours])
    world.refuse_once("media_insights", 190, 463)
    with pytest.raises(AccessRevoked):
        world.channel().read_counters([ours])


@pytest.mark.parametrize(
    "body",
    [
        {"data": []},
        {"data": [{"name": "views"}]},
        {"data": [{"name": "views", "values": []}]},
        {"data": [{"name": "views", "values": [{"value": None}]}]},
        {"data": [{"values": [{"value": 3}]}, 5]},
    ],
)
def test_an_answer_with_holes_is_read_as_far_as_it_goes(
    world: InstagramWorld, body: dict[str, object]
) -> None:
    ours = publish(world)
    world.answer_once("media_insights", body)
    assert counters(world, ours).views is None


def test_the_account_is_counted_day_by_day(world: InstagramWorld) -> None:
    first = world.now().date() - timedelta(days=3)
    days = [first + timedelta(days=n) for n in range(3)]
    daily = world.simulator.world.daily
    daily |= {("reach", days[0]): 12, ("views", days[0]): 20, ("total_interactions", days[2]): 0}
    daily |= {("follower_count", days[1]): 4}
    found = world.channel().read_channel_counters(days[0], days[2])
    assert set(found) == {
        DailyCount(ChannelMetric.REACH, days[0], 12),
        DailyCount(ChannelMetric.VIEWS, days[0], 20),
        DailyCount(ChannelMetric.ENGAGEMENTS, days[2], 0),
        DailyCount(ChannelMetric.FOLLOWERS_GAINED, days[1], 4),
    }


def test_an_account_without_figures_has_none(world: InstagramWorld) -> None:
    today = world.now().date()
    world.simulator.world.habits.has_no_insights = True
    assert list(world.channel().read_channel_counters(today, today)) == []
    world.refuse_once("insights", 10, message="(#10) Not enough viewers")
    assert list(world.channel().read_channel_counters(today, today)) == []


def test_days_out_of_reach_are_left_out(world: InstagramWorld) -> None:
    first = date(2026, 1, 1)
    assert list(world.channel().read_channel_counters(first, first + timedelta(days=40))) == []


def test_no_days_are_no_calls(world: InstagramWorld) -> None:
    today = world.now().date()
    world.simulator.calls.clear()
    assert list(world.channel().read_channel_counters(today, today - timedelta(days=1))) == []
    assert not world.simulator.calls
