"""What pages are told, figures and webhooks: calls of the simulated LinkedIn."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from beffroi.networks.linkedin import simulator_entities as entities
from beffroi.networks.linkedin.simulator_frame import ADMIN, Asked, Frame
from beffroi.networks.linkedin.simulator_wire import Refused, list_of, range_of, required
from beffroi.networks.simulation_server import Origin, Reply, Route

_URN = r"(?P<urn>[^/]+)"


class Reports(Frame):
    """Notifications, statistics, subscriptions."""

    def routes(self) -> Sequence[Route]:
        """Return its calls, with where their shape comes from."""
        statistics = "/rest/organizationalEntity"
        subscription = r"/rest/eventSubscriptions/(?P<key>\(.*\))"
        return [
            self.route(
                "notifications",
                "GET",
                f"{statistics}Notifications",
                self._notifications,
                ADMIN,
                doubts=(
                    "the order of notifications",
                    "whether a mention names its post in sourcePost or generatedActivity",
                    "that a page may read the post of a member who mentions it",
                ),
            ),
            self.route(
                "statistics",
                "GET",
                f"{statistics}ShareStatistics",
                self._shares,
                ADMIN,
                doubts=("days on which nothing happened: absent or 0",),
            ),
            self.route(
                "followers",
                "GET",
                f"{statistics}FollowerStatistics",
                self._followers,
                ADMIN,
                origin=Origin.THIRD_PARTY,
                doubts=("whether gains are net of those who left",),
            ),
            self.route("size", "GET", f"/rest/networkSizes/{_URN}", self._size, ADMIN),
            self.route("subscribe", "PUT", subscription, self._subscribe, ADMIN),
            self.route("subscription", "GET", subscription, self._subscription, ADMIN),
        ]

    def _notifications(self, asked: Asked) -> Reply:
        query = asked.query("q", "actions", "organizationalEntity", "timeRange", "start", "count")
        required(query, "q", "criteria")
        page = self.administered(asked, query.get("organizationalEntity", ""))
        actions = list_of(query.get("actions", ""))
        start, end = range_of(query.get("timeRange", ""))
        found = [
            entities.notification(one, subscriber=asked.consent.person)
            for one in self.state.of_organization(page)
            if one.action in actions and start <= entities.milliseconds(one.at) <= end
        ]
        return self.page_of(found, query, repeats=self.state.flavour.repeats_pages)

    def _shares(self, asked: Asked) -> Reply:
        query = asked.query("q", "organizationalEntity", "timeIntervals", "shares", "ugcPosts")
        page = self._measured(asked, query)
        if "timeIntervals" in query:
            span = _interval(query["timeIntervals"])
            return _elements(entities.statistics_by_day(self.state, page, span))
        urns = [one for name in ("shares", "ugcPosts") for one in _listed(query, name)]
        return _elements(entities.share_statistics(self.state, page, urns))

    def _followers(self, asked: Asked) -> Reply:
        query = asked.query("q", "organizationalEntity", "timeIntervals")
        page = self._measured(asked, query)
        span = _interval(query.get("timeIntervals", ""))
        return _elements(entities.followers_by_day(self.state, page, span))

    def _measured(self, asked: Asked, query: Mapping[str, str]) -> str:
        required(query, "q", "organizationalEntity")
        return self.administered(asked, query.get("organizationalEntity", ""))

    def _size(self, asked: Asked) -> Reply:
        required(asked.query("edgeType"), "edgeType", "COMPANY_FOLLOWED_BY_MEMBER")
        return Reply(
            data={"firstDegreeSize": len(self.state.followers.get(asked.params["urn"], ()))}
        )

    # Webhooks.

    def _subscribe(self, asked: Asked) -> Reply:
        key = self._subscription_key(asked)
        webhook = asked.call.json().get("webhook")
        if not isinstance(webhook, str) or not webhook.startswith("https://"):
            raise Refused.wrong("webhook", code="INVALID_URL")
        self.state.subscriptions[key] = webhook
        return Reply(204)

    def _subscription(self, asked: Asked) -> Reply:
        key = self._subscription_key(asked)
        if key not in self.state.subscriptions:
            raise Refused(404, "NOT_FOUND", "Could not find entity")
        return Reply(data={"webhook": self.state.subscriptions[key], "expiresAt": 0})

    def _subscription_key(self, asked: Asked) -> str:
        found = re.fullmatch(
            r"\(developerApplication:urn:li:developerApplication:\d+,user:(urn:li:person:[\w-]+),"
            r"entity:(urn:li:organization:\d+),eventType:ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS\)",
            asked.params["key"],
        )
        if not found or "/eventSubscriptions/(" not in asked.call.target:
            raise Refused(400, "ILLEGAL_ARGUMENT", "Syntax exception in path variables")
        person, page = found.groups()
        is_own = person == asked.consent.person and self.state.administers(person, page)
        if not is_own or self.state.flavour.is_development:
            raise Refused.denied("eventSubscriptions")
        return found[0]


def _interval(written: str) -> tuple[int, int]:
    found = re.fullmatch(r"\(timeRange:(\([^()]*\)),timeGranularityType:DAY\)", written)
    if not found:
        raise Refused(400, "PARAM_INVALID", "Invalid query parameters passed to request")
    return range_of(found[1])


def _listed(query: Mapping[str, str], name: str) -> list[str]:
    return list_of(query[name]) if name in query else []


def _elements(found: list[dict[str, Any]]) -> Reply:
    return Reply(data={"elements": found, "paging": {"start": 0, "count": 10, "links": []}})
