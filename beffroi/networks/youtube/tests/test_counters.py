"""Counters of videos, comments and the channel: what is hidden or absent is unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from beffroi.networks.contract_tests import MemoryKeeper
from beffroi.networks.contracts import ChannelMetric, Counters, DailyCount, DiagnosisCode
from beffroi.networks.errors import NetworkUnavailable, RateLimited
from beffroi.networks.youtube.tests.world import YouTubeWorld

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def stopped(world: YouTubeWorld) -> None:
    world.simulator.clock.freeze(NOW)
    world.keeper.change(expires_at=str(int(NOW.timestamp()) + 3000))


def test_a_video_has_its_counters(world: YouTubeWorld) -> None:
    ours = world.channel().publish(world.post("Comptez")).remote_id
    world.act("watch", id=ours, times=12)
    world.act("favourite", id=ours)
    assert world.channel().read_counters([ours])[ours] == Counters(
        likes=1, shares=None, replies=0, quotes=None, views=12
    )


def test_what_is_hidden_is_unknown(world: YouTubeWorld) -> None:
    ours = world.channel().publish(world.post("Comptez")).remote_id
    world.video(ours).likes = None
    world.video(ours).comments_disabled = True
    counters = world.channel().read_counters([ours])[ours]
    assert (counters.likes, counters.replies, counters.views) == (None, None, 0)


def test_a_comment_has_its_likes(world: YouTubeWorld) -> None:
    ours = world.channel().publish(world.post("Comptez")).remote_id
    said = world.channel().publish(world.post("Un mot", reply_to=world.reply_to(ours))).remote_id
    world.comment(said).likes = 3
    found = world.channel().read_counters([ours, said, "gone0000000", "UgGone"])
    assert set(found) == {ours, said}
    assert found[said] == Counters(likes=3, shares=None, replies=None, quotes=None)


@pytest.mark.parametrize("value", ["-1", "many", 1.5, None, True, "1" * 30])
def test_a_counter_that_is_none_is_unknown(world: YouTubeWorld, value: Any) -> None:
    video = {"id": "x", "statistics": {"viewCount": value}}
    world.answer_once("videos.list", {"items": [video]})
    assert world.channel().read_counters(["video000001"])["x"].views is None


def test_many_videos_are_counted_in_few_calls(world: YouTubeWorld) -> None:
    world.channel().read_counters([f"video{place:06d}" for place in range(120)])
    assert world.simulator.calls["videos.list"] == 3


def test_a_channel_is_counted_day_by_day_and_absent_days_stay_unknown(
    world: YouTubeWorld,
) -> None:
    counters = {
        "views": 12,
        "estimatedMinutesWatched": 7,
        "subscribersGained": 2,
        "subscribersLost": 1,
        "likes": 3,
        "comments": 1,
        "shares": 1,
    }
    world.act("count", day=DAY.isoformat(), counters=counters)
    found = world.channel().read_channel_counters(DAY, DAY + timedelta(days=2))
    assert found == [
        DailyCount(ChannelMetric.VIEWS, DAY, 12),
        DailyCount(ChannelMetric.FOLLOWERS_GAINED, DAY, 2),
        DailyCount(ChannelMetric.FOLLOWERS_LOST, DAY, 1),
        DailyCount(ChannelMetric.WATCH_SECONDS, DAY, 420, is_estimated=True),
        DailyCount(ChannelMetric.ENGAGEMENTS, DAY, 5),
    ]


@pytest.mark.parametrize(("subscribers", "is_estimated"), [(412, False), (12_300, True)])
def test_today_has_its_subscribers_which_youtube_rounds(
    world: YouTubeWorld, subscribers: int, is_estimated: bool
) -> None:
    world.simulator.owner.subscribers = subscribers
    found = world.channel().read_channel_counters(DAY, NOW.date())
    assert found == [DailyCount(ChannelMetric.FOLLOWERS, NOW.date(), subscribers, is_estimated)]
    world.simulator.owner.hides_subscribers = True
    assert world.channel().read_channel_counters(DAY, NOW.date()) == []


@pytest.mark.parametrize(
    "report",
    [
        {},
        {"rows": "none"},
        {"columnHeaders": [{"name": "day"}], "rows": [["soon"], [], "x", [None]]},
        {"columnHeaders": [{}, {"name": "views"}], "rows": [["2026-11-20", 3]]},
        {
            "columnHeaders": [{"name": "day"}, {"name": "views"}, {"name": "likes"}],
            "rows": [["2026-11-20", "many", True]],
        },
    ],
)
def test_a_report_without_sense_counts_nothing(world: YouTubeWorld, report: Any) -> None:
    world.answer_once("reports.query", report)
    assert world.channel().read_channel_counters(DAY, DAY) == []


# What is wrong with a channel.


def codes(world: YouTubeWorld) -> list[DiagnosisCode]:
    return [one.code for one in world.channel().diagnose(public_url="")]


def error(reason: str, code: int) -> dict[str, Any]:
    return {"error": {"code": code, "errors": [{"reason": reason}]}}


def test_a_channel_in_order_has_nothing_wrong(world: YouTubeWorld) -> None:
    assert codes(world) == []


@pytest.mark.parametrize(
    ("status", "reason", "code"),
    [
        (403, "insufficientPermissions", DiagnosisCode.SCOPE_MISSING),
        (403, "quotaExceeded", DiagnosisCode.QUOTA_EXHAUSTED),
        (403, "accessNotConfigured", DiagnosisCode.APP_MISCONFIGURED),
        (403, "channelSuspended", DiagnosisCode.RESTRICTED),
        (401, "youtubeSignupRequired", DiagnosisCode.ROLE_MISSING),
    ],
)
def test_a_refusal_is_a_finding(
    world: YouTubeWorld, status: int, reason: str, code: DiagnosisCode
) -> None:
    world.answer_once("channels.list", error(reason, status), status=status)
    assert codes(world) == [code]


def test_a_dead_access_is_a_finding(world: YouTubeWorld) -> None:
    world.revoke()
    assert codes(world) == [DiagnosisCode.ACCESS_LOST]


def test_a_channel_that_is_another_s_is_a_finding(world: YouTubeWorld) -> None:
    world.answer_once("channels.list", {"items": [{"id": "UCother"}]})
    assert codes(world) == [DiagnosisCode.ROLE_MISSING]


def test_a_consent_in_testing_is_a_finding_with_its_end(world: YouTubeWorld) -> None:
    access = replace(world.keeper.read(), ends_at=NOW + timedelta(days=5))
    world.keeper = MemoryKeeper(access, app=world.developer_app(""))
    (found,) = world.channel().diagnose(public_url="")
    assert (found.code, found.detail) == (DiagnosisCode.TESTING_MODE, "2026-12-01")


def test_what_says_nothing_of_the_channel_is_no_finding(world: YouTubeWorld) -> None:
    with world.simulator.down(), pytest.raises(NetworkUnavailable):
        codes(world)
    world.answer_once("channels.list", error("rateLimitExceeded", 403), status=403)
    with pytest.raises(RateLimited):
        codes(world)
