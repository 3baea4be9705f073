"""Counters of posts and of the Page. https://developers.facebook.com/docs/graph-api/reference/insights

Read on 2026-11-22, with the list of metrics that were taken away. One name that is no longer known
fails a whole request: then each is asked alone, and what is refused is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from beffroi.networks import shapes
from beffroi.networks.contracts import ChannelMetric, Counters, DailyCount
from beffroi.networks.errors import NotFound, PermissionLost
from beffroi.networks.facebook.client import Page
from beffroi.networks.facebook.errors import MetricUnknown
from beffroi.networks.facebook.sight import require
from beffroi.networks.json_text import JSON
from beffroi.networks.shapes import Record

VIEWS = "post_media_view"
REACH = "post_total_media_view_unique"
CLICKS = "post_clicks"

_OF_PAGE = {
    "page_media_view": ChannelMetric.VIEWS,
    "page_total_media_view_unique": ChannelMetric.REACH,
    "page_follows": ChannelMetric.FOLLOWERS,
    "page_daily_follows_unique": ChannelMetric.FOLLOWERS_GAINED,
    "page_daily_unfollows_unique": ChannelMetric.FOLLOWERS_LOST,
    "page_post_engagements": ChannelMetric.ENGAGEMENTS,
}
_TALLIES = (
    "id,shares,reactions.limit(0).summary(total_count),"
    "comments.filter(stream).limit(0).summary(total_count)"
)
#: The most days that one call answers.
_DAYS_MAX = 90
_HALF_A_DAY = timedelta(hours=12)


class Metrics:
    """Which metrics this API still knows: learned while asking, shared by every Page."""

    def __init__(self) -> None:
        self._unknown: set[str] = set()

    def read(self, page: Page, node: str, names: Sequence[str], **params: str) -> list[Record]:
        """Read metrics of `node`; those that are not known are left out."""
        asked = [name for name in names if name not in self._unknown]
        if not asked:
            return []
        try:
            return _ask(page, node, asked, params)
        except MetricUnknown:
            if len(asked) == 1:
                self._unknown.add(asked[0])
                return []
        return [found for name in asked for found in self.read(page, node, [name], **params)]


def read_counters(page: Page, metrics: Metrics, remote_ids: Sequence[str]) -> dict[str, Counters]:
    """Read counters of own posts; one that is gone is left out."""
    found: dict[str, Counters] = {}
    for one in remote_ids:
        try:
            found[one] = _counters(page, metrics, one)
        except NotFound:
            require(page, "pages_read_engagement")
    return found


def read_channel_counters(
    page: Page, metrics: Metrics, first: date, last: date
) -> Sequence[DailyCount]:
    """Read the Page's counters day by day, as the days are in California."""
    found: dict[tuple[ChannelMetric, date], DailyCount] = {}
    for begin, end in _spans(first, last):
        # A day's value bears the instant when that day ended.
        until = (end + timedelta(days=2)).isoformat()
        for metric in metrics.read(
            page, page.id, tuple(_OF_PAGE), period="day", since=begin.isoformat(), until=until
        ):
            for count in _daily(metric):
                if first <= count.day <= last:
                    found[count.metric, count.day] = count
    return sorted(found.values(), key=lambda one: (one.day, one.metric.value))


def _ask(page: Page, node: str, names: Sequence[str], params: dict[str, str]) -> list[Record]:
    listed = page.graph.page(f"/{node}/insights", metric=",".join(names), **params)
    return listed.items


def _counters(page: Page, metrics: Metrics, remote_id: str) -> Counters:
    told = page.graph.record(f"/{remote_id}", fields=_TALLIES)
    insights = _insights(page, metrics, remote_id)
    return Counters(
        likes=_summary(told, "reactions"),
        shares=shapes.whole(shapes.inner(told, "shares"), "count"),
        replies=_summary(told, "comments"),
        quotes=None,
        views=insights.get(VIEWS),
        reach=insights.get(REACH),
        clicks=insights.get(CLICKS),
    )


def _insights(page: Page, metrics: Metrics, remote_id: str) -> dict[str, int]:
    """Read what only insights tell; nothing where the person did not allow them."""
    try:
        found = metrics.read(page, remote_id, (VIEWS, REACH, CLICKS), period="lifetime")
    except PermissionLost:
        return {}
    values = {shapes.optional_text(one, "name") or "": _values(one) for one in found}
    return {
        name: told[-1][1] for name, told in values.items() if told and isinstance(told[-1][1], int)
    }


def _daily(metric: Record) -> Iterator[DailyCount]:
    known = _OF_PAGE.get(shapes.optional_text(metric, "name") or "")
    if known is None:
        return
    for ended_at, value in _values(metric):
        if ended_at is not None:
            yield DailyCount(metric=known, day=(ended_at - _HALF_A_DAY).date(), value=value)


def _values(metric: Record) -> list[tuple[datetime | None, int]]:
    told: JSON = metric.get("values")
    found: list[tuple[datetime | None, int]] = []
    for one in told if isinstance(told, list) else []:
        value = shapes.whole(one, "value") if isinstance(one, dict) else None
        if isinstance(one, dict) and value is not None:
            found.append((shapes.optional_instant(one, "end_time"), value))
    return found


def _summary(told: Record, key: str) -> int | None:
    return shapes.whole(shapes.inner(told, key, "summary"), "total_count")


def _spans(first: date, last: date) -> Iterator[tuple[date, date]]:
    begin = first
    while begin <= last:
        end = min(last, begin + timedelta(days=_DAYS_MAX - 3))
        yield begin, end
        begin = end + timedelta(days=1)
