"""Counters of own videos and comments, and of the channel day by day.

https://developers.google.com/youtube/analytics/channel_reports (read 2026-11-22). Days without any
row are unknown: YouTube leaves out both zeros and what it has not counted yet, two or three days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from beffroi.networks import shapes
from beffroi.networks.contracts import ChannelMetric, Counters, DailyCount
from beffroi.networks.json_text import JSON
from beffroi.networks.shapes import Record
from beffroi.networks.youtube.client import Client, counted, is_video
from beffroi.networks.youtube.comments import read_comments
from beffroi.networks.youtube.declaration import ANALYTICS_HOST

_IDS_PER_CALL = 50
_METRICS = (
    "views",
    "estimatedMinutesWatched",
    "subscribersGained",
    "subscribersLost",
    "likes",
    "comments",
    "shares",
)
_PLAIN = {
    "views": ChannelMetric.VIEWS,
    "subscribersGained": ChannelMetric.FOLLOWERS_GAINED,
    "subscribersLost": ChannelMetric.FOLLOWERS_LOST,
}


def read_counters(client: Client, remote_ids: Sequence[str]) -> dict[str, Counters]:
    """Return counters of videos and comments; what is gone is left out."""
    videos = [one for one in remote_ids if is_video(one)]
    found: dict[str, Counters] = {}
    for start in range(0, len(videos), _IDS_PER_CALL):
        part = ",".join(videos[start : start + _IDS_PER_CALL])
        items = client.items("/videos", part="statistics", id=part)
        found |= {shapes.text(one, "id"): _of_video(one) for one in items}
    comments = read_comments(client, [one for one in remote_ids if not is_video(one)])
    return found | {
        key: Counters(likes=one.likes, shares=None, replies=None, quotes=None)
        for key, one in comments.items()
    }


def read_channel_counters(client: Client, first: date, last: date) -> list[DailyCount]:
    """Return what was counted on each day, and how many subscribers there are if today is one."""
    url = f"{client.origin(ANALYTICS_HOST)}/v2/reports"
    query = {
        "ids": "channel==MINE",
        "startDate": first.isoformat(),
        "endDate": last.isoformat(),
        "metrics": ",".join(_METRICS),
        "dimensions": "day",
        "sort": "day",
    }
    report = shapes.record(client.read_at("GET", url, params=query).data, "report")
    counts = [count for row in _rows(report) for count in _of_day(row)]
    today = client.now().date()
    # Days are counted by the clock of California, whose today may be our yesterday.
    is_asked = first <= today and last >= today - timedelta(days=1)
    return [*counts, *(_subscribers(client, min(today, last)) if is_asked else ())]


def _of_video(video: Record) -> Counters:
    told = shapes.inner(video, "statistics")
    return Counters(
        likes=counted(told, "likeCount"),
        shares=None,
        replies=counted(told, "commentCount"),
        quotes=None,
        views=counted(told, "viewCount"),
    )


def _rows(report: Record) -> Iterator[Mapping[str, JSON]]:
    """Yield each row by the names of its columns."""
    names = [
        shapes.optional_text(one, "name") or ""
        for one in shapes.records(report.get("columnHeaders", []), "columns")
    ]
    rows = report.get("rows")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, list):
            yield dict(zip(names, row, strict=False))


def _of_day(row: Mapping[str, JSON]) -> Iterator[DailyCount]:
    try:
        day = date.fromisoformat(str(row.get("day")))
    except ValueError:
        return
    for name, metric in _PLAIN.items():
        value = _number(row, name)
        if value is not None:
            yield DailyCount(metric, day, value)
    minutes = _number(row, "estimatedMinutesWatched")
    if minutes is not None:
        yield DailyCount(ChannelMetric.WATCH_SECONDS, day, minutes * 60, is_estimated=True)
    acts = [_number(row, name) for name in ("likes", "comments", "shares")]
    known = [one for one in acts if one is not None]
    if len(known) == len(acts):
        yield DailyCount(ChannelMetric.ENGAGEMENTS, day, sum(known))


def _number(row: Mapping[str, JSON], name: str) -> int | None:
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return max(0, int(value))


def _subscribers(client: Client, day: date) -> list[DailyCount]:
    """Return how many follow the channel, which YouTube rounds; nothing when it hides them."""
    found = client.items("/channels", part="statistics", id=client.channel_id)
    told = shapes.inner(found[0], "statistics") if found else {}
    count = None if told.get("hiddenSubscriberCount") else counted(told, "subscriberCount")
    if count is None:
        return []
    return [DailyCount(ChannelMetric.FOLLOWERS, day, count, is_estimated=count >= 1000)]
