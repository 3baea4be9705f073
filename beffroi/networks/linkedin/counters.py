"""Counters of posts and of a page, day by day. Needs the role of administrator.

https://learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/
share-statistics and follower-statistics, and shares/social-metadata-api (read on 2026-11-22).
Statistics leave out posts that nobody has seen yet, and days that are not counted yet: unknown,
not 0. Reactions and comments are told at once, one call for each post.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from beffroi.networks import shapes
from beffroi.networks.contracts import ChannelMetric, Counters, DailyCount
from beffroi.networks.errors import NotFound, PermissionLost
from beffroi.networks.linkedin import restli
from beffroi.networks.linkedin.client import Api
from beffroi.networks.linkedin.places import place_of
from beffroi.networks.linkedin.posts import instant, milliseconds
from beffroi.networks.shapes import Record

_SHARES = "organizationalEntityShareStatistics"
_FOLLOWERS = "organizationalEntityFollowerStatistics"
#: Statistics go back twelve months.
_SPAN_MAX = timedelta(days=364)
_OF_A_DAY = {
    ChannelMetric.VIEWS: ("impressionCount",),
    ChannelMetric.REACH: ("uniqueImpressionsCount",),
    ChannelMetric.CLICKS: ("clickCount",),
    ChannelMetric.ENGAGEMENTS: ("likeCount", "commentCount", "shareCount", "clickCount"),
}


def read_counters(api: Api, remote_ids: Sequence[str]) -> Mapping[str, Counters]:
    """Return the counters of posts and comments; what is gone is left out."""
    if not remote_ids:
        return {}
    live = {one: found for one in remote_ids if (found := _live(api, one)) is not None}
    seen = _statistics(api, [one for one in live if not place_of(one).comment])
    return {one: _counters(found, seen.get(one, {})) for one, found in live.items()}


def read_channel_counters(api: Api, first: date, last: date) -> list[DailyCount]:
    """Return the counters of these days, in UTC. How many follow us is only told of today."""
    today = api.now().astimezone(UTC).date()
    first, last = max(first, today - _SPAN_MAX), min(last, today)
    if first > last:
        return []
    counts = [*_shares_by_day(api, first, last), *_followers_gained(api, first, last)]
    followers = _followers(api) if last == today else None
    if followers is not None:
        counts.append(DailyCount(ChannelMetric.FOLLOWERS, today, followers, is_estimated=True))
    return counts


def _live(api: Api, remote_id: str) -> Record | None:
    """Return reactions and comments as they are now, None when the post is gone."""
    place = place_of(remote_id)
    if place.comment:
        try:
            return shapes.record(api.read("GET", place.path).data, "comment")
        except NotFound:
            return None
    try:
        answer = api.read("GET", f"/rest/socialMetadata/{restli.key(place.post)}")
    except NotFound:
        return None
    return shapes.record(answer.data, "socialMetadata")


def _statistics(api: Api, urns: Sequence[str]) -> dict[str, Record]:
    """Return lifetime statistics by post; those that are not counted are absent."""
    kinds = {
        "shares": [urn for urn in urns if urn.startswith("urn:li:share:")],
        "ugcPosts": [urn for urn in urns if urn.startswith("urn:li:ugcPost:")],
    }
    asked = {name: restli.listed(found) for name, found in kinds.items() if found}
    if not asked:
        return {}
    try:
        elements = _elements(api, _SHARES, **asked)
    except PermissionLost:  # the numbers that need no administrator are still told
        return {}
    found = {}
    for element in elements:
        urn = shapes.optional_text(element, "share") or shapes.optional_text(element, "ugcPost")
        if urn:
            found[urn] = shapes.inner(element, "totalShareStatistics")
    return found


def _counters(live: Record, seen: Record) -> Counters:
    return Counters(
        likes=_likes(live),
        shares=shapes.whole(seen, "shareCount"),
        replies=_replies(live),
        quotes=None,
        views=shapes.whole(seen, "impressionCount"),
        reach=shapes.whole(seen, "uniqueImpressionsCount"),
        clicks=shapes.whole(seen, "clickCount"),
    )


def _likes(live: Record) -> int | None:
    """Return how many reacted, in whatever way. No summary at all is unknown, an empty one is 0."""
    told = live.get("reactionSummaries")
    if not isinstance(told, dict):
        return shapes.whole(shapes.inner(live, "likesSummary"), "totalLikes")
    counts = [shapes.whole(one, "count") for one in told.values() if isinstance(one, dict)]
    return None if None in counts else sum(one for one in counts if one is not None)


def _replies(live: Record) -> int | None:
    told = shapes.whole(shapes.inner(live, "commentSummary"), "count")
    if told is not None:
        return told
    return shapes.whole(shapes.inner(live, "commentsSummary"), "totalFirstLevelComments")


def _shares_by_day(api: Api, first: date, last: date) -> Iterator[DailyCount]:
    for element in _elements(api, _SHARES, timeIntervals=_days(first, last)):
        day, told = _day(element), shapes.inner(element, "totalShareStatistics")
        for metric, names in _OF_A_DAY.items() if day else ():
            values = [shapes.whole(told, name) for name in names]
            if day and None not in values:
                yield DailyCount(metric, day, sum(one for one in values if one is not None))


def _followers_gained(api: Api, first: date, last: date) -> Iterator[DailyCount]:
    """Yield how many began to follow; a day on which more left than came is left out."""
    for element in _elements(api, _FOLLOWERS, timeIntervals=_days(first, last)):
        day, told = _day(element), shapes.inner(element, "followerGains")
        organic = shapes.whole(told, "organicFollowerGain")
        if day and organic is not None:
            paid = shapes.whole(told, "paidFollowerGain") or 0
            yield DailyCount(ChannelMetric.FOLLOWERS_GAINED, day, organic + paid)


def _followers(api: Api) -> int | None:
    query = restli.query(edgeType="COMPANY_FOLLOWED_BY_MEMBER")
    answer = api.read("GET", f"/rest/networkSizes/{restli.key(api.actor)}?{query}")
    return shapes.whole(shapes.record(answer.data, "networkSizes"), "firstDegreeSize")


def _elements(api: Api, resource: str, **asked: str) -> list[Record]:
    query = restli.query(
        q="organizationalEntity", organizationalEntity=restli.key(api.actor), **asked
    )
    data = shapes.record(api.read("GET", f"/rest/{resource}?{query}").data, resource)
    return shapes.records(data.get("elements"), resource)


def _days(first: date, last: date) -> str:
    start, end = (datetime.combine(day, time(), UTC) for day in (first, last + timedelta(days=1)))
    span = restli.time_range(milliseconds(start), milliseconds(end))
    return f"(timeRange:{span},timeGranularityType:DAY)"


def _day(element: Record) -> date | None:
    start = instant(shapes.inner(element, "timeRange"), "start")
    return start.date() if start else None
