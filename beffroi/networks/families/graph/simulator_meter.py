"""Quotas of the simulated Graph API: percents in headers, then refusals.

https://developers.facebook.com/docs/graph-api/overview/rate-limiting/ (read on 2026-11-22)
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from beffroi.core.clock import Clock
from beffroi.networks.families.graph.simulator_wire import Refused


class Meter:
    """Counts the calls of each account in a window of a day; `allowed` may be changed."""

    window = timedelta(hours=24)

    def __init__(self, *, clock: Clock, kind: str, code: int, allowed: int = 480_000) -> None:
        self._clock = clock
        self._kind = kind
        self._code = code
        self.allowed = allowed
        self._spent: dict[str, tuple[datetime, int]] = {}

    def spend(self, account: str) -> None:
        """Count a call. Refuses when nothing is left."""
        now = self._clock()
        begun, count = self._spent.get(account, (now, 0))
        if not begun <= now < begun + self.window:
            begun, count = now, 0
        self._spent[account] = (begun, count + 1)
        if count >= self.allowed:
            raise Refused(
                self._code,
                f"(#{self._code}) There have been too many calls to this account",
                status=403,
                is_transient=True,
            )

    def headers(self, account: str) -> dict[str, str]:
        """Return what every answer says of the quotas."""
        begun, count = self._spent.get(account, (self._clock(), 0))
        share = min(100, count * 100 // self.allowed)
        left = begun + self.window - self._clock()
        regain = max(1, round(left.total_seconds() / 60)) if count >= self.allowed else 0
        shares = {"call_count": share, "total_cputime": 1, "total_time": 1}
        use = {**shares, "type": self._kind, "estimated_time_to_regain_access": regain}
        return {
            "X-App-Usage": json.dumps({"call_count": 1, "total_time": 1, "total_cputime": 1}),
            "X-Business-Use-Case-Usage": json.dumps({account: [use]}),
        }
