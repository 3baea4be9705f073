"""Insights and subscriptions of the simulated Facebook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from beffroi.networks.facebook.simulator_frame import PAGE_METRICS, POST_METRICS, Frame
from beffroi.networks.families.graph.simulator import GraphCall, Request
from beffroi.networks.families.graph.simulator_wire import instant, invalid, missing

_SUBSCRIBABLE = frozenset({"feed", "mention", "messages", "messaging_postbacks", "ratings"})
_ID = "/(?P<id>[^/]+)"


class Counting(Frame):
    """The calls about insights, and who is told of what."""

    def counting_calls(self) -> list[GraphCall]:
        """Return these calls."""
        return [
            GraphCall(
                "insights",
                "GET",
                f"{_ID}/insights",
                self._insights,
                doubts=("small Pages may get an empty list",),
            ),
            GraphCall("subscribe", "POST", f"{_ID}/subscribed_apps", self._subscribe),
        ]

    def _insights(self, request: Request) -> Any:
        node_id, form = request.param("id"), request.form
        if node_id not in self.world.pages and node_id not in self.world.posts:
            raise missing(node_id)
        self.require(request, "read_insights", request.token.account)
        form.only("metric", "period", "since", "until")
        is_page = node_id in self.world.pages
        known = self.known_metrics & (PAGE_METRICS if is_page else POST_METRICS)
        names = form.needed("metric").split(",")
        if not set(names) <= known:
            raise invalid("The value must be a valid insights metric")
        period = form.needed("period")
        if period != ("day" if is_page else "lifetime"):
            raise invalid("This metric has no such period")
        found = [self._metric(node_id, name, period, form.values) for name in names]
        return {"data": [one for one in found if one["values"]], "paging": {}}

    def _metric(
        self, node_id: str, name: str, period: str, query: Mapping[str, Any]
    ) -> dict[str, Any]:
        told = self.world.insights.get((node_id, name), {})
        values: list[dict[str, Any]]
        if period == "lifetime":
            values = [{"value": value} for day, value in told.items() if day is None]
        else:
            first, last = _days(query)
            values = [
                {"value": value, "end_time": _end_of(day)}
                for day, value in sorted((one for one in told.items() if one[0]), key=_first)
                if day is not None and first <= day < last
            ]
        return {"name": name, "period": period, "values": values, "id": f"{node_id}/{name}"}

    def _subscribe(self, request: Request) -> Any:
        page_id = self.page_of(request, "pages_manage_metadata", task="MODERATE")
        request.form.only("subscribed_fields")
        fields = tuple(request.form.needed("subscribed_fields").split(","))
        if not set(fields) <= _SUBSCRIBABLE:
            raise invalid("Param subscribed_fields has an unknown field")
        self.world.subscriptions[page_id] = fields
        return {"success": True}


def _days(query: Mapping[str, Any]) -> tuple[date, date]:
    try:
        first = date.fromisoformat(str(query["since"]))
        last = date.fromisoformat(str(query["until"]))
    except (KeyError, ValueError) as error:
        raise invalid("since and until are needed") from error
    if (last - first).days > 90:
        raise invalid("There cannot be more than 90 days between since and until")
    return first, last


def _end_of(day: date) -> str:
    return instant(datetime(day.year, day.month, day.day, 8, tzinfo=UTC) + timedelta(days=1))


def _first(pair: tuple[Any, Any]) -> Any:
    return pair[0]
