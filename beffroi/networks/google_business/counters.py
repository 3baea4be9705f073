"""Counters of a place day by day, and its rating of today.

https://developers.google.com/my-business/reference/performance/rest (read 2026-11-22). A day
without a value counts 0, says the vendor; the last days are not counted yet, and have none either:
those are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from beffroi.networks import shapes
from beffroi.networks.contracts import ChannelMetric, DailyCount
from beffroi.networks.google_business.client import Client
from beffroi.networks.google_business.declaration import PERFORMANCE_HOST
from beffroi.networks.json_text import JSON
from beffroi.networks.shapes import Record

_IMPRESSIONS = (
    "BUSINESS_IMPRESSIONS_DESKTOP_MAPS",
    "BUSINESS_IMPRESSIONS_DESKTOP_SEARCH",
    "BUSINESS_IMPRESSIONS_MOBILE_MAPS",
    "BUSINESS_IMPRESSIONS_MOBILE_SEARCH",
)
_PARTS: dict[ChannelMetric, tuple[str, ...]] = {
    ChannelMetric.VIEWS: _IMPRESSIONS,
    ChannelMetric.CALLS: ("CALL_CLICKS",),
    ChannelMetric.DIRECTIONS: ("BUSINESS_DIRECTION_REQUESTS",),
    ChannelMetric.SITE_VISITS: ("WEBSITE_CLICKS",),
}
_NOT_COUNTED_YET = timedelta(days=5)


def read_channel_counters(client: Client, first: date, last: date) -> list[DailyCount]:
    """Return what is known of these days; reviews and their mean are of today alone."""
    today = client.now().date()
    told = _read_values(client, first, last, today=today)
    counts = [
        DailyCount(metric, day, sum(values[part] for part in parts))
        for day, values in sorted(told.items())
        for metric, parts in _PARTS.items()
        if all(part in values for part in parts)
    ]
    return [*counts, *(_reviews(client, today) if first <= today <= last else ())]


def _read_values(
    client: Client, first: date, last: date, *, today: date
) -> dict[date, dict[str, int]]:
    """Return values by day and by the vendor's word for what is counted."""
    query: dict[str, str | list[str]] = {
        "dailyMetrics": [part for parts in _PARTS.values() for part in parts],
        **_date("dailyRange.startDate", first),
        **_date("dailyRange.endDate", last),
    }
    name = f"{client.location}:fetchMultiDailyMetricsTimeSeries"
    report = client.read_at(PERFORMANCE_HOST, name, params=query)
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for series in _series(report):
        metric = shapes.optional_text(series, "dailyMetric") or ""
        for dated in _records(shapes.inner(series, "timeSeries").get("datedValues")):
            day = _day(shapes.inner(dated, "date"))
            value = _value(dated, is_counted=day is not None and day <= today - _NOT_COUNTED_YET)
            if day is not None and value is not None:
                found[day][metric] = value
    return found


def _series(report: Record) -> Iterator[Record]:
    for group in _records(report.get("multiDailyMetricTimeSeries")):
        yield from _records(group.get("dailyMetricTimeSeries"))


def _value(dated: Record, *, is_counted: bool) -> int | None:
    if "value" not in dated:
        return 0 if is_counted else None
    told = shapes.optional_text(dated, "value") or ""
    return int(told) if re.fullmatch(r"\d{1,18}", told, re.ASCII) else None


def _reviews(client: Client, today: date) -> list[DailyCount]:
    query = {"pageSize": "1"}
    page = shapes.record(client.read("GET", f"{client.place}/reviews", params=query), "reviews")
    total, mean = shapes.whole(page, "totalReviewCount"), page.get("averageRating")
    counts = [] if total is None else [DailyCount(ChannelMetric.REVIEWS, today, total)]
    if isinstance(mean, int | float) and not isinstance(mean, bool) and 1 <= mean <= 5:
        hundredths = round(mean * 100)
        counts.append(DailyCount(ChannelMetric.RATING_HUNDREDTHS, today, hundredths))
    return counts


def _date(name: str, day: date) -> dict[str, str]:
    parts = {"year": day.year, "month": day.month, "day": day.day}
    return {f"{name}.{part}": str(value) for part, value in parts.items()}


def _day(data: Record) -> date | None:
    parts = [shapes.whole(data, part) for part in ("year", "month", "day")]
    try:
        return date(*(part or 0 for part in parts))
    except ValueError:
        return None


def _records(data: JSON) -> list[Record]:
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []
