"""Counters of posts, and of the account day by day. What is not told is unknown, never 0.

https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/insights/ and
https://developers.facebook.com/docs/instagram-platform/api-reference/instagram-user/insights/
(read on 2026-11-22). One metric that a kind of post does not have makes the whole call fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from beffroi.networks import shapes
from beffroi.networks.contracts import ChannelMetric, Counters, DailyCount
from beffroi.networks.errors import ContentRefused, NotFound, PermissionLost
from beffroi.networks.instagram.client import Account
from beffroi.networks.instagram.errors import NothingCounted
from beffroi.networks.json_text import JSON
from beffroi.networks.shapes import Record

_WATCHED = "ig_reels_video_view_total_time"
_OF_POSTS = ("views", "reach", "saved", "shares")
_BY_PRODUCT: Mapping[str, tuple[str, ...]] = {
    "REELS": (*_OF_POSTS, _WATCHED),
    # Replies from Europe are told as 0, whatever they are: they are not asked for.
    "STORY": ("views", "reach", "shares"),
}
_FIELDS = "id,media_product_type,like_count,comments_count"

_BY_DAY = {
    "reach": ChannelMetric.REACH,
    "views": ChannelMetric.VIEWS,
    "total_interactions": ChannelMetric.ENGAGEMENTS,
}
#: Each day counts those who came on it; told for the last 30 days, from 100 followers on.
_GAINED = "follower_count"
_DAYS_MAX = 93
_HALF_A_DAY = timedelta(hours=12)
#: Where the network's days begin and end.
_ZONE = ZoneInfo("America/Los_Angeles")


def read_counters(
    account: Account, remote_ids: Sequence[str], *, refused: set[tuple[str, str]]
) -> Mapping[str, Counters]:
    """Read counters of own posts. `refused` remembers which product has not which metric."""
    found: dict[str, Counters] = {}
    for remote_id in remote_ids:
        try:
            found[remote_id] = _of_post(account, remote_id, refused=refused)
        except (NotFound, ContentRefused):
            continue
    return found


def read_channel_counters(account: Account, first: date, last: date) -> Sequence[DailyCount]:
    """Read the account's counters of these days. They are days of California."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)][:_DAYS_MAX]
    if not days:
        return []
    found: list[DailyCount] = []
    for day in days:
        told = _values(account, f"/{account.id}/insights", _BY_DAY, **_span(day, "total_value"))
        found += [DailyCount(_BY_DAY[name], day, value) for name, value in told.items()]
    return [*found, *_gained(account, days[0], days[-1])]


def _of_post(account: Account, media_id: str, *, refused: set[tuple[str, str]]) -> Counters:
    post = account.record(f"/{media_id}", fields=_FIELDS)
    product = shapes.optional_text(post, "media_product_type") or "FEED"
    wanted = [one for one in _BY_PRODUCT.get(product, _OF_POSTS) if (product, one) not in refused]
    told, unknown = _told(account, f"/{media_id}/insights", wanted)
    if len(unknown) < len(wanted):  # else it is the post that has none, not its kind
        refused.update((product, one) for one in unknown)
    watched = told.get(_WATCHED)
    return Counters(
        likes=shapes.whole(post, "like_count"),
        shares=told.get("shares"),
        replies=None if product == "STORY" else shapes.whole(post, "comments_count"),
        quotes=None,
        views=told.get("views"),
        reach=told.get("reach"),
        saves=told.get("saved"),
        watch_seconds=None if watched is None else watched // 1000,
    )


def _told(
    account: Account, path: str, metrics: Sequence[str], **more: str
) -> tuple[dict[str, int], list[str]]:
    """Return values by metric, and the metrics that Instagram does not know here."""
    try:
        return _values(account, path, metrics, **more), []
    except ContentRefused:
        if len(metrics) <= 1:
            return {}, list(metrics)
    told: dict[str, int] = {}
    unknown: list[str] = []
    for metric in metrics:
        values, refused = _told(account, path, [metric], **more)
        told |= values
        unknown += refused
    return told, unknown


def _values(account: Account, path: str, metrics: Iterable[str], **more: str) -> dict[str, int]:
    """Ask for metrics. None of them when too few people saw it, or it is not ours to know."""
    names = ",".join(metrics)
    if not names:
        return {}
    try:
        page = account.page(path, metric=names, **more)
    except (NothingCounted, PermissionLost, NotFound):
        return {}
    told = {shapes.optional_text(one, "name") or "": _value(one) for one in page.items}
    return {name: value for name, value in told.items() if value is not None}


def _value(metric: Record) -> int | None:
    total = shapes.whole(shapes.inner(metric, "total_value"), "value")
    if total is not None:
        return total
    values = metric.get("values")
    listed = shapes.records(values, "values") if isinstance(values, list) else []
    return shapes.whole(listed[-1], "value") if listed else None


def _gained(account: Account, first: date, last: date) -> Iterator[DailyCount]:
    since, until = _midnight(first), _midnight(last + timedelta(days=1))
    try:
        page = account.page(
            f"/{account.id}/insights", metric=_GAINED, period="day", since=since, until=until
        )
    except (NothingCounted, PermissionLost, ContentRefused):
        return
    for one in page.items:
        values: JSON = one.get("values")
        for value in shapes.records(values, "values") if isinstance(values, list) else []:
            ended_at = shapes.optional_instant(value, "end_time")
            count = shapes.whole(value, "value")
            if ended_at is not None and count is not None:
                day = (ended_at - _HALF_A_DAY).date()  # it ends in the morning of the next, in UTC
                if first <= day <= last:
                    yield DailyCount(ChannelMetric.FOLLOWERS_GAINED, day, count)


def _span(day: date, kind: str) -> dict[str, str]:
    following = day + timedelta(days=1)
    return {
        "period": "day",
        "metric_type": kind,
        "since": _midnight(day),
        "until": _midnight(following),
    }


def _midnight(day: date) -> str:
    return str(int(datetime.combine(day, time(), _ZONE).timestamp()))
