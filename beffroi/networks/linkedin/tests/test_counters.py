"""Counters of posts and of a page: what is told, what is 0, what is unknown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from beffroi.networks.contracts import ChannelMetric, Counters, DailyCount
from beffroi.networks.errors import PermissionLost, UnexpectedResponse
from beffroi.networks.linkedin.tests.world import LinkedInWorld

DAY = date(2026, 11, 18)


@pytest.fixture
def at_noon(world: LinkedInWorld) -> LinkedInWorld:
    world.simulator.clock.set(datetime(2026, 11, 18, 12, tzinfo=UTC))
    world.keeper = type(world.keeper)(world.access(world.keeper.read().account_id))
    return world


def posted(world: LinkedInWorld, text: str = "Comptez") -> str:
    return str(world.channel().publish(world.post(text)).remote_id)


def test_a_post_that_nobody_saw_yet_has_no_reaction_and_unknown_views(
    world: LinkedInWorld,
) -> None:
    ours = posted(world)
    assert world.channel().read_counters([ours]) == {
        ours: Counters(likes=0, shares=None, replies=0, quotes=None)
    }


def test_a_post_that_was_seen_tells_everything(world: LinkedInWorld) -> None:
    ours = posted(world)
    world.act("view", id=ours, times=30)
    world.act("favourite", id=ours)
    world.act("boost", id=ours)
    top = world.stranger_replies(ours, "Un")
    world.stranger_replies(top, "Deux")
    assert world.channel().read_counters([ours])[ours] == Counters(
        likes=1, shares=1, replies=2, quotes=None, views=30, reach=15, clicks=3
    )


def test_statistics_of_many_posts_are_one_call(world: LinkedInWorld) -> None:
    ours = [posted(world, f"N° {n}") for n in range(4)]
    world.simulator.calls.clear()
    world.channel().read_counters([*ours, "urn:li:ugcPost:1"])
    assert world.simulator.calls["statistics"] == 1
    assert world.simulator.calls["metadata"] == 5


def test_an_answer_of_ours_is_counted_too(world: LinkedInWorld) -> None:
    ours = posted(world)
    answer = world.channel().publish(world.post("Merci", reply_to=world.reply_to(ours))).remote_id
    counters = world.channel().read_counters([answer])[answer]
    assert (counters.likes, counters.replies, counters.views) == (0, 0, None)
    world.channel().delete(answer)
    assert dict(world.channel().read_counters([answer])) == {}


def test_without_statistics_the_rest_is_still_told(world: LinkedInWorld) -> None:
    ours = posted(world)
    world.act("favourite", id=ours)
    world.answer_once("statistics", {"code": "ACCESS_DENIED", "status": 403}, status=403)
    counters = world.channel().read_counters([ours])[ours]
    assert (counters.likes, counters.views) == (1, None)


@pytest.mark.parametrize(
    ("body", "likes", "replies"),
    [
        ({}, None, None),
        ({"reactionSummaries": {}, "commentSummary": {}}, 0, None),
        ({"reactionSummaries": 5, "commentSummary": 5}, None, None),
        ({"reactionSummaries": {"LIKE": {"count": 2}, "PRAISE": {"count": 3}}}, 5, None),
        ({"reactionSummaries": {"LIKE": {"count": "x"}}}, None, None),
        ({"reactionSummaries": {"LIKE": {"count": -1}}, "commentSummary": {"count": 7}}, None, 7),
    ],
)
def test_what_is_not_told_is_unknown(
    world: LinkedInWorld, body: dict[str, Any], likes: int | None, replies: int | None
) -> None:
    ours = posted(world)
    world.answer_once("metadata", body)
    counters = world.channel().read_counters([ours])[ours]
    assert (counters.likes, counters.replies) == (likes, replies)


# Day by day


def counts(world: LinkedInWorld, first: date, last: date) -> dict[tuple[str, date], int]:
    found = world.channel().read_channel_counters(first, last)
    return {(one.metric.value, one.day): one.value for one in found}


def test_a_day_is_told_once_it_is_counted(at_noon: LinkedInWorld) -> None:
    ours = posted(at_noon)
    at_noon.act("view", id=ours, times=40)
    at_noon.act("favourite", id=ours)
    at_noon.stranger_replies(ours, "Moi")
    at_noon.act("follow")
    at_noon.act("follow")
    assert counts(at_noon, DAY, DAY) == {("followers", DAY): 2}
    at_noon.advance(days=3)
    assert counts(at_noon, DAY, DAY + timedelta(days=1)) == {
        ("views", DAY): 40,
        ("reach", DAY): 20,
        ("clicks", DAY): 4,
        ("engagements", DAY): 6,
        ("followers_gained", DAY): 2,
    }


def test_a_day_on_which_more_left_than_came_is_unknown(at_noon: LinkedInWorld) -> None:
    at_noon.act("unfollow")
    at_noon.advance(days=3)
    assert counts(at_noon, DAY, DAY) == {}


def test_how_many_follow_is_told_of_today_alone(at_noon: LinkedInWorld) -> None:
    at_noon.act("follow")
    (only,) = at_noon.channel().read_channel_counters(DAY, DAY + timedelta(days=9))
    assert only == DailyCount(ChannelMetric.FOLLOWERS, DAY, 1, is_estimated=True)


def test_days_that_are_not_kept_or_not_there_yet_are_not_asked_for(at_noon: LinkedInWorld) -> None:
    at_noon.simulator.calls.clear()
    channel = at_noon.channel()
    assert list(channel.read_channel_counters(date(2020, 1, 1), date(2020, 2, 1))) == []
    assert list(channel.read_channel_counters(date(2027, 1, 1), date(2027, 2, 1))) == []
    assert at_noon.simulator.calls.total() == 0


@pytest.mark.parametrize(
    "element",
    [
        {},
        {"timeRange": {"start": "x"}},
        {"timeRange": {"start": 1763424000000}},
        {"timeRange": {"start": 1763424000000}, "totalShareStatistics": {"likeCount": 1}},
        {"timeRange": {"start": 1763424000000}, "totalShareStatistics": 5},
    ],
)
def test_figures_that_cannot_be_read_are_unknown(
    at_noon: LinkedInWorld, element: dict[str, Any]
) -> None:
    at_noon.answer_once("statistics", {"elements": [element]})
    at_noon.answer_once("followers", {"elements": [element]})
    at_noon.answer_once("size", {"firstDegreeSize": None})
    assert counts(at_noon, DAY, DAY) == {}


def test_figures_that_are_no_list_are_unexpected(world: LinkedInWorld) -> None:
    world.answer_once("statistics", {"elements": {}})
    today = world.now().date()
    with pytest.raises(UnexpectedResponse):
        world.channel().read_channel_counters(today, today)


def test_who_lost_the_role_may_not_count(world: LinkedInWorld) -> None:
    world.simulator.state.roles.clear()
    today = world.now().date()
    with pytest.raises(PermissionLost):
        world.channel().read_channel_counters(today, today)
