"""What the simulated Instagram counts, and how it refuses to: by kind of post, by metric.

https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/insights/ (read on
2026-11-22)
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from beffroi.networks.families.graph.simulator_wire import Form, Refused, instant, invalid
from beffroi.networks.instagram.simulator_world import Media, World

_SHARED = frozenset({"views", "reach", "likes", "comments", "saved", "shares"})
_BY_PRODUCT = {
    "FEED": _SHARED | {"total_interactions", "follows", "profile_visits", "profile_activity"},
    "REELS": _SHARED
    | {"total_interactions", "ig_reels_avg_watch_time", "ig_reels_video_view_total_time"},
    "STORY": frozenset({"views", "reach", "shares", "replies", "navigation", "follows"}),
}
_TOTALS = frozenset(
    {"reach", "views", "accounts_engaged", "total_interactions", "likes", "comments", "shares"}
)
_SERIES = frozenset({"reach", "follower_count"})
_DAYS_MAX = 30


def of_media(world: World, media: Media, form: Form) -> dict[str, Any]:
    """Return counters of a post."""
    form.only("metric", "period")
    names = _names(form, _BY_PRODUCT[media.product])
    if world.habits.has_few_viewers:
        raise Refused(10, "(#10) Not enough viewers for the media to show insights")
    if world.habits.has_no_insights:
        return {"data": []}
    return {
        "data": [
            {
                "name": name,
                "period": "lifetime",
                "values": [{"value": media.insights.get(name, 0)}],
                "id": f"{media.id}/insights/{name}/lifetime",
            }
            for name in names
        ]
    }


def of_account(world: World, form: Form) -> dict[str, Any]:
    """Return counters of the account: one total for the whole span, or day by day."""
    form.only("metric", "period", "metric_type", "since", "until")
    if form.needed("period") != "day":
        raise invalid("Incompatible metric with this period")
    is_total = form.text("metric_type") == "total_value"
    names = _names(form, _TOTALS if is_total else _SERIES)
    days = _days(world, form)
    if world.habits.has_no_insights:
        return {"data": []}
    told = [_told(world, name, days, is_total=is_total) for name in names]
    return {"data": [one for one in told if one is not None]}


def _told(world: World, name: str, days: list[date], *, is_total: bool) -> dict[str, Any] | None:
    counted = {day: world.daily[name, day] for day in days if (name, day) in world.daily}
    if not counted:
        return None
    if is_total:
        return {"name": name, "period": "day", "total_value": {"value": sum(counted.values())}}
    values = [{"value": value, "end_time": _end(day)} for day, value in counted.items()]
    return {"name": name, "period": "day", "values": values}


def _names(form: Form, known: frozenset[str]) -> list[str]:
    names = form.needed("metric").split(",")
    for position, name in enumerate(names):
        if name not in known:
            words = ", ".join(sorted(known))
            raise invalid(f"metric[{position}] must be one of the following values: {words}")
    return names


def _days(world: World, form: Form) -> list[date]:
    if not form.text("since"):
        return [world.now().date() - timedelta(days=1)]
    first, end = (_instant(form.needed(name)) for name in ("since", "until"))
    count = round((end - first) / timedelta(days=1))  # one of 23 hours is a day too
    if not 0 < count <= _DAYS_MAX:
        raise invalid("There cannot be more than 30 days between since and until")
    return [first.date() + timedelta(days=n) for n in range(count)]


def _instant(seconds: str) -> datetime:
    if not seconds.isdecimal():
        raise invalid("since and until must be UNIX timestamps")
    return datetime.fromtimestamp(int(seconds), UTC)


def _end(day: date) -> str:
    """Return when a day of California ends."""
    return instant(datetime(day.year, day.month, day.day, 7, tzinfo=UTC) + timedelta(days=1))
