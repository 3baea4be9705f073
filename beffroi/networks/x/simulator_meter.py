"""How often the simulated X may be called, and what it takes for it.

https://docs.x.com/x-api/fundamentals/rate-limits and
https://docs.x.com/x-api/getting-started/pricing, read on 2026-11-22.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from beffroi.core.clock import Clock
from beffroi.networks.x.simulator_problems import too_many

_WINDOW = timedelta(minutes=15)

#: Calls of one account in a quarter of an hour. The vendor's pages contradict each other for
#: posts: this is the smaller number.
LIMITS = {
    "publish": 100,
    "delete": 50,
    "mentions": 300,
    "timeline": 900,
    "search": 300,
    "hidden": 50,
    "me": 75,
    "upload": 1875,
    "webhooks": 450,
    "messages": 15,
    "messages with": 15,
    "message": 15,
    "send": 15,
}
_USUAL = 900

#: In thousandths of a dollar.
PRICES = {
    "owned": 1,
    "post": 5,
    "user": 10,
    "create": 15,
    "create with link": 200,
    "summoned": 10,
    "delete": 10,
    "manage": 5,
    "metadata": 5,
    "dm": 10,
    "dm create": 15,
}


class Meter:
    """Counts calls and money."""

    def __init__(self, *, clock: Clock) -> None:
        self.spent_usd = Decimal(0)
        self._clock = clock
        self._windows: dict[tuple[str, str], tuple[datetime, int]] = {}
        self._read: dict[date, set[tuple[str, str]]] = defaultdict(set)

    def count(self, route: str, account_id: str, *, is_numbered: bool) -> dict[str, str]:
        """Count a call; return the headers that say how many are left."""
        now, limit = self._clock(), LIMITS.get(route, _USUAL)
        begun, made = self._windows.get((route, account_id), (now, 0))
        if not begun <= now < begun + _WINDOW:
            begun, made = now, 0
        reset = int((begun + _WINDOW).timestamp()) + 1
        if made >= limit:
            raise too_many(reset=reset, limit=limit, is_numbered=is_numbered)
        self._windows[route, account_id] = (begun, made + 1)
        return {
            "x-rate-limit-limit": str(limit),
            "x-rate-limit-remaining": str(limit - made - 1),
            "x-rate-limit-reset": str(reset),
        }

    def charge(self, item: str) -> None:
        """Take the price of a call."""
        self.spent_usd += Decimal(PRICES[item]) / 1000

    def charge_reads(self, item: str, ids: Iterable[str]) -> None:
        """Take the price of each thing that was not read today."""
        seen = self._read[self._clock().date()]
        for one in ids:
            if (item, one) not in seen:
                seen.add((item, one))
                self.charge(item)

    def charge_included(self, includes: Mapping[str, Any], *, reader_id: str) -> None:
        """Take the price of people and posts that stand beside what was asked for."""
        others = [one["id"] for one in includes.get("users", []) if one["id"] != reader_id]
        self.charge_reads("user", others)
        for one in includes.get("tweets", []):
            owned = "owned" if one.get("author_id") == reader_id else "post"
            self.charge_reads(owned, [one["id"]])
