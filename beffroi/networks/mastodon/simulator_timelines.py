"""The simulated lists of posts: of everybody, of a hashtag, of an account, and what words find."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from beffroi.networks.mastodon.simulator_state import (
    OPEN_VISIBILITIES,
    Refused,
    SimulatedStatus,
)
from beffroi.networks.mastodon.simulator_wire import paginate
from beffroi.networks.simulation_server import Call, Reply

if TYPE_CHECKING:
    from beffroi.networks.mastodon.simulator import Simulator


class Timelines:
    """Answers with pages of posts, newest first."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def calls(self) -> list[tuple[str, str, str, Callable[[Call], Reply]]]:
        """Return name, method, path and handler of each call; a plain path before a pattern."""
        return [
            ("timeline", "GET", "/api/v1/timelines/public", self._everybody),
            ("tag", "GET", "/api/v1/timelines/tag/(?P<tag>[^/]+)", self._tag),
            ("search", "GET", "/api/v2/search", self._search),
            ("lookup", "GET", "/api/v1/accounts/lookup", self._lookup),
            ("statuses", "GET", "/api/v1/accounts/(?P<id>[^/]+)/statuses", self._of_account),
        ]

    def _everybody(self, call: Call) -> Reply:
        self._simulator.caller(call, "read:statuses")
        posts = self._public()
        return self._page(call, (one for one in posts if one.parent_account_id is None))

    def _tag(self, call: Call) -> Reply:
        self._simulator.caller(call, "read:statuses")
        tag = call.params["tag"].casefold()
        return self._page(call, (one for one in self._public() if tag in _tags(one)))

    def _search(self, call: Call) -> Reply:
        """Find posts only where the server offers it: others answer with empty lists."""
        self._simulator.caller(call, "read:search")
        words = call.first("q").casefold().split()
        is_offered = self._simulator.searches_posts and call.first("type") == "statuses"
        posts = self._public() if is_offered else []
        found = (one for one in posts if all(word in one.text.casefold() for word in words))
        page = self._page(call, found)
        return Reply(data={"accounts": [], "hashtags": [], "statuses": page.data})

    def _lookup(self, call: Call) -> Reply:
        username, _, host = call.first("acct").partition("@")
        account = self._simulator.state.find_account(username, host)
        if account is None:
            raise Refused(404, "Record not found")
        return Reply(data=self._simulator.writer.account(account))

    def _of_account(self, call: Call) -> Reply:
        simulator, account_id = self._simulator, call.params["id"]
        viewer, state = simulator.viewer(call), simulator.state
        if account_id not in state.accounts:
            raise Refused(404, "Record not found")
        own: Iterable[SimulatedStatus] = (
            one for one in state.statuses.values() if one.account_id == account_id
        )
        if not state.flavour.lists_own_private_posts:
            own = (one for one in own if one.visibility in OPEN_VISIBILITIES)
        return self._page(call, (one for one in own if state.may_see(one, viewer)))

    def _public(self) -> list[SimulatedStatus]:
        posts = self._simulator.state.statuses.values()
        return [one for one in posts if one.visibility == "public"]

    def _page(self, call: Call, posts: Iterable[SimulatedStatus]) -> Reply:
        simulator = self._simulator
        items = [(one.id, one) for one in posts]
        page, headers = paginate(
            items, call, origin=simulator.origin, page_max=simulator.flavour.page_max
        )
        return Reply(data=[simulator.writer.status(one) for one in page], headers=headers)


def _tags(status: SimulatedStatus) -> set[str]:
    return {tag.casefold() for tag in re.findall(r"#(\w+)", status.text)}
